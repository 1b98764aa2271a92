"""Changing a baseline: a roadmap change request that makes a new baseline when it is carried out."""

from pydantic import Field

from headway.apps.roadmap.answers import ItemMoved
from headway.apps.roadmap.claims import move_claim
from headway.apps.roadmap.minding import warnings_of
from headway.apps.roadmap.models import ExcludedItem, Plan, PlanItem
from headway.apps.roadmap.moving import LATEST, Move, move_of, value_after
from headway.apps.roadmap.showing import facts_as_planned, plan_shown
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.gate import Claim
from headway.core.records import next_ref
from headway.core.registry import Done, Question, action
from headway.core.roles import DECIDERS


class ItemMove(Question):
    plan: str = Field(LATEST, min_length=1, max_length=100, description="A baseline; by default the latest.")
    initiative: str = Field(min_length=1, max_length=100, examples=["INI-01"])
    start: str = Field(
        pattern=r"^(out|\d{4}-Q[1-4])$",
        description="The quarter to start in, or `out`.",
        examples=["2027-Q1"],
    )
    reason: str = Field(min_length=10, max_length=500, description="Why the promise changes.")


def _move(context: Context, question: ItemMove) -> Move:
    return move_of(context, question.plan, question.initiative, question.start, question.reason)


def _claim(context: Context, question: ItemMove) -> Claim:
    return move_claim(context, _move(context, question))


@action("roadmap.item_move", roles=DECIDERS, rights=("DRe1",), claim=_claim)
def item_move(context: Context, question: ItemMove) -> Done[ItemMoved]:
    """Move an item of a baseline to another quarter, into the plan or out of it, which makes a new baseline.

    The baseline before stays as it was. `warnings` tell what the new one breaks: a capacity in person-weeks, a
    requirement, a window or a promise to an account. Raises Conflict where the plan is no baseline in force,
    Invalid where the move is impossible.
    """
    move = _move(context, question)
    plan = _stored(context, move)
    _items_stored(context, plan, move)
    _excluded_stored(context, plan, move)
    answer = ItemMoved(id=plan.ref, warnings=warnings_of(context, move), plan=plan_shown(context, plan))
    place = {"before": move.before and move.before.start, "after": move.after and move.after.start}
    changes = {"from": move.plan.ref, "initiative": move.initiative.ref, "start": place}
    return Done(
        answer, f"Changed the baseline {move.plan.ref} to {plan.ref} for {move.initiative.ref}", plan, changes
    )


def _stored(context: Context, move: Move) -> Plan:
    from headway.engine.planning.solve import gap_of  # noqa: PLC0415 - loads the solver

    old, value = move.plan, value_after(move.plan, move)
    bound = max(old.bound, value)
    gap = gap_of(value, bound)
    if gap is None:
        raise Invalid(f"Without {move.initiative.ref} nothing of a known value is left; make a new plan.")
    unknown = {"overloaded_share": None, "proven": gap <= old.settings.get("gap_target", 0.0)}
    return Plan.objects.create(
        workspace=context.workspace, ref=next_ref(context, Plan, "PL"), created_at=context.now,
        author=context.actor, first_quarter=old.first_quarter, periods=old.periods,
        settings=old.settings | unknown, value=value, bound=bound, gap=gap, greedy_value=old.greedy_value,
        loads=move.loads, frozen_at=context.now, frozen_by=context.actor, changed_from=old,
        change_reason=move.reason,
    )  # fmt: skip


def _items_stored(context: Context, plan: Plan, move: Move) -> None:
    kept = [one for one in move.items.values() if one is not move.after]
    fresh = [_copy(context, plan, one) for one in kept]
    if move.after:
        fresh.append(_moved(context, plan, move, move.after))
    PlanItem.objects.bulk_create(sorted(fresh, key=lambda one: one.ref))


def _copy(context: Context, plan: Plan, item: PlanItem) -> PlanItem:
    return PlanItem(
        workspace=context.workspace, ref=f"{plan.ref} {item.initiative.ref}"[:100], plan=plan,
        created_at=context.now, initiative=item.initiative, start=item.start, finish=item.finish,
        odds=item.odds, reason=item.reason, as_planned=item.as_planned,
    )  # fmt: skip


def _moved(context: Context, plan: Plan, move: Move, after: PlanItem) -> PlanItem:
    item = _copy(context, plan, after)
    if move.before:
        item.as_planned = move.before.as_planned
        item.reason = f"Moved from {move.before.start}: {move.reason}"[:500]
    else:
        item.as_planned = facts_as_planned(context, [move.initiative])[move.initiative.ref]
        item.reason = f"Brought in: {move.reason}"[:500]
    return item


def _excluded_stored(context: Context, plan: Plan, move: Move) -> None:
    there = rows(ExcludedItem, context).filter(plan=move.plan).exclude(initiative=move.initiative)
    out = [
        (one.initiative, one.reason, one.displaces, one.price) for one in there.select_related("initiative")
    ]
    if move.after is None:
        out.append((move.initiative, f"Taken out: {move.reason}", [], 0.0))
    ExcludedItem.objects.bulk_create(
        ExcludedItem(
            workspace=context.workspace, ref=f"{plan.ref} {initiative.ref}"[:100], plan=plan,
            created_at=context.now, initiative=initiative, reason=reason, displaces=displaces, price=price,
        )
        for initiative, reason, displaces, price in out
    )  # fmt: skip
