from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.apps.roadmap.answers import PlanDetail, PlanList, ShortfallList
from headway.apps.roadmap.charts import by_horizon, by_team, people_lines
from headway.apps.roadmap.models import Commitment
from headway.core.context import Context
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask
from headway.core.quarters import quarter_index, quarter_named, quarter_of

UNWRITTEN = {"title": "An investment", "amount": "1", "business_case": "To be written in the form."}


@require_safe
@in_workspace
def plan(request: PageRequest, here: Context) -> HttpResponse:
    """A plan by team and quarter, or with `?view=horizon` as now, next and later; `?plan=PL-1` picks one."""
    plans = ask("roadmap.plan_list", {"limit": 20}, here)
    assert isinstance(plans, PlanList)
    named = request.GET.get("plan", "")
    any_plan = bool(named or plans.rows)
    found = ask("roadmap.plan_detail", {"ref": named or "latest"}, here) if any_plan else None
    return shown(
        request,
        "roadmap/plan.html",
        plan=found,
        plans=plans,
        teams=None if found else ask("roadmap.team_list", {}, here),
        horizon=request.GET.get("view") == "horizon",
        board=by_team(found) if isinstance(found, PlanDetail) else None,
        quarter=_next_quarter(here),
        columns=by_horizon(found) if isinstance(found, PlanDetail) else None,
    )


@require_safe
@in_workspace
def teams(request: PageRequest, here: Context) -> HttpResponse:
    return shown(request, "roadmap/teams.html", teams=ask("roadmap.team_list", {}, here))


def _next_quarter(here: Context) -> str:
    return quarter_named(quarter_index(quarter_of(here.today)) + 1)


@require_safe
@in_workspace
def freeze(request: PageRequest, here: Context) -> HttpResponse:
    """What freezing a plan changes, before it is done; `?plan=PL-1` picks it."""
    plan = ask("roadmap.plan_detail", {"ref": request.GET.get("plan") or "latest"}, here)
    assert isinstance(plan, PlanDetail)
    told = ask(
        "governance.right_explain", {"action": "roadmap.plan_freeze", "question": {"ref": plan.id}}, here
    )
    return shown(request, "roadmap/freeze.html", plan=plan, told=told)


@require_safe
@in_workspace
def change(request: PageRequest, here: Context) -> HttpResponse:
    """What moving an item changes, before it is done: `?plan=PL-1&initiative=INI-01&start=out&reason=...`."""
    plan = ask("roadmap.plan_detail", {"ref": request.GET.get("plan") or "latest"}, here)
    assert isinstance(plan, PlanDetail)
    wanted = chosen(request, "initiative", "start", "reason")
    question = {"action": "roadmap.item_move", "question": wanted | {"plan": plan.id}}
    told = ask("governance.right_explain", question, here) if "start" in wanted else None
    return shown(request, "roadmap/change.html", plan=plan, wanted=wanted, told=told)


@require_safe
@in_workspace
def commitments(request: PageRequest, here: Context) -> HttpResponse:
    """The promises to accounts, and the form to make one."""
    filters = chosen(request, "state", "account")
    return shown(
        request,
        "roadmap/commitments.html",
        commitments=ask("roadmap.commitment_list", filters | chosen(request, "after"), here),
        filters=filters,
        states=Commitment.State.choices,
    )


@require_safe
@in_workspace
def commitment(request: PageRequest, here: Context) -> HttpResponse:
    """What a promise means, before it is made."""
    wanted = chosen(request, "account", "obligation", "due", "initiative", "contract", "owner")
    question = {"action": "roadmap.commitment_make", "question": wanted}
    told = ask("governance.right_explain", question, here) if wanted else None
    return shown(request, "roadmap/commitment.html", wanted=wanted, told=told)


@require_safe
@in_workspace
def investments(request: PageRequest, here: Context) -> HttpResponse:
    """What was invested; with `?initiatives=INI-01&first_quarter=..&last_quarter=..` what teams lack for more."""
    wanted = chosen(request, "initiatives", "first_quarter", "last_quarter")
    shortfall = ask("roadmap.shortfall_show", wanted, here) if "initiatives" in wanted else None
    # How far it reaches follows from the initiatives and quarters; the rest is still to be written.
    likely = {"action": "roadmap.investment_ask", "question": wanted | UNWRITTEN}
    return shown(
        request,
        "roadmap/investments.html",
        investments=ask("roadmap.investment_list", chosen(request, "after"), here),
        wanted=wanted,
        shortfall=shortfall,
        told=ask("governance.right_explain", likely, here) if shortfall else None,
        lines=people_lines(shortfall) if isinstance(shortfall, ShortfallList) else [],
        quarter=_next_quarter(here),
    )
