"""Rows by their numbers, ascending: what a question about few events reads instead of all rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from headway.engine.behaviour.histories import (
    Codes,
    Flags,
    Histories,
    Longs,
    Numbers,
    Step,
    matching,
    props_table,
)
from headway.engine.behaviour.parts import Part
from headway.engine.behaviour.period_loops import firsts_loop
from headway.engine.behaviour.quick import quick


@dataclass(frozen=True, slots=True)
class Picked:
    """Some rows: their numbers, ascending (None: of all), and when they were."""

    some: Numbers | None
    at_us: Longs

    @property
    def rows(self) -> Numbers:
        return np.arange(len(self.at_us), dtype=np.uint32) if self.some is None else self.some

    def only(self, at: Flags) -> Picked:
        """Those of them that are flagged."""
        return Picked(self.rows[at], self.at_us[at])

    def of(self, part: Part) -> Picked:
        """Those of a stretch of people."""
        if self.some is None:
            return Picked(np.arange(part.rows.start, part.rows.stop, dtype=np.uint32), self.at_us[part.rows])
        begin, end = places_of(self.some, part)
        return Picked(self.some[begin:end], self.at_us[begin:end])

    def looped(self, part: Part) -> tuple[Numbers, Longs, bool]:
        """Those of a stretch of people for a loop: numbers and times; all times without numbers where all are."""
        if self.some is None:
            return np.empty(0, np.uint32), self.at_us, True
        mine = self.of(part)
        return mine.rows, mine.at_us, False

    def within(self, part: Part) -> Longs | slice:
        """Those of a stretch of people, as what picks them out of its own columns."""
        return slice(None) if self.some is None else self.of(part).rows - np.int64(part.rows.start)


Selected = Flags | Picked


def places_of(rows: Numbers, part: Part) -> tuple[int, int]:
    """Where among numbers of rows those of a stretch of people begin and end.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> from headway.engine.behaviour.parts import part_of
    >>> found = histories_of(["a", "b", "b"], [1, 2, 3], ["open"] * 3)
    >>> places_of(np.array([0, 2], np.uint32), part_of(found, 1, 2))
    (1, 2)
    """
    # Keys of another type would have all numbers made into theirs.
    keys = np.array([part.rows.start, part.rows.stop], rows.dtype)
    begin, end = np.searchsorted(rows, keys).tolist()
    return begin, end


def picked(histories: Histories, step: Step) -> Picked:
    """The rows of the events that `step` asks for.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> found = histories_of(["a", "a"], [1, 2], ["open", "buy"], [{}, {"plan": "pro"}])
    >>> picked(found, Step("buy", {"plan": ("pro",)})).rows.tolist()
    [1]
    """
    if step.event not in histories.events:
        return flagged(histories, matching(histories, step))
    found = _called(histories, histories.events.index(step.event))
    for name, wanted in step.props.items():
        column = histories.properties.get(name)
        if column is not None:
            found = found.only(props_table(column, wanted)[column.codes[found.rows]])
        elif None not in wanted:
            return numbered(histories, found.rows[:0])
    return found


def _called(histories: Histories, code: int) -> Picked:
    postings = histories.postings
    if postings is None:
        return numbered(histories, np.flatnonzero(histories.event == code))
    rows, at_us, begins, ends = postings.of([code])
    here = slice(int(begins[0]), int(ends[0]))
    return Picked(rows[here], at_us[here])


def numbered(histories: Histories, numbers: Codes) -> Picked:
    """Rows by their numbers."""
    return Picked(numbers.astype(np.uint32, copy=False), histories.at_us[numbers])


def flagged(histories: Histories, rows: Selected) -> Picked:
    """Rows that are flagged, or picked already.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> found = histories_of(["a", "a"], [1, 2], ["open", "buy"])
    >>> flagged(found, np.array([False, True])).rows.tolist(), flagged(found, np.array([True, True])).some
    ([1], None)
    """
    if isinstance(rows, Picked):
        return rows
    if len(rows) and rows.all():
        return Picked(None, histories.at_us)
    return numbered(histories, np.flatnonzero(rows))


def firsts(histories: Histories, some: Picked) -> Picked:
    """The first of some rows of each person who has one.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> found = histories_of(["a", "a", "b"], [1, 2, 3], ["buy"] * 3)
    >>> firsts(found, picked(found, Step("buy"))).rows.tolist()
    [0, 2]
    """
    rows, new = some.rows, np.ones(len(some.at_us), np.bool_)
    if loop := quick(firsts_loop, histories.count):
        loop(histories.offsets, rows, new)
    else:
        person = histories.person[rows]
        new[1:] = person[1:] != person[:-1]
    return some.only(new)


@dataclass(frozen=True, slots=True)
class StepRows:
    """The rows of each step, and when they were: those of step n are `rows[begins[n]:ends[n]]`."""

    rows: Numbers
    at_us: Longs
    begins: Longs
    ends: Longs

    def places(self, part: Part) -> tuple[Longs, Longs]:
        """Where the rows of each step begin and end for a stretch of people."""
        found = [
            (begin + first, begin + last)
            for begin, end in zip(self.begins.tolist(), self.ends.tolist(), strict=True)
            for first, last in [places_of(self.rows[begin:end], part)]
        ]
        begins, ends = np.array(found, np.int64).T.copy()
        return begins, ends


def rows_of_steps(histories: Histories, steps: Sequence[Step]) -> StepRows:
    """The rows of each of one or more steps, read in place where only their names matter.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> found = rows_of_steps(histories_of(["a", "a"], [1, 2], ["open", "buy"]), [Step("buy"), Step("open")])
    >>> found.rows.tolist(), found.begins.tolist(), found.ends.tolist()
    ([1, 0], [0, 1], [1, 2])
    """
    postings, names = histories.postings, histories.events
    if postings is not None and all(step.event in names and not step.props for step in steps):
        return StepRows(*postings.of([names.index(str(step.event)) for step in steps]))
    each = [picked(histories, step) for step in steps]
    rows = [one.rows for one in each]
    ends = np.cumsum([len(one) for one in rows])
    at_us = np.concatenate([one.at_us for one in each])
    return StepRows(np.concatenate(rows), at_us, np.concatenate(([0], ends[:-1])), ends)
