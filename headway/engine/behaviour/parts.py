"""Histories by stretches of people, so that what is worked out beside the columns stays small, on two threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

import numpy as np

from headway.engine.behaviour.histories import Codes, Column, Histories, Longs

ROWS_AT_ONCE = 1 << 20
THREADS = 2
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Part:
    """The people from `first` up to and without `last`, and which rows of `whole` are theirs."""

    whole: Histories
    first: int
    last: int
    rows: slice

    def __len__(self) -> int:
        return self.rows.stop - self.rows.start  # type: ignore[no-any-return]

    @property
    def people(self) -> int:
        return self.last - self.first

    @property
    def offsets(self) -> Longs:
        """Where the people's rows begin among all rows."""
        return self.whole.offsets[self.first : self.last + 1]

    @property
    def bounds(self) -> Longs:
        """Where the people's rows begin among their own."""
        bounds: Longs = self.offsets - self.rows.start
        return bounds

    @property
    def at_us(self) -> Longs:
        return self.whole.rows_of("at_us", self.rows)

    @property
    def event(self) -> Codes:
        return self.whole.rows_of("event", self.rows)

    @property
    def histories(self) -> Histories:
        """Histories of their own; what a loop over columns does not need is not made."""
        columns = {
            name: Column(one.codes[self.rows], one.values) for name, one in self.whole.properties.items()
        }
        return Histories(
            self.whole.people[self.first : self.last],
            self.whole.person[self.rows] - np.int32(self.first),
            self.at_us,
            self.event,
            self.whole.events,
            columns,
            self.bounds,
        )


def over_people(histories: Histories, work: Callable[[Part], Found]) -> list[Found]:
    """What `work` finds of each stretch of people, in their order; people are never split.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> rows = histories_of(["a", "b", "b"], [1, 2, 3], ["open"] * 3)
    >>> over_people(rows, lambda part: (part.first, len(part)))
    [(0, 3)]
    """
    if histories.bounds is None:
        histories = replace(histories, bounds=histories.offsets)
    cuts = _cuts(histories)
    if len(cuts) <= 2:
        return [work(part_of(histories, 0, len(histories.people)))]
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda ends: work(part_of(histories, *ends)), pairwise(cuts)))


def _cuts(histories: Histories) -> list[int]:
    """Numbers of people between which there are about so many rows as are worked on at once."""
    count = histories.count
    if count <= ROWS_AT_ONCE:
        return [0, len(histories.people)]
    rows = np.arange(0, count, ROWS_AT_ONCE)
    inner = np.searchsorted(histories.offsets, rows).tolist()
    return sorted({0, *inner, len(histories.people)})


def part_of(histories: Histories, first: int, last: int) -> Part:
    """The people from `first` up to and without `last`, counted from 0.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> rows = histories_of(["a", "b", "b"], [1, 2, 3], ["open"] * 3)
    >>> part_of(rows, 1, 2).histories.at_us.tolist()
    [2, 3]
    """
    offsets = histories.offsets
    return Part(histories, first, last, slice(int(offsets[first]), int(offsets[last])))
