"""What to mind before a baseline is changed: a warning never refuses, it tells those who decide."""

from collections.abc import Mapping, Sequence
from typing import Any

from headway.apps.prioritisation.models import Initiative
from headway.apps.roadmap.framing import last_finish
from headway.apps.roadmap.models import Commitment, Plan, PlanItem
from headway.apps.roadmap.moving import Move
from headway.core.access import rows
from headway.core.context import Context
from headway.core.quarters import last_day, quarter_index

DUST = 1e-6


def warnings_of(context: Context, move: Move) -> list[str]:
    """A sentence for each rule of planning that the baseline breaks once the item is moved."""
    plan, initiative, after = move.plan, move.initiative, move.after
    by_ref = {one.initiative.ref: one for one in move.items.values()}
    return [
        *_over(move.loads, move.touched),
        *_required(plan, initiative, after, by_ref),
        *_requiring(plan, initiative, after, by_ref),
        *_window(initiative, after),
        *_promised(context, initiative, after),
    ]


def _over(loads: Sequence[Mapping[str, Any]], touched: frozenset[tuple[str, str]]) -> list[str]:
    return [
        f"{load['team']} has {load['used_person_weeks']:g} of {load['capacity_person_weeks']:g} person-weeks "
        f"planned in {load['period']}"
        for load in loads
        if (load["team"], load["period"]) in touched
        and load["used_person_weeks"] > load["capacity_person_weeks"] + DUST
    ]


def _late(plan: Plan, required: PlanItem, item: PlanItem) -> bool:
    """Whether what is required finishes too late for the item that needs it."""
    if plan.settings.get("same_quarter_dependencies", True):
        return required.finish > item.start
    return required.finish >= item.start


def _required(
    plan: Plan, initiative: Initiative, after: PlanItem | None, by_ref: Mapping[str, PlanItem]
) -> list[str]:
    found = []
    for ref in initiative.requires_refs if after else []:
        other = by_ref.get(ref)
        if other is None:
            found.append(f"{initiative.ref} requires {ref}, which is not in the plan")
        elif after and _late(plan, other, after):
            found.append(f"{initiative.ref} requires {ref}, which finishes only in {other.finish}")
    return found


def _requiring(
    plan: Plan, initiative: Initiative, after: PlanItem | None, by_ref: Mapping[str, PlanItem]
) -> list[str]:
    found = []
    for ref, other in sorted(by_ref.items()):
        if initiative.ref not in other.initiative.requires_refs:
            continue
        if after is None:
            found.append(f"{ref} requires {initiative.ref} and stays in the plan")
        elif _late(plan, after, other):
            found.append(
                f"{ref} requires {initiative.ref} and starts in {other.start}, before that is finished"
            )
    return found


def _window(initiative: Initiative, after: PlanItem | None) -> list[str]:
    ref = initiative.ref
    if after is None:
        return [f"{ref} is mandatory"] if initiative.is_mandatory else []
    found = []
    if initiative.earliest_quarter and after.start < initiative.earliest_quarter:
        found.append(f"{ref} may not start before {initiative.earliest_quarter}")
    if initiative.deadline and quarter_index(after.finish) > last_finish(initiative.deadline):
        found.append(f"{ref} misses its deadline of {initiative.deadline}")
    return found


def _promised(context: Context, initiative: Initiative, after: PlanItem | None) -> list[str]:
    open_ones = rows(Commitment, context).filter(initiative=initiative, state=Commitment.State.OPEN)
    return [
        f"{one.ref} promises it to {one.account.name} by {one.due}"
        for one in open_ones.select_related("account").order_by("due", "ref")
        if after is None or last_day(after.finish) > one.due
    ]
