"""Solving a planning problem and telling why each item is in; loads the solver, so it is imported late."""

from collections.abc import Mapping

from headway.apps.roadmap.framing import Frame
from headway.apps.roadmap.solved import Choice, Solution
from headway.core.errors import Invalid
from headway.engine.planning.errors import PlanningError
from headway.engine.planning.explain import explain
from headway.engine.planning.model import Candidate, Plan
from headway.engine.planning.simulate import simulate
from headway.engine.planning.solve import solve


def solution_of(framed: Frame, explain_time_limit_s: float) -> Solution:
    """The best plan found, with its reliability and a reason for everything in and out.

    Raises Invalid with the planner's sentence where the problem is badly written or cannot be met, and where
    the time was too short to find a plan of any value.
    """
    try:
        plan = solve(framed.problem)
        out = explain(framed.problem, plan, explain_time_limit_s)
    except PlanningError as error:
        raise Invalid(str(error)) from error
    if plan.gap is None:
        raise Invalid("No plan of any value was found in the time given; allow more with time_limit_s.")
    odds = simulate(framed.problem, plan)
    overload = {(load.team, load.period): load.p_overload for load in odds.loads}
    return Solution(
        value=plan.value,
        bound=plan.bound,
        gap=plan.gap,
        greedy_value=plan.greedy_value,
        proven=plan.proven,
        overloaded_share=odds.overloaded_share,
        loads=[
            {
                "team": load.team,
                "period": load.period,
                "used_person_weeks": load.used_person_weeks,
                "capacity_person_weeks": load.capacity_person_weeks,
                "p_overload": overload[load.team, load.period],
            }
            for load in plan.loads
        ],
        chosen=_chosen(framed, plan, {one.id: one.p_in_time for one in odds.items}),
        excluded=list(out),
    )


def _chosen(framed: Frame, plan: Plan, odds: Mapping[str, float]) -> list[Choice]:
    periods, by_id = framed.problem.periods, framed.problem.by_id()
    needed = _needed_by(plan, by_id)
    return [
        Choice(
            item.id, periods[item.start], periods[item.finish], odds[item.id],
            _reason(framed, by_id[item.id], needed.get(item.id, [])),
        )
        for item in plan.items
    ]  # fmt: skip


def _needed_by(plan: Plan, by_id: Mapping[str, Candidate]) -> dict[str, list[str]]:
    needed: dict[str, list[str]] = {}
    for item in plan.items:
        for required in by_id[item.id].requires:
            needed.setdefault(required, []).append(item.id)
    return needed


def _reason(framed: Frame, item: Candidate, needed_by: list[str]) -> str:
    parts = [_must(framed, item)] if item.mandatory else []
    if item.value:
        parts.append(
            f"Worth {_short(item.value)} (reach x impact x confidence) for {_short(item.total_person_weeks)} "
            f"person-weeks, {_short(item.value / item.total_person_weeks)} for each."
        )
    if needed_by:
        parts.append(
            f"Enables {', '.join(sorted(needed_by))}, which {'is' if len(needed_by) == 1 else 'are'} in the plan."
        )
    if item.value is None and not item.mandatory:
        parts.append("Its own value is unknown, for want of evidence.")
    return " ".join(parts)


def _must(framed: Frame, item: Candidate) -> str:
    periods = framed.problem.periods
    if item.deadline is None or item.deadline >= len(periods):
        return "Mandatory."
    return f"Mandatory, to be finished in {periods[item.deadline]} at the latest."


def _short(number: float) -> str:
    """A number with as many digits as a reader needs.

    >>> _short(1234.5), _short(3.456)
    ('1,234', '3.46')
    """
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"
