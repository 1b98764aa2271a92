"""How regularly people are active: stickiness and lifecycle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headway.engine.behaviour.histories import Histories, Longs, Step
from headway.engine.behaviour.periods import active, first_rows, period_index
from headway.engine.behaviour.rows import picked

STATES = ("new", "returning", "resurrecting", "dormant")
NEW, RETURNING, RESURRECTING, DORMANT = 1, 2, 3, 4


def stickiness(histories: Histories, step: Step, edges: Longs) -> Longs:
    """Per person in how many of the periods between `edges` (microseconds) he did the event.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> rows = histories_of(["a", "a", "b"], [0, 10, 0], ["open"] * 3)
    >>> stickiness(rows, Step("open"), np.array([0, 10, 20])).tolist()
    [2, 1]
    """
    counts: Longs = active(histories, picked(histories, step), edges).sum(axis=1, dtype=np.int64)
    return counts


@dataclass(frozen=True, slots=True)
class LifecycleFound:
    """Per person (down) and period (across) the state, as its place in STATES counted from 1; 0 is none."""

    states: NDArray[np.int8]

    def counts(self, state: str) -> list[int]:
        """People in a state, one number per period; those who fell dormant count below zero."""
        code = STATES.index(state) + 1
        sums = (self.states == code).sum(axis=0)
        return [int(-many if code == DORMANT else many) for many in sums]

    def people(self, state: str, period: int) -> Longs:
        """The people in a state in a period."""
        return np.flatnonzero(self.states[:, period] == STATES.index(state) + 1)


def lifecycle(histories: Histories, step: Step, edges: Longs) -> LifecycleFound:
    """The states of people in the periods between `edges` (microseconds), of which the first only says who was
    active before.

    New: active, with the first such event of one's history in the period; returning: active in it and in the one
    before; resurrecting: active, not in the one before, not new; dormant: not active, but in the one before. The
    histories must reach back to each person's first event.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> rows = histories_of(["a", "a", "b"], [12, 32, 1], ["open"] * 3)
    >>> found = lifecycle(rows, Step("open"), np.array([0, 10, 20, 30, 40]))
    >>> found.counts("new"), found.counts("resurrecting"), found.counts("dormant")
    ([1, 0, 0], [0, 0, 1], [-1, -1, 0])
    """
    rows = picked(histories, step)
    there = active(histories, rows, edges)
    now, before = there[:, 1:], there[:, :-1]
    new = np.zeros_like(now)
    firsts = first_rows(histories.person, rows.rows)
    period = period_index(histories.at_us[firsts], edges) - 1
    inside = (period >= 0) & (period < now.shape[1])
    new[histories.person[firsts][inside], period[inside]] = True
    states = np.where(
        now, np.where(new, NEW, np.where(before, RETURNING, RESURRECTING)), np.where(before, DORMANT, 0)
    )
    return LifecycleFound(states.astype(np.int8))
