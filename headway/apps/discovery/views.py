from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.apps.discovery.answers import ResearchPlanList
from headway.apps.discovery.models import Insight, ResearchPlan
from headway.core.context import Context
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask


@require_safe
@in_workspace
def problems(request: PageRequest, here: Context) -> HttpResponse:
    """The ranked problems; `?peek=P-001` opens one beside them."""
    peek = request.GET.get("peek")
    return shown(
        request,
        "discovery/problems.html",
        partial="split",
        problems=ask(
            "discovery.problem_list",
            chosen(request, "after", "state", "trend", "contains") | {"quotes": 0},
            here,
        ),
        peek=ask("discovery.problem_detail", {"ref": peek}, here) if peek else None,
    )


@require_safe
@in_workspace
def problem(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    return shown(
        request,
        "discovery/problem.html",
        detail=ask("discovery.problem_detail", {"ref": ref}, here),
        others=ask("discovery.problem_list", {"limit": 200, "quotes": 0}, here),
    )


@require_safe
@in_workspace
def evidence(request: PageRequest, here: Context) -> HttpResponse:
    """The messages, narrowed by what the address names."""
    filters = chosen(
        request,
        "theme",
        "problem",
        "channel",
        "account",
        "contains",
        "since",
        "until",
        "unplaced",
        many=("problems", "ids"),
    )
    return shown(
        request,
        "discovery/evidence.html",
        feedback=ask("discovery.feedback_list", filters | chosen(request, "after"), here),
        themes=ask("discovery.theme_names", {}, here),
        filters=filters,
    )


@require_safe
@in_workspace
def message(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """One message, what tells in it and where it belongs."""
    return shown(
        request,
        "discovery/message.html",
        detail=ask("discovery.feedback_detail", {"ref": ref}, here),
        themes=ask("discovery.theme_names", {}, here),
        problems=ask("discovery.problem_list", {"limit": 500, "quotes": 0}, here),
        kinds=Insight.Kind.choices,
    )


@require_safe
@in_workspace
def themes(request: PageRequest, here: Context) -> HttpResponse:
    return shown(request, "discovery/themes.html", themes=ask("discovery.theme_list", {}, here))


@require_safe
@in_workspace
def accounts(request: PageRequest, here: Context) -> HttpResponse:
    answer = ask("discovery.account_list", chosen(request, "after", "problem"), here)
    return shown(request, "discovery/accounts.html", accounts=answer, problem=request.GET.get("problem", ""))


@require_safe
@in_workspace
def research(request: PageRequest, here: Context) -> HttpResponse:
    """What is to be learned and for which decision; `?change=RP-1` opens the form on one of them."""
    plans = ask("discovery.research_plan_list", chosen(request, "after"), here)
    assert isinstance(plans, ResearchPlanList)
    named = request.GET.get("change")
    changed = next((one for one in plans.rows if one.id == named), None)
    return shown(
        request,
        "discovery/research.html",
        plans=plans,
        changed=changed,
        methods=ResearchPlan.Method.choices,
    )
