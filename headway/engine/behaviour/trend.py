"""How often something happens, and how many people do it, period by period."""

from __future__ import annotations

import numpy as np

from headway.engine.behaviour.histories import Flags, Histories, Longs
from headway.engine.behaviour.periods import visits


def totals(histories: Histories, rows: Flags, edges: Longs) -> list[int]:
    """How many of the flagged events lie in each period between `edges` (microseconds).

    >>> from headway.engine.behaviour.histories import histories_of
    >>> rows = histories_of(["a", "a", "b"], [0, 1, 11], ["open"] * 3)
    >>> totals(rows, np.ones(3, bool), np.array([0, 10, 20]))
    [2, 1]
    """
    period = visits(histories, rows, edges)[1]
    return [int(many) for many in np.bincount(period, minlength=len(edges) - 1)]


def uniques(histories: Histories, rows: Flags, edges: Longs) -> list[int]:
    """How many different people did one of the flagged events in each period between `edges` (microseconds).

    >>> from headway.engine.behaviour.histories import histories_of
    >>> rows = histories_of(["a", "a", "b"], [0, 1, 11], ["open"] * 3)
    >>> uniques(rows, np.ones(3, bool), np.array([0, 10, 20]))
    [1, 1]
    """
    return [int(many) for many in np.bincount(_visits(histories, rows, edges)[1], minlength=len(edges) - 1)]


def _visits(histories: Histories, rows: Flags, edges: Longs) -> tuple[Longs, Longs]:
    """Person and period of each visit: a person counts once per period."""
    person, period = visits(histories, rows, edges)
    new = np.ones(len(person), np.bool_)
    new[1:] = (period[1:] != period[:-1]) | (person[1:] != person[:-1])
    return person[new].astype(np.int64), period[new]


def trailing_uniques(histories: Histories, rows: Flags, edges: Longs, length: int) -> list[int]:
    """How many different people did one of the flagged events in the `length` periods that end with each period.

    The first `length` - 1 of the answer see less than their whole stretch: put as many periods in front and drop
    their numbers.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> rows = histories_of(["a", "b", "a"], [0, 11, 21], ["open"] * 3)
    >>> trailing_uniques(rows, np.ones(3, bool), np.array([0, 10, 20, 30]), 2)
    [1, 2, 2]
    """
    person, period = _visits(histories, rows, edges)
    count = len(edges) - 1
    until = np.minimum(period + length, count)
    # A person counts from each visit until his next one or until the stretch is over.
    again = np.flatnonzero(person[1:] == person[:-1])
    until[again] = np.minimum(until[again], period[again + 1])
    change = np.bincount(period, minlength=count + 1) - np.bincount(until, minlength=count + 1)
    return [int(many) for many in np.cumsum(change)[:count]]


def people_in(histories: Histories, rows: Flags, begin_us: int, end_us: int) -> Longs:
    """The people who did one of the flagged events from one moment until just before another.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> people_in(histories_of(["a", "b"], [0, 5], ["open"] * 2), np.ones(2, bool), 0, 5).tolist()
    [0]
    """
    inside = rows & (histories.at_us >= begin_us) & (histories.at_us < end_us)
    return np.unique(histories.person[inside]).astype(np.int64)


TRAILING_DAYS = {"dau": 1, "wau": 7, "mau": 30}
