from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.core.context import Context
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask


@require_safe
@in_workspace
def initiatives(request: PageRequest, here: Context) -> HttpResponse:
    """The ranked initiatives; `?peek=INI-01` opens one beside them."""
    peek = request.GET.get("peek")
    return shown(
        request,
        "prioritisation/initiatives.html",
        partial="split",
        initiatives=ask("prioritisation.initiative_list", chosen(request, "after"), here),
        peek=ask("prioritisation.initiative_detail", {"ref": peek}, here) if peek else None,
    )


@require_safe
@in_workspace
def initiative(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    detail = ask("prioritisation.initiative_detail", {"ref": ref}, here)
    return shown(request, "prioritisation/initiative.html", detail=detail)
