"""Two plans read side by side, with a fixed number of SQL queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from headway.apps.prioritisation.models import Initiative
from headway.apps.roadmap.baseline import items_of, span_of
from headway.apps.roadmap.compare_answers import Change, ComparedItem, ComparedLoad, Place, TeamLoad
from headway.apps.roadmap.models import ExcludedItem, Plan, PlanItem
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.engine.planning.compare import Differing, Placement, differing, direction


@dataclass(frozen=True)
class Side:
    """A plan with what is in it and what is out of it, by the initiative's id."""

    plan: Plan
    items: Mapping[UUID, PlanItem]
    out: Mapping[UUID, ExcludedItem]

    @property
    def initiatives(self) -> dict[UUID, Initiative]:
        out = {key: one.initiative for key, one in self.out.items()}
        return out | {key: one.initiative for key, one in self.items.items()}


@dataclass(frozen=True)
class Pair:
    """Both plans, the quarters that both cover, and what differs."""

    a: Side
    b: Side
    shared: list[str]
    found: Differing[UUID]

    @property
    def initiatives(self) -> list[Initiative]:
        """Every initiative that either plan considered, in the order of refs."""
        return sorted((self.a.initiatives | self.b.initiatives).values(), key=lambda one: one.ref)


def pair_of(context: Context, first: Plan, second: Plan) -> Pair:
    """Read both plans. Raises Invalid where they are one plan or share no quarter."""
    if first.pk == second.pk:
        raise Invalid(f"Fields a and b both name {first.ref}; choose two different plans.")
    shared = [period for period in first.periods if period in second.periods]
    if not shared:
        raise Invalid(
            f"{_covers(first)} and {_covers(second)}, so they share no quarter; choose plans whose quarters overlap."
        )
    joined = rows(Plan, context).select_related("author", "changed_from", "changed_by")
    read = joined.in_bulk([first.pk, second.pk])
    first, second = read[first.pk], read[second.pk]
    items = items_of(context, [first, second])
    out = rows(ExcludedItem, context).filter(plan__in=(first, second)).select_related("initiative")
    a, b = (_side(plan, items[plan.pk], out) for plan in (first, second))
    periods = sorted({*first.periods, *second.periods})
    return Pair(a, b, shared, differing(_placements(a), _placements(b), periods))


def _covers(plan: Plan) -> str:
    return f"{plan.ref} covers {plan.periods[0]} to {plan.periods[-1]}"


def _side(plan: Plan, items: Sequence[PlanItem], out: Iterable[ExcludedItem]) -> Side:
    return Side(
        plan,
        {one.initiative_id: one for one in items},
        {one.initiative_id: one for one in out if one.plan_id == plan.pk},
    )


def _placements(side: Side) -> dict[UUID, Placement]:
    return {key: _placement(item) for key, item in side.items.items()}


def _placement(item: PlanItem) -> Placement:
    weeks = _person_weeks(item) or {}
    return Placement(item.start, item.finish, frozenset(team for team, given in weeks.items() if given > 0))


def _person_weeks(item: PlanItem) -> dict[str, float] | None:
    """What it was planned with: the quantile of effort that the plan chose, else the medians."""
    given: dict[str, float] | None = item.as_planned.get("planned_person_weeks") or item.as_planned.get(
        "effort_person_weeks"
    )
    return given


def items_compared(pair: Pair, keys: Iterable[UUID]) -> list[ComparedItem]:
    """These initiatives as both plans have them, in the order of refs."""
    wanted = set(keys)
    return [_compared(pair, one) for one in pair.initiatives if one.pk in wanted]


def _compared(pair: Pair, one: Initiative) -> ComparedItem:
    return ComparedItem(
        id=one.ref, title=one.title, change=_change(pair, one.pk), a=_place(pair.a, one), b=_place(pair.b, one)
    )  # fmt: skip


def _change(pair: Pair, key: UUID) -> Change:
    before, after = pair.a.items.get(key), pair.b.items.get(key)
    if before and after:
        return direction(_placement(before), _placement(after))
    return "leaves" if before else "enters" if after else "same"


def _place(side: Side, one: Initiative) -> Place:
    if item := side.items.get(one.pk):
        return Place(
            is_in=True, start=item.start, finish=item.finish, person_weeks=_person_weeks(item), odds=item.odds,
            value=item.as_planned.get("value"), why=item.reason,
            unknown="" if item.reason else f"{side.plan.ref} keeps no reason for it.",
        )  # fmt: skip
    if out := side.out.get(one.pk):
        return Place(is_in=False, price=out.price, displaces=out.displaces, why=out.reason)
    return Place(is_in=False, unknown=_absent(side.plan, one))


def _absent(plan: Plan, one: Initiative) -> str:
    if one.created_at > plan.created_at:
        return f"{one.ref} was written down only after {plan.ref} was made."
    return f"{plan.ref} keeps no reason why {one.ref} is not in it."


def outside_of(pair: Pair) -> frozenset[UUID]:
    """What is in one plan only and wholly outside of the quarters that both cover."""
    alone = {key: pair.a.items[key] for key in pair.found.leaves}
    alone |= {key: pair.b.items[key] for key in pair.found.enters}
    return frozenset(
        key for key, item in alone.items() if not set(span_of(item.start, item.finish)) & set(pair.shared)
    )


def loads_compared(pair: Pair) -> list[ComparedLoad]:
    """Each team and quarter of either plan, by team and quarter."""
    a, b = _loads(pair.a.plan), _loads(pair.b.plan)
    return [
        ComparedLoad(
            team=team, quarter=quarter, a=_load(pair.a.plan, a, team, quarter), b=_load(pair.b.plan, b, team, quarter)
        )
        for team, quarter in sorted(a.keys() | b.keys())
    ]  # fmt: skip


Loads = Mapping[tuple[str, str], Mapping[str, float | None]]


def _loads(plan: Plan) -> Loads:
    return {(one["team"], one["period"]): one for one in plan.loads}


def _load(plan: Plan, loads: Loads, team: str, quarter: str) -> TeamLoad:
    known = loads.get((team, quarter))
    if known is None:
        has = "the team" if quarter in plan.periods else quarter
        return TeamLoad(
            used_person_weeks=None, capacity_person_weeks=None, p_overload=None,
            reason=f"{plan.ref} does not cover {has}.",
        )  # fmt: skip
    odds = known.get("p_overload")
    return TeamLoad(
        used_person_weeks=known["used_person_weeks"], capacity_person_weeks=known["capacity_person_weeks"],
        p_overload=odds, reason="" if odds is not None else "Its odds of overload were not worked out.",
    )  # fmt: skip
