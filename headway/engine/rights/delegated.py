"""Which positions somebody holds through others: by personal delegation and by the policy's standing ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from graphlib import CycleError, TopologicalSorter

from headway.engine.rights.policy import Delegation, Limits, Reach


@dataclass(frozen=True, slots=True)
class Delegated:
    """Positions that one person lends another from a day on, up to and on `until`, within limits."""

    positions: frozenset[str]
    to_id: str
    start: date
    until: date
    limits: Limits = field(default_factory=Limits)
    from_id: str = ""

    def holds(self, today: date, reach: Reach) -> bool:
        """Whether it is in force on this day for a change of this reach."""
        return self.start <= today <= self.until and self.limits.hold(reach)


def held(  # noqa: PLR0917 - each is another kind of thing, told apart by its type
    person_id: str,
    own: frozenset[str],
    personal: Iterable[Delegated],
    standing: Sequence[Delegation],
    today: date,
    reach: Reach,
) -> frozenset[str]:
    """All positions a person holds on a day for a change of this reach, own and delegated.

    `own` are the positions by role and by name. A personal delegation counts when it is made to this person, is
    in force and covers the reach; a standing one also passes on what came by another, each within its limits.

    >>> lent = Delegated(frozenset({"director"}), "ann", date(2026, 5, 1), date(2026, 5, 31), Limits(accounts=10))
    >>> [sorted(held("ann", frozenset({"design"}), [lent], (), day, Reach(accounts=count)))
    ...  for day, count in ((date(2026, 5, 31), 10), (date(2026, 6, 1), 10), (date(2026, 5, 31), 11))]
    [['design', 'director'], ['design'], ['design']]
    """
    lent = [one.positions for one in personal if one.to_id == person_id and one.holds(today, reach)]
    positions = own.union(*lent)
    in_force = [one for one in standing if _stands(one, today) and one.limits.hold(reach)]
    while gained := {one.giver for one in in_force if one.to in positions} - positions:
        positions |= gained
    return positions


def cycle_in(edges: Iterable[tuple[str, str]]) -> list[str] | None:
    """The first circle among edges (from, to), its start repeated at the end, or None where there is none.

    >>> cycle_in([("vp", "director"), ("director", "vp")])
    ['director', 'vp', 'director']
    >>> cycle_in([("vp", "director"), ("executive", "director")]) is None
    True
    """
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for giver, taker in edges:
        sorter.add(taker, giver)
    try:
        sorter.prepare()
    except CycleError as found:
        return _turned(list(found.args[1]))
    return None


def _turned(cycle: list[str]) -> list[str]:
    # The sorter starts anywhere in the circle; the smallest name first makes the same sentence each time.
    first = cycle.index(min(cycle))
    ring = cycle[:-1]
    return [*ring[first:], *ring[:first], ring[first]]


def _stands(delegation: Delegation, today: date) -> bool:
    return delegation.until is None or today <= delegation.until
