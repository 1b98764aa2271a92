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


def numbers_matching(histories: Histories, step: Step) -> Numbers:
    """The numbers of the rows that are events that `step` asks for.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> found = histories_of(["a", "a"], [1, 2], ["open", "buy"], [{}, {"plan": "pro"}])
    >>> numbers_matching(found, Step("buy", {"plan": ("pro",)})).tolist()
    [1]
    """
    if step.event not in histories.events:
        return numbered(matching(histories, step))
    numbers = _called(histories, histories.events.index(step.event))
    for name, wanted in step.props.items():
        column = histories.properties.get(name)
        if column is not None:
            numbers = numbers[props_table(column, wanted)[column.codes[numbers]]]
        elif None not in wanted:
            return numbers[:0]
    return numbers


def _called(histories: Histories, code: int) -> Numbers:
    postings = histories.postings
    if postings is not None:
        return postings.rows[postings.ends[code] : postings.ends[code + 1]]
    return numbered(histories.event == code)


def numbered(rows: Flags | Codes) -> Numbers:
    """Rows by their numbers, whether they are flagged or numbered already.

    >>> numbered(np.array([False, True])).tolist()
    [1]
    """
    found = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
    return found.astype(np.uint32, copy=False)


def places_of(numbers: Numbers, part: Part) -> tuple[int, int]:
    """Where among `numbers` the rows of a stretch of people begin and end.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> from headway.engine.behaviour.parts import part_of
    >>> found = histories_of(["a", "b", "b"], [1, 2, 3], ["open"] * 3)
    >>> places_of(np.array([0, 2], np.uint32), part_of(found, 1, 2))
    (1, 2)
    """
    # Keys of another type would have all numbers made into theirs.
    keys = np.array([part.rows.start, part.rows.stop], numbers.dtype)
    begin, end = np.searchsorted(numbers, keys).tolist()
    return begin, end


@dataclass(frozen=True, slots=True)
class Taken:
    """The rows that are asked about: `every` one, or those of the numbers."""

    numbers: Numbers
    every: bool

    def of(self, part: Part) -> Taken:
        """Those of a stretch of people."""
        return Taken(self.numbers[slice(*places_of(self.numbers, part))], self.every)

    def within(self, part: Part) -> Longs | slice:
        """Those of a stretch of people, as what picks them out of its own columns."""
        return slice(None) if self.every else self.of(part).numbers - np.int64(part.rows.start)


def taken(rows: Flags | Numbers) -> Taken:
    """Flagged or numbered rows, and whether they are all there are.

    >>> taken(np.array([True, True])), taken(np.array([True, False]))
    (Taken(numbers=array([], dtype=uint32), every=True), Taken(numbers=array([0], dtype=uint32), every=False))
    """
    if rows.dtype == np.bool_ and rows.all():
        return Taken(np.empty(0, np.uint32), True)
    return Taken(numbered(rows), False)


@dataclass(frozen=True, slots=True)
class StepRows:
    """The rows of each step: those of step n are `rows[begins[n]:ends[n]]`."""

    rows: Numbers
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
        codes = np.array([names.index(str(step.event)) for step in steps])
        return StepRows(postings.rows, postings.ends[codes], postings.ends[codes + 1])
    each = [numbers_matching(histories, step) for step in steps]
    ends = np.cumsum([len(one) for one in each])
    return StepRows(np.concatenate(each), np.concatenate(([0], ends[:-1])), ends)
