from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.apps.roadmap.answers import PlanDetail, PlanList
from headway.apps.roadmap.charts import by_horizon, by_team
from headway.core.context import Context
from headway.core.pages import PageRequest, in_workspace, shown
from headway.core.perform import ask
from headway.core.quarters import quarter_index, quarter_named, quarter_of


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
        quarter=quarter_named(quarter_index(quarter_of(here.now.date())) + 1),
        columns=by_horizon(found) if isinstance(found, PlanDetail) else None,
    )


@require_safe
@in_workspace
def teams(request: PageRequest, here: Context) -> HttpResponse:
    return shown(request, "roadmap/teams.html", teams=ask("roadmap.team_list", {}, here))
