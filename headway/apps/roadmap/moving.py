"""Moving one item of a baseline: where it would stand, what that does to the teams, and what to mind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from headway.apps.prioritisation.models import Initiative
from headway.apps.roadmap.baseline import Differences, differences, items_of, span_of
from headway.apps.roadmap.framing import Frame, frame
from headway.apps.roadmap.models import Plan, PlanItem
from headway.core.access import row, rows
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid, NotFound
from headway.engine.planning.model import Candidate, Option, Problem, Settings
from headway.engine.planning.options import effort_of, fits_alone

OUT = "out"
LATEST = "latest"
Load = dict[str, Any]


@dataclass(frozen=True)
class Move:
    """A change of a baseline before it is stored: `items` is all that is in afterwards, `after` the moved one."""

    plan: Plan
    initiative: Initiative
    before: PlanItem | None
    after: PlanItem | None
    items: Mapping[UUID, PlanItem]
    loads: list[Load]
    touched: frozenset[tuple[str, str]]
    worth: float | None
    found: Differences
    reason: str


def move_of(context: Context, plan_ref: str, initiative_ref: str, start: str, reason: str) -> Move:
    """Work out the move of an initiative to a quarter, into the plan or out of it, without storing anything.

    Raises NotFound, Conflict where the plan is no baseline in force, and Invalid where the move is impossible.
    """
    plan, initiative = _in_force(context, plan_ref), row(Initiative, context, initiative_ref)
    items = {one.initiative_id: one for one in items_of(context, [plan])[plan.pk]}
    before = items.pop(initiative.pk, None)
    _refuse_idle(plan, initiative, before, start)
    problem = _framed(context, plan).problem
    candidate = problem.by_id().get(initiative.ref)
    after = None if start == OUT else _placed(context, plan, initiative, problem, start)
    if after:
        items[initiative.pk] = after
    loads, touched = _loads(plan, problem, _effort(problem, candidate, before), before, after)
    old = {} if before is None else {initiative.pk: before}
    new = {} if after is None else {initiative.pk: after}
    return Move(
        plan=plan, initiative=initiative, before=before, after=after, items=items, loads=loads,
        touched=touched, worth=_worth(before, candidate), found=differences(old, new, plan.periods),
        reason=reason,
    )  # fmt: skip


def _in_force(context: Context, ref: str) -> Plan:
    frozen = rows(Plan, context).exclude(frozen_at=None).order_by("-frozen_at", "-id")
    plan = frozen.first() if ref == LATEST else row(Plan, context, ref)
    if plan is None:
        raise NotFound("There is no baseline yet; roadmap.plan_freeze makes one.")
    if plan.frozen_at is None:
        raise Conflict(f"{plan.ref} is no baseline; freeze it first, or make a new plan.")
    later = rows(Plan, context).filter(changed_from=plan).first()
    if later:
        raise Conflict(f"{plan.ref} was changed to {later.ref}; move the item there.")
    return plan


def _refuse_idle(plan: Plan, initiative: Initiative, before: PlanItem | None, start: str) -> None:
    if start == OUT and before is None:
        raise Invalid(f"Field start: {initiative.ref} is not in {plan.ref}, so it cannot be taken out.")
    if start != OUT and start not in plan.periods:
        raise Invalid(
            f"Field start: {plan.ref} goes from {plan.periods[0]} to {plan.periods[-1]}; choose a quarter of it."
        )
    if before and before.start == start:
        raise Invalid(f"Field start: {initiative.ref} starts in {start} already.")


def _framed(context: Context, plan: Plan) -> Frame:
    """The workspace as it is today, seen with the settings of the plan."""
    settings = Settings(
        same_period_dependencies=bool(plan.settings.get("same_quarter_dependencies", True)),
        effort_quantile=plan.settings.get("effort_quantile", 0.5),
        discount_per_period=plan.settings.get("discount_per_quarter", 0.9),
    )
    reserve = plan.settings.get("reserve_share")
    return frame(context, plan.first_quarter, len(plan.periods), reserve, settings)


def _effort(problem: Problem, candidate: Candidate | None, before: PlanItem | None) -> Mapping[str, float]:
    """Person-weeks by team as planned; for what was not planned yet, as they are today."""
    planned: dict[str, float] | None = before.as_planned.get("planned_person_weeks") if before else None
    return planned or (effort_of(problem, candidate) if candidate else {})


def _placed(context: Context, plan: Plan, initiative: Initiative, problem: Problem, start: str) -> PlanItem:
    candidate = problem.by_id().get(initiative.ref)
    if candidate is None or not candidate.effort_person_weeks:
        raise Invalid(f"{initiative.ref} has no effort in any team yet: estimate it to plan it.")
    strangers = sorted(candidate.effort_person_weeks.keys() - set(problem.teams))
    if strangers:
        raise Invalid(f"{initiative.ref} needs team {strangers[0]!r}, which has no capacity listed.")
    effort, first, last = effort_of(problem, candidate), plan.periods.index(start), len(plan.periods) - 1
    fitting = (end for end in range(first, last + 1) if fits_alone(problem, effort, Option(first, end)))
    finish = plan.periods[next(fitting, last)]
    return PlanItem(
        workspace=context.workspace, plan=plan, initiative=initiative, start=start, finish=finish,
        created_at=context.now,
    )  # fmt: skip


def _loads(
    plan: Plan, problem: Problem, effort: Mapping[str, float], before: PlanItem | None, after: PlanItem | None
) -> tuple[list[Load], frozenset[tuple[str, str]]]:
    """The plan's loads with the item moved, against the capacity of today; the (team, quarter) that get more."""
    moved: dict[tuple[str, str], float] = {}
    for item, sign in ((before, -1), (after, 1)):
        quarters = span_of(item.start, item.finish) if item else []
        for quarter in quarters:
            for team, weeks in effort.items():
                moved[team, quarter] = moved.get((team, quarter), 0.0) + sign * weeks / len(quarters)
    there = {(load["team"], load["period"]): load for load in plan.loads}
    blank = {"used_person_weeks": 0.0, "capacity_person_weeks": 0.0, "p_overload": None}
    fresh = {place: {"team": place[0], "period": place[1]} | blank for place in moved if place not in there}
    loads = [_load(problem, load, moved.get(place, 0.0)) for place, load in (there | fresh).items()]
    return loads, frozenset(place for place, weeks in moved.items() if weeks > 0)


def _load(problem: Problem, load: Load, more: float) -> Load:
    place = load["team"], load["period"]
    return load | {
        "used_person_weeks": round(max(0.0, load["used_person_weeks"] + more), 9),
        "capacity_person_weeks": problem.capacity_person_weeks.get(place, load["capacity_person_weeks"]),
        "p_overload": None if more else load.get("p_overload"),
    }


def _worth(before: PlanItem | None, candidate: Candidate | None) -> float | None:
    """What the item is worth without delay: as planned, else as estimated today; None where nobody knows."""
    planned: float | None = before.as_planned.get("value") if before else None
    if planned is not None or candidate is None:
        return planned
    return candidate.value


def value_after(plan: Plan, move: Move) -> float:
    """The plan's value with the item moved: the moved item's worth comes later or earlier, in or out."""
    discount = plan.settings.get("discount_per_quarter", 0.9)
    return float(plan.value) + (move.worth or 0.0) * (
        _discounted(plan.periods, move.after, discount) - _discounted(plan.periods, move.before, discount)
    )


def _discounted(periods: Sequence[str], item: PlanItem | None, discount: float) -> float:
    return float(discount ** periods.index(item.finish)) if item else 0.0
