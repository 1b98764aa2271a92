from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.apps.prioritisation.answers import InitiativeList, PricingList
from headway.apps.prioritisation.models import DeclinedRequest
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


@require_safe
@in_workspace
def declined(request: PageRequest, here: Context) -> HttpResponse:
    """What we said no to, and the form to say it; `?text=dark` looks up whether it was asked before."""
    filters = chosen(request, "text", "due")
    return shown(
        request,
        "prioritisation/declined.html",
        declined=ask("prioritisation.decline_list", filters | chosen(request, "after"), here),
        filters=filters,
        objectives=ask("strategy.objective_list", {}, here),
        fits=DeclinedRequest.Fit.choices,
    )


@require_safe
@in_workspace
def pricing(request: PageRequest, here: Context) -> HttpResponse:
    """The pricing plans; `?change=growth` opens the form on one of them."""
    found = ask("prioritisation.pricing_list", {}, here)
    assert isinstance(found, PricingList)
    changed = next((one for one in found.rows if one.id == request.GET.get("change")), None)
    return shown(
        request,
        "prioritisation/pricing.html",
        pricing=found,
        changed=changed,
        changed_price=f"{changed.price_minor / 100:.2f}" if changed else "",
        changed_evidence=", ".join(changed.evidence) if changed else "",
    )
