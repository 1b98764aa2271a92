"""What the frozen baselines promise for some quarters, and what another plan would change about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from headway.apps.prioritisation.models import Initiative
from headway.apps.roadmap.models import Plan, PlanItem
from headway.core.access import rows
from headway.core.context import Context
from headway.core.quarters import quarter_index, quarters_from
from headway.engine.planning.compare import Placement, differing

Items = Mapping[UUID, PlanItem]


@dataclass(frozen=True)
class Baseline:
    """The items in force for some quarters, from which plans, and the quarters that no frozen plan covers."""

    items: Items
    plans: list[str]
    uncovered: list[str]


@dataclass(frozen=True)
class Differences:
    """What leaves, enters and moves (before, after), each in the order of refs, and the quarters that change."""

    leaves: list[PlanItem] = field(default_factory=list)
    enters: list[PlanItem] = field(default_factory=list)
    moves: list[tuple[PlanItem, PlanItem]] = field(default_factory=list)
    quarters: list[str] = field(default_factory=list)

    @property
    def initiatives(self) -> list[Initiative]:
        """Every initiative that something changes for."""
        return [one.initiative for one in (*self.leaves, *self.enters, *(after for _, after in self.moves))]


def baseline_for(context: Context, periods: Sequence[str]) -> Baseline:
    """For each of these quarters the plan that was frozen last for it counts, so that a short plan never hides
    what a longer one promised; two SQL queries."""
    frozen = list(rows(Plan, context).exclude(frozen_at=None).order_by("-frozen_at", "-id"))
    source = {period: next((one for one in frozen if period in one.periods), None) for period in periods}
    used = [one for one in frozen if one in source.values()]
    found = items_of(context, used)
    items: dict[UUID, PlanItem] = {}
    for plan in used:
        for item in found[plan.pk]:
            first = max(item.start, periods[0])
            if item.finish >= periods[0] and source.get(first) == plan:
                items.setdefault(item.initiative_id, item)
    uncovered = [period for period, plan in source.items() if plan is None]
    return Baseline(items, [one.ref for one in reversed(used)], uncovered)


def items_of(context: Context, plans: Sequence[Plan]) -> dict[UUID, list[PlanItem]]:
    """The items of each plan with their initiatives, by the plan's id; one SQL query."""
    found: dict[UUID, list[PlanItem]] = {plan.pk: [] for plan in plans}
    for item in rows(PlanItem, context).filter(plan__in=plans).select_related("initiative"):
        found[item.plan_id].append(item)
    return found


def differences(before: Items, after: Items, periods: Sequence[str]) -> Differences:
    """What differs between two sets of items within these quarters; what lies outside of them does not count."""
    found = differing(_placements(before), _placements(after), periods)
    return Differences(
        sorted((before[key] for key in found.leaves), key=_ref),
        sorted((after[key] for key in found.enters), key=_ref),
        sorted(((before[key], after[key]) for key in found.moves), key=lambda pair: _ref(pair[0])),
        list(found.periods),
    )


def _placements(items: Items) -> dict[UUID, Placement]:
    return {key: Placement(item.start, item.finish) for key, item in items.items()}


def _ref(item: PlanItem) -> str:
    return item.initiative.ref


def span_of(start: str, finish: str) -> list[str]:
    """The quarters from one to another, both included.

    >>> span_of("2026-Q4", "2027-Q1")
    ['2026-Q4', '2027-Q1']
    """
    return quarters_from(start, quarter_index(finish) - quarter_index(start) + 1)


def span_words(start: str, finish: str) -> str:
    """One quarter, or from one to another."""
    return start if start == finish else f"{start}\N{EN DASH}{finish}"


def words_of(found: Differences) -> list[str]:
    """A line for each thing that differs."""
    return [
        *(f"{_named(one)} leaves {span_words(one.start, one.finish)}" for one in found.leaves),
        *(f"{_named(one)} enters {span_words(one.start, one.finish)}" for one in found.enters),
        *(
            f"{_named(old)} moves from {span_words(old.start, old.finish)} to {span_words(new.start, new.finish)}"
            for old, new in found.moves
        ),
    ]


def _named(item: PlanItem) -> str:
    return f"{item.initiative.ref} {item.initiative.title}"


def late_compliance(found: Differences) -> list[str]:
    """The refs of compliance work that leaves or comes later than promised."""
    later = [old for old, new in found.moves if new.finish > old.finish]
    return [_ref(one) for one in (*found.leaves, *later) if one.initiative.nature == "compliance"]


def fingerprint(items: Iterable[PlanItem]) -> list[tuple[str, int, str, str, str]]:
    """Items as plain values, for the state that an approval stands on."""
    return sorted(
        (one.initiative.ref, one.initiative.version, one.initiative.nature, one.start, one.finish)
        for one in items
    )
