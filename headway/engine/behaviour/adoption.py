"""Who takes something up after first meeting it, and how soon; windows that are not over count as open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headway.engine.behaviour.errors import BehaviourError
from headway.engine.behaviour.histories import DAY_US, Codes, Flags, Histories, Longs
from headway.engine.behaviour.parts import Part, over_people
from headway.engine.behaviour.period_loops import adoption_loop
from headway.engine.behaviour.quick import quick
from headway.engine.behaviour.rows import Picked, Selected, flagged
from headway.engine.stats.shares import wilson

Z = 1.959963984540054
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Share:
    """A share of 0 to 1 with its 95 % interval; None is unknown, with a reason."""

    value: float | None
    low: float | None
    high: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AdoptionFound:
    """Per exposed person: how long it took (microseconds; NEVER: not within what is known), and how long he was
    watched (the window, or less where it is not over)."""

    person: Longs
    took_us: Longs
    watched_us: Longs
    window_us: int

    @property
    def adopted(self) -> Flags:
        return self.took_us <= self.watched_us

    @property
    def unfinished(self) -> Flags:
        """Not adopted, and the window is not over."""
        return ~self.adopted & (self.watched_us < self.window_us)

    def share(self) -> Share:
        """The share that adopts within the window: adopted of exposed with Wilson's interval where all windows are
        over, else by Kaplan and Meier with Greenwood's variance on the log(-log) scale."""
        if not len(self.person):
            return Share(None, None, None, "nobody was exposed")
        if not self.unfinished.any():
            return share_of(int(self.adopted.sum()), len(self.person))
        if int(self.watched_us.max()) < self.window_us:
            return Share(None, None, None, "the window is not over for anybody yet")
        return _kaplan_meier(np.minimum(self.took_us, self.watched_us), self.adopted)

    def days(self) -> tuple[NDArray[np.float64], Flags]:
        """Days until adoption or for as long as watched, and which of the two."""
        return np.minimum(self.took_us, self.watched_us) / DAY_US, self.adopted


def adoption(
    histories: Histories,
    exposures: Selected,
    uses: Selected,
    *,
    window_us: int,
    as_of_us: int,
    times: int = 1,
) -> AdoptionFound:
    """For each person with one of the rows of `exposures`: when, after the first of them, the rows of `uses` were
    `times` in number, within `window_us` (both ends included), known up to `as_of_us`. Rows are flagged, or picked.

    Raises BehaviourError for a window of zero or less and for `times` below one.

    >>> from headway.engine.behaviour.histories import Step, histories_of, matching
    >>> rows = histories_of(["a", "a", "b"], [0, 4, 1], ["see", "use", "see"])
    >>> found = adoption(rows, matching(rows, Step("see")), matching(rows, Step("use")), window_us=10, as_of_us=20)
    >>> found.share().value, found.unfinished.tolist()
    (0.5, [False, False])
    """
    if window_us <= 0:
        raise BehaviourError("The window is zero or less; give the days that adoption may take.")
    if times < 1:
        raise BehaviourError(f"times is {times}; give how often it takes, from 1 on.")
    met, used = flagged(histories, exposures), flagged(histories, uses)
    found = over_people(histories, lambda part: _since_and_took(part, met, used, as_of_us, times))
    person, since, took = (np.concatenate([one[n] for one in found]) for n in range(3))
    watched = np.minimum(window_us, as_of_us - since)
    return AdoptionFound(person, took, watched, window_us)


def _since_and_took(
    part: Part, exposures: Picked, uses: Picked, as_of_us: int, times: int
) -> tuple[Longs, Longs, Longs]:
    """Who was exposed, when first, and how long it took him from then on."""
    met, used = exposures.of(part), uses.of(part)
    if loop := quick(adoption_loop, part.whole.count):
        who, since, took = np.empty((3, min(part.people, len(met.rows))), np.int64)
        found = loop(
            part.offsets, met.rows, met.at_us, used.rows, used.at_us, as_of_us, times, who, since, took
        )
        return who[:found] + part.first, since[:found], took[:found]
    person = part.whole.person
    met = met.only(met.at_us <= as_of_us)
    met = met.only(_nth_of_person(person[met.rows], 1))
    since, took = np.full((2, part.people), NEVER)
    since[person[met.rows] - part.first] = met.at_us
    used = used.only(used.at_us <= as_of_us)
    used = used.only(used.at_us >= since[person[used.rows] - part.first])
    used = used.only(_nth_of_person(person[used.rows], times))
    mine = person[used.rows] - part.first
    took[mine] = used.at_us - since[mine]
    who = np.flatnonzero(since != NEVER)
    return who + part.first, since[who], took[who]


def _nth_of_person(person: Codes, nth: int) -> Flags:
    new = np.ones(len(person), np.bool_)
    new[1:] = person[1:] != person[:-1]
    starts = np.flatnonzero(new)
    counted = np.arange(len(person)) - np.repeat(starts, np.diff(starts, append=len(person)))
    flags: Flags = counted == nth - 1
    return flags


def share_of(hits: int, count: int) -> Share:
    """A share with Wilson's 95 % interval; None where there is nothing to count.

    >>> found = share_of(1, 2)
    >>> found.value, round(found.low or 0, 3), round(found.high or 0, 3)
    (0.5, 0.095, 0.905)
    """
    if not count:
        return Share(None, None, None, "there is nobody to count")
    return Share(hits / count, *wilson(hits, count))


def _kaplan_meier(durations: Longs, ended: Flags) -> Share:
    times, events = np.unique(durations[ended], return_counts=True)
    if not len(times):
        return Share(
            0.0, None, None, "nobody has adopted yet, and windows are open, so that no interval can be told"
        )
    at_risk = len(durations) - np.searchsorted(np.sort(durations), times, "left")
    still = float(np.prod(1 - events / at_risk))
    if still <= 0:
        return Share(1.0, None, None, "nobody is left without, so that no interval can be told")
    variance = float(np.sum(events / (at_risk * (at_risk - events))))
    spread = Z * np.sqrt(variance) / abs(np.log(still))
    return Share(1 - still, float(1 - still ** np.exp(-spread)), float(1 - still ** np.exp(spread)))
