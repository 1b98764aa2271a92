from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.apps.prioritisation.answers import InitiativeList, PricingList, PricingRow
from headway.apps.prioritisation.models import DeclinedRequest
from headway.core.context import Context
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask

PRICE_FIELDS = ("ref", "name", "price", "currency", "per", "entitlements", "hypotheses", "evidence")


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
    return shown(request, "prioritisation/pricing.html", pricing=ask("prioritisation.pricing_list", {}, here))


@require_safe
@in_workspace
def price(request: PageRequest, here: Context) -> HttpResponse:
    """What a price changes, before it is set; `?ref=growth` alone fills the form with what that plan is now."""
    wanted = chosen(request, *PRICE_FIELDS)
    listed = ask("prioritisation.pricing_list", {}, here)
    assert isinstance(listed, PricingList)
    known = next((one for one in listed.rows if one.id == wanted.get("ref")), None)
    asked = wanted.keys() - {"ref"}
    question = {"action": "prioritisation.pricing_save", "question": wanted}
    return shown(
        request,
        "prioritisation/price.html",
        known=known,
        wanted=wanted if asked or known is None else _as_fields(known),
        told=ask("governance.right_explain", question, here) if asked else None,
    )


def _as_fields(plan: PricingRow) -> dict[str, str]:
    """A plan as the fields of the form."""
    return {
        "ref": plan.id,
        "name": plan.name,
        "price": f"{plan.price_minor / 100:.2f}",
        "currency": plan.currency,
        "per": plan.per,
        "entitlements": "\n".join(plan.entitlements),
        "hypotheses": "\n".join(plan.hypotheses),
        "evidence": ", ".join(plan.evidence),
    }
