"""How often something happens, and how many people do it, period by period."""

from __future__ import annotations

import numpy as np

from headway.engine.behaviour.histories import Histories, Longs
from headway.engine.behaviour.parts import Part, over_people
from headway.engine.behaviour.period_loops import periods_loop
from headway.engine.behaviour.periods import visits
from headway.engine.behaviour.quick import quick
from headway.engine.behaviour.rows import Selected, flagged


def totals(histories: Histories, rows: Selected, edges: Longs) -> list[int]:
    """How many of the chosen events lie in each period between `edges` (microseconds).

    >>> from headway.engine.behaviour.histories import histories_of
    >>> rows = histories_of(["a", "a", "b"], [0, 1, 11], ["open"] * 3)
    >>> totals(rows, np.ones(3, bool), np.array([0, 10, 20]))
    [2, 1]
    """
    return totals_and_uniques(histories, rows, edges)[0]


def uniques(histories: Histories, rows: Selected, edges: Longs) -> list[int]:
    """How many different people did one of the chosen events in each period between `edges` (microseconds).

    >>> from headway.engine.behaviour.histories import histories_of
    >>> rows = histories_of(["a", "a", "b"], [0, 1, 11], ["open"] * 3)
    >>> uniques(rows, np.ones(3, bool), np.array([0, 10, 20]))
    [1, 1]
    """
    return totals_and_uniques(histories, rows, edges)[1]


def totals_and_uniques(histories: Histories, rows: Selected, edges: Longs) -> tuple[list[int], list[int]]:
    """Both at once: how many events lie in each period, and how many different people did them.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> rows = histories_of(["a", "a", "b"], [0, 1, 11], ["open"] * 3)
    >>> totals_and_uniques(rows, np.ones(3, bool), np.array([0, 10, 20]))
    ([2, 1], [1, 1])
    """
    count, asked = len(edges) - 1, flagged(histories, rows)
    loop = quick(periods_loop, histories.count)

    def counted(part: Part) -> Longs:
        if loop:
            found = np.zeros((2, count), np.int64)
            loop(part.offsets, *asked.looped(part), edges, *found)
            return found
        mine, within = part.histories, asked.within(part)
        many = visits(mine, within, edges)[1], _visits(mine, within, edges)[1]
        return np.stack([np.bincount(one, minlength=count) for one in many])

    many, people = np.sum(over_people(histories, counted), axis=0).tolist()
    return many, people


def _visits(histories: Histories, rows: Longs | slice, edges: Longs) -> tuple[Longs, Longs]:
    """Person and period of each visit: a person counts once per period."""
    person, period = visits(histories, rows, edges)
    new = np.ones(len(person), np.bool_)
    new[1:] = (period[1:] != period[:-1]) | (person[1:] != person[:-1])
    return person[new].astype(np.int64), period[new]


def trailing_uniques(histories: Histories, rows: Selected, edges: Longs, length: int) -> list[int]:
    """How many different people did one of the chosen events in the `length` periods that end with each period.

    The first `length` - 1 of the answer see less than their whole stretch: put as many periods in front and drop
    their numbers.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> rows = histories_of(["a", "b", "a"], [0, 11, 21], ["open"] * 3)
    >>> trailing_uniques(rows, np.ones(3, bool), np.array([0, 10, 20, 30]), 2)
    [1, 2, 2]
    """
    asked = flagged(histories, rows)
    change = np.sum(
        over_people(histories, lambda part: _change(part.histories, asked.within(part), edges, length)),
        axis=0,
    )
    return [int(many) for many in np.cumsum(change)[:-1]]


def _change(histories: Histories, rows: Longs | slice, edges: Longs, length: int) -> Longs:
    """How many people begin to count with each period, less those who cease to."""
    person, period = _visits(histories, rows, edges)
    count = len(edges) - 1
    until = np.minimum(period + length, count)
    # A person counts from each visit until his next one or until the stretch is over.
    again = np.flatnonzero(person[1:] == person[:-1])
    until[again] = np.minimum(until[again], period[again + 1])
    change: Longs = np.bincount(period, minlength=count + 1) - np.bincount(until, minlength=count + 1)
    return change


def people_in(histories: Histories, rows: Selected, begin_us: int, end_us: int) -> Longs:
    """The people who did one of the chosen events from one moment until just before another.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> people_in(histories_of(["a", "b"], [0, 5], ["open"] * 2), np.ones(2, bool), 0, 5).tolist()
    [0]
    """
    asked = flagged(histories, rows)
    inside = (asked.at_us >= begin_us) & (asked.at_us < end_us)
    return np.unique(histories.person[asked.only(inside).rows]).astype(np.int64)


TRAILING_DAYS = {"dau": 1, "wau": 7, "mau": 30}
