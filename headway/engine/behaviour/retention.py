"""Who comes back, by the period in which they began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from headway.engine.behaviour.errors import BehaviourError
from headway.engine.behaviour.histories import DAY_US, Flags, Histories, Longs, Step
from headway.engine.behaviour.period_loops import pairs_loop
from headway.engine.behaviour.periods import active, first_rows
from headway.engine.behaviour.quick import quick
from headway.engine.behaviour.rows import Picked, firsts, picked

Kind = Literal["recurring", "first_time", "first_ever"]
PEOPLE_AT_ONCE = 1 << 16


@dataclass(frozen=True, slots=True)
class RetentionFound:
    """Who (down) began in which period (across), and who came back when.

    `back` is by period of the calendar, or with `elapsed` by the number of periods since one's own beginning.
    """

    began: Flags
    back: Flags
    elapsed: bool = False

    @property
    def matrix(self) -> list[list[int]]:
        """A row for each period: the size of its cohort, then how many of it came back in the first period
        after, the second, and so on as far as the periods reach."""
        count = self.began.shape[1]
        sums = _pairs(self.began, self.back)
        sizes = self.began.sum(axis=0)
        # Back is by the calendar, so that the first period after cohort n is column n + 1.
        first = [1 if self.elapsed else n + 1 for n in range(count)]
        return [
            [int(sizes[n]), *(int(many) for many in sums[n, first[n] : first[n] + count - n - 1])]
            for n in range(count)
        ]

    def people(self, cohort: int, column: int) -> Longs:
        """The people behind a cell of the matrix."""
        place = column if self.elapsed else cohort + column
        flags = self.began[:, cohort] & self.back[:, place] if column else self.began[:, cohort]
        return np.flatnonzero(flags)


def _pairs(down: Flags, across: Flags) -> Longs:
    """For each pair of columns how many rows have both."""
    sums = np.zeros((down.shape[1], across.shape[1]), np.int64)
    if loop := quick(pairs_loop, len(down)):
        loop(down, across, sums)
        return sums
    for start in range(0, len(down), PEOPLE_AT_ONCE):
        part = slice(start, start + PEOPLE_AT_ONCE)
        # Whole numbers up to 2^24 are exact in 32 bits.
        sums += (down[part].T.astype(np.float32) @ across[part].astype(np.float32)).astype(np.int64)
    return sums


def retention(
    histories: Histories,
    start: Step,
    back: Step,
    edges: Longs,
    *,
    kind: Kind = "recurring",
    cumulative: bool = False,
) -> RetentionFound:
    """Cohorts of people by the period (between `edges`, microseconds) in which they did `start`, and who of them
    did `back` in each later one.

    `recurring`: everyone who did it in the period, so that a person may be in several cohorts. `first_time`: in
    the period of the first event that matches `start`; `first_ever`: of the first event of its name, and only if
    that one has the properties too. `cumulative`: in that period or a later one of the range. The histories must
    reach back before the first edge for the last two.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> rows = histories_of(["a", "a", "b"], [0, 10, 0], ["open"] * 3)
    >>> retention(rows, Step("open"), Step("open"), np.array([0, 10, 20])).matrix
    [[2, 1], [1]]
    """
    if kind not in ("recurring", "first_time", "first_ever"):
        raise BehaviourError(f"The type {kind!r} is unknown; take recurring, first_time or first_ever.")
    began = active(histories, _beginnings(histories, start, kind), edges)
    same = kind == "recurring" and start == back
    returned = began if same else active(histories, picked(histories, back), edges)
    return RetentionFound(began, _or_later(returned) if cumulative else returned)


def rolling_retention(
    histories: Histories,
    start: Step,
    back: Step,
    edges: Longs,
    *,
    length_us: int = DAY_US,
    cumulative: bool = False,
) -> RetentionFound:
    """As `retention` with `first_time`, but who comes back is counted in stretches of `length_us` (24 hours)
    from the person's own first event, not in days of the calendar.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> rows = histories_of(["a", "a", "b", "b"], [9, 12, 9, 19], ["open"] * 4)
    >>> rolling_retention(rows, Step("open"), Step("open"), np.array([0, 10, 20]), length_us=10).matrix
    [[2, 1], [0]]
    """
    begins = firsts(histories, picked(histories, start))
    own = np.full(len(histories.people), np.iinfo(np.int64).max)
    own[histories.person[begins.rows]] = begins.at_us
    later = picked(histories, back)
    who = histories.person[later.rows]
    since = later.at_us - own[who]
    stretch, count = since // length_us, len(edges) - 1
    inside = (since >= 0) & (stretch < count)
    returned = np.zeros((len(histories.people), count), np.bool_)
    returned[who[inside], stretch[inside]] = True
    return RetentionFound(
        active(histories, begins, edges), _or_later(returned) if cumulative else returned, True
    )


def _beginnings(histories: Histories, start: Step, kind: Kind) -> Picked:
    matches = picked(histories, start)
    if kind == "recurring":
        return matches
    if kind == "first_time":
        return firsts(histories, matches)
    found = firsts(histories, picked(histories, Step(start.event)))
    return found.only(np.isin(found.rows, matches.rows, assume_unique=True))


def _or_later(returned: Flags) -> Flags:
    later: Flags = np.logical_or.accumulate(returned[:, ::-1], axis=1)[:, ::-1]
    return later


@dataclass(frozen=True, slots=True)
class BracketsFound:
    """Whoever began, and for each bracket who came back in it (down people, across brackets), and for whom it is
    over."""

    person: Longs
    back: Flags
    over: Flags


def bracket_retention(
    histories: Histories,
    start: Step,
    back: Step,
    brackets_days: Sequence[tuple[int, int]],
    *,
    since_us: int | None = None,
    until_us: int | None = None,
    as_of_us: int | None = None,
) -> BracketsFound:
    """People whose first `start` lies between `since_us` and `until_us`, and who of them did `back` within each
    bracket of days (24 hours, both included, day 0 is the first 24 hours) after it; known up to `as_of_us`.

    Raises BehaviourError for a bracket that ends before it begins.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> rows = histories_of(["a", "a", "b"], [0, 2 * DAY_US, 0], ["open"] * 3)
    >>> bracket_retention(rows, Step("open"), Step("open"), [(1, 3), (4, 7)]).back.tolist()
    [[True, False], [False, False]]
    """
    if any(not 0 <= first <= last for first, last in brackets_days):
        raise BehaviourError("A bracket ends before it begins; give its first and last day, from 0 on.")
    begins = first_rows(histories.person, picked(histories, start).rows)
    at_us = histories.at_us[begins]
    inside = np.ones(len(begins), np.bool_)
    if since_us is not None:
        inside &= at_us >= since_us
    if until_us is not None:
        inside &= at_us <= until_us
    person, at_us = histories.person[begins][inside].astype(np.int64), at_us[inside]
    own = np.full(len(histories.people), np.iinfo(np.int64).max)
    own[person] = at_us
    later = picked(histories, back)
    who = histories.person[later.rows]
    day = (later.at_us - own[who]) // DAY_US
    returned = np.zeros((len(histories.people), len(brackets_days)), np.bool_)
    over = np.ones((len(person), len(brackets_days)), np.bool_)
    for place, (first, last) in enumerate(brackets_days):
        returned[who[(day >= first) & (day <= last)], place] = True
        if as_of_us is not None:
            over[:, place] = at_us + (last + 1) * DAY_US <= as_of_us
    return BracketsFound(person, returned[person], over)
