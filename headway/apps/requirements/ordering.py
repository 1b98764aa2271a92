"""What a new order of the backlog does to what the quarter is for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import Field

from headway.apps.discovery.reach import reach_words
from headway.apps.prioritisation.models import Initiative
from headway.apps.prioritisation.reach import reach_of
from headway.apps.requirements.gathering import DONE
from headway.apps.requirements.models import BacklogItem
from headway.apps.roadmap.models import Plan, PlanItem
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.gate import Claim, state_of
from headway.core.quarters import quarter_of
from headway.core.records import Refs
from headway.core.registry import Question

IN_GOALS, MATERIAL = "DRi2", "DRe1"
LAST = 2**31


class BacklogOrder(Question):
    """The items that come first, in their order; those not named keep their order behind them."""

    refs: Refs = Field(min_length=1, max_length=500, examples=[["APP-7", "APP-3"]])


@dataclass(frozen=True)
class Order:
    """A new order: every item that has a place in it, and the items that it names, as they are stored."""

    places: dict[str, int]
    named: Sequence[BacklogItem]
    others: Sequence[BacklogItem]

    @property
    def moved(self) -> list[BacklogItem]:
        found = [one for one in [*self.named, *self.others] if self.places.get(one.ref) != one.position]
        return sorted(found, key=lambda one: self.places[one.ref])


def order_of(context: Context, question: BacklogOrder) -> Order:
    """The order that a question asks for. Raises NotFound for unknown items."""
    found = {
        one.ref: one
        for one in rows(BacklogItem, context).filter(ref__in=question.refs).select_related("initiative")
    }
    unknown = [ref for ref in question.refs if ref not in found]
    if unknown:
        raise NotFound(
            f"No backlog item {unknown[0]!r} in this workspace; requirements.backlog_list has the refs."
        )
    placed = rows(BacklogItem, context).exclude(position=None).exclude(ref__in=question.refs)
    others = list(placed.select_related("initiative").order_by("position", "ref"))
    refs = [*question.refs, *(one.ref for one in others)]
    places = {ref: place for place, ref in enumerate(refs, 1)}
    return Order(places, [found[ref] for ref in question.refs], others)


def order_claim(context: Context, question: BacklogOrder) -> Claim:
    """DRi2 while the goals of the quarter stay; DRe1 where unplanned work comes before work of the quarter's plan.

    The quarter's plan is the newest frozen one that covers the quarter of today. What counts is what a new order
    newly puts in front: an item that was in front before was decided before.
    """
    order = order_of(context, question)
    quarter = quarter_of(context.today)
    plan = frozen_plan(context, quarter)
    overtaken = _overtaken(context, order, _planned(context, plan, quarter))
    words = [*_moves(order), *_goal_words(overtaken, plan, quarter)]
    state = state_of(plan.ref if plan else "", quarter, _as_it_is(order))
    if not overtaken:
        return Claim(IN_GOALS, tuple(words), state, context.workspace)
    initiatives = {one.pk: one for pair in overtaken for item in pair if (one := item.initiative)}
    reach = reach_of(context, sorted(initiatives.values(), key=lambda one: one.ref))
    return Claim(MATERIAL, (*words, reach_words(context, reach)), state, context.workspace, reach)


def frozen_plan(context: Context, quarter: str) -> Plan | None:
    """The newest baseline that covers a quarter."""
    frozen = rows(Plan, context).exclude(frozen_at=None).order_by("-frozen_at", "-id")
    return next((plan for plan in frozen if quarter in plan.periods), None)


def _planned(context: Context, plan: Plan | None, quarter: str) -> set[str]:
    """The initiatives that a plan works on in a quarter."""
    if plan is None:
        return set()
    running = rows(PlanItem, context).filter(plan=plan, start__lte=quarter, finish__gte=quarter)
    return set(running.values_list("initiative__ref", flat=True))


Pair = tuple[BacklogItem, BacklogItem]


def _overtaken(context: Context, order: Order, planned: set[str]) -> list[Pair]:
    """Each named open item of other work, with the first planned item that it newly comes before."""
    if not planned:
        return []
    planned_items = _open(
        rows(BacklogItem, context).filter(initiative__ref__in=planned).select_related("initiative")
    )
    behind = sorted(planned_items, key=lambda one: (order.places.get(one.ref, LAST), one.ref))
    found = []
    for item in _open(order.named):
        if item.initiative and item.initiative.ref not in planned:
            first = next((one for one in behind if _newly_before(order, item, one)), None)
            found += [(item, first)] if first else []
    return found


def _open(items: Iterable[BacklogItem]) -> list[BacklogItem]:
    return [one for one in items if one.status.lower() not in DONE]


def _newly_before(order: Order, item: BacklogItem, planned: BacklogItem) -> bool:
    is_before = order.places[item.ref] < order.places.get(planned.ref, LAST)
    was_before = item.position is not None and item.position < (planned.position or LAST)
    return is_before and not was_before


def _moves(order: Order) -> list[str]:
    moved = [one for one in order.named if order.places[one.ref] != one.position]
    lines = [f"{one.ref} {one.title}: place {order.places[one.ref]}, {_was(one)}" for one in moved]
    return lines or ["The order of the backlog stays as it is"]


def _was(item: BacklogItem) -> str:
    return f"was {item.position}" if item.position else "had no place"


def _goal_words(overtaken: Sequence[Pair], plan: Plan | None, quarter: str) -> list[str]:
    if plan is None:
        return [f"No frozen plan covers {quarter}, so there is no goal of the quarter that changes"]
    if not overtaken:
        return [f"What {plan.ref} plans for {quarter} stays in front"]
    return [
        f"{item.ref} of {_named(item.initiative)}, which {plan.ref} does not plan for {quarter}, "
        f"comes before {first.ref} of {_named(first.initiative)}, which it does"
        for item, first in overtaken
    ]


def _named(initiative: Initiative | None) -> str:
    return f"{initiative.ref} {initiative.title}" if initiative else "no initiative"


def _as_it_is(order: Order) -> list[tuple[str, int | None, str]]:
    items = sorted([*order.named, *order.others], key=lambda one: one.ref)
    return [(one.ref, one.position, one.initiative.ref if one.initiative else "") for one in items]
