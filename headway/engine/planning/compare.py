"""What differs between two plans: what is in only one, what moved and which way, and what is kept by when."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

Key = TypeVar("Key", bound=Hashable)
Direction = Literal["later", "earlier", "longer", "shorter", "teams", "same"]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an item stands: its first and last period (labels whose order is that of text), and its teams."""

    start: str
    finish: str
    teams: frozenset[str] = frozenset()

    def within(self, periods: Sequence[str]) -> list[str]:
        """Return those of `periods` that it lies in."""
        return [period for period in periods if self.start <= period <= self.finish]


@dataclass(frozen=True, slots=True)
class Differing(Generic[Key]):
    """The keys in the first plan only, in the second only, in both but elsewhere; and the periods that change."""

    leaves: frozenset[Key]
    enters: frozenset[Key]
    moves: frozenset[Key]
    periods: tuple[str, ...]


def differing(
    before: Mapping[Key, Placement], after: Mapping[Key, Placement], periods: Sequence[str]
) -> Differing[Key]:
    """Return what differs between two plans within `periods`; what lies outside of them does not count.

    An item moves where its periods or its teams differ.

    >>> old = {"A": Placement("Q1", "Q1"), "B": Placement("Q1", "Q2")}
    >>> found = differing(old, {"B": Placement("Q2", "Q2")}, ["Q1", "Q2"])
    >>> sorted(found.leaves), sorted(found.moves), found.periods
    (['A'], ['B'], ('Q1',))
    """
    leaves, enters = before.keys() - after.keys(), after.keys() - before.keys()
    changed: set[str] = set()
    for one in [*(before[key] for key in leaves), *(after[key] for key in enters)]:
        changed.update(one.within(periods))
    moves = set()
    for key in before.keys() & after.keys():
        apart = set(before[key].within(periods)) ^ set(after[key].within(periods))
        changed |= apart
        if apart or before[key].teams != after[key].teams:
            moves.add(key)
    return Differing(frozenset(leaves), frozenset(enters), frozenset(moves), tuple(sorted(changed)))


def direction(before: Placement, after: Placement) -> Direction:
    """Return which way an item moved: by where it finishes, then by where it starts, then by its teams.

    An item that starts elsewhere and still finishes in the same period got longer or shorter.

    >>> direction(Placement("Q1", "Q1"), Placement("Q1", "Q2"))
    'later'
    >>> direction(Placement("Q1", "Q2"), Placement("Q2", "Q2"))
    'shorter'
    """
    if before.finish != after.finish:
        return "later" if after.finish > before.finish else "earlier"
    if before.start != after.start:
        return "shorter" if after.start > before.start else "longer"
    return "teams" if before.teams != after.teams else "same"


def chance_of_all(odds: Collection[float]) -> tuple[float, float]:
    """Return the least and the most likely that all of several things happen, whatever they have in common.

    `odds` are chances, 0 to 1. These are the bounds of Frechet; nothing is always kept.

    >>> chance_of_all([0.75, 0.75])
    (0.5, 0.75)
    """
    return max(0.0, 1 - sum(1 - one for one in odds)), min(odds, default=1.0)
