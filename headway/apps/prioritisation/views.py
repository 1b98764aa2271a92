from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.apps.prioritisation.answers import InitiativeList
from headway.core.context import Context
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask


@require_safe
@in_workspace
def initiatives(request: PageRequest, here: Context) -> HttpResponse:
    """The ranked initiatives; `?peek=INI-01` opens one beside them."""
    peek = request.GET.get("peek")
    filters = chosen(request, "problem", "team", "text")
    found = ask("prioritisation.initiative_list", filters | chosen(request, "after"), here)
    assert isinstance(found, InitiativeList)
    return shown(
        request,
        "prioritisation/initiatives.html",
        partial="split",
        initiatives=found,
        filters=filters,
        scale=max((row.score.p90 or 0 for row in found.rows), default=0),
        peek=ask("prioritisation.initiative_detail", {"ref": peek}, here) if peek else None,
    )


@require_safe
@in_workspace
def initiative(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    detail = ask("prioritisation.initiative_detail", {"ref": ref}, here)
    return shown(request, "prioritisation/initiative.html", detail=detail)
