"""K4 feature adoption and K5 activation with the time to value; unfinished windows by Kaplan-Meier."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import ArrayLike

from headway.engine.kpis.answer import ANY, Kpi, Least, share_ended_by
from headway.engine.stats.survival import half_time

K4, K5_SHARE, K5_MEDIAN = "k4.adoption@1", "k5.activated@1", "k5.time_to_value@1"
EXPOSED, STARTED = "users or accounts exposed", "sign-ups"


@dataclass(frozen=True, slots=True)
class Exposed:
    """A user or account of the target segment that was active, and when (in days) it first met the feature.

    `adopted_days` are the moments of its adoption events, in any order.
    """

    exposed_day: float
    adopted_days: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Started:
    """A new user or account: when it signed up, and when it first got the value; None is not yet."""

    signup_day: float
    value_day: float | None = None


def adoption(
    exposed: Sequence[Exposed],
    released_day: float,
    now_day: float,
    *,
    window_days: float = 90,
    times: int = 1,
    on_distinct_days: bool = False,
    least: Least = ANY,
) -> Kpi:
    """K4: the percent of those exposed within the window of the release with `times` adoption events in theirs.

    100 * A / E: E met the feature from the release until `window_days` after it, A of them have `times` (1 or
    more) adoption events (on as many distinct days, where asked) from their own exposure until `window_days` after
    it. Days are numbers of any origin. Open windows by Kaplan-Meier; the value is then provisional. Raises
    ValueError for a window or number of times that is not above zero.

    >>> people = [Exposed(0, (3,)), Exposed(5, (99,)), Exposed(10), Exposed(400, (401,))]
    >>> found = adoption(people, released_day=0, now_day=365)
    >>> found.value, found.numerator, found.denominator
    (33.333333333333336, 1, 3)
    """
    if window_days <= 0 or times < 1:
        raise ValueError(f"window_days is {window_days} and times {times}; give numbers above zero.")
    entered = [
        one
        for one in exposed
        if released_day <= one.exposed_day < released_day + window_days and one.exposed_day <= now_day
    ]
    ends = [_followed(_reached(one, times, on_distinct_days, now_day), one.exposed_day, now_day, window_days)
            for one in entered]  # fmt: skip
    return share_ended_by(K4, *_columns(ends), window_days, noun=EXPOSED, least=least)


def time_to_value(started: Sequence[Started], now_day: float, *, least: Least = ANY) -> Kpi:
    """K5: the median days from sign-up to the first moment of value, by Kaplan-Meier, those without it open.

    Unknown while less than half got there. Raises ValueError for a moment of value before its sign-up.

    >>> people = [Started(0, 2), Started(0, 4), Started(0, 6), Started(0), Started(0)]
    >>> time_to_value(people, now_day=30).value
    6.0
    """
    return median_days(*_columns(_seen(started, now_day)), least=least)


def median_days(days: ArrayLike, ended: ArrayLike, *, least: Least = ANY) -> Kpi:
    """K5: the median days of those who were followed for `days`, each until its value (`ended`) or until now.

    >>> median_days([2, 4, 6, 30, 30], [True, True, True, False, False]).value
    6.0
    """
    followed, over = np.asarray(days, np.float64), np.asarray(ended, np.bool_)
    n, got = len(followed), int(over.sum())
    if reason := least.missing(n, STARTED):
        return Kpi(K5_MEDIAN, "days", None, None, None, got, n, n, 0, reason)
    found = half_time(followed, over)
    return Kpi(K5_MEDIAN, "days", found.value, found.low, found.high, got, n, n, n - got, found.reason)


def activated(
    started: Sequence[Started],
    now_day: float,
    *,
    window_days: float = 14,
    least: Least = ANY,
) -> Kpi:
    """K5: the percent that got the value within `window_days` of signing up; open windows by Kaplan-Meier.

    >>> people = [Started(0, 2), Started(0, 20), Started(0), Started(1, 15)]
    >>> activated(people, now_day=100).value
    50.0
    """
    ends = [
        _followed(one.value_day, one.signup_day, now_day, window_days) for one in _arrived(started, now_day)
    ]
    return share_ended_by(K5_SHARE, *_columns(ends), window_days, noun=STARTED, least=least)


def _columns(ends: Sequence[tuple[float, bool]]) -> tuple[list[float], list[bool]]:
    return [days for days, _ in ends], [over for _, over in ends]


def _arrived(started: Sequence[Started], now_day: float) -> list[Started]:
    for one in started:
        if one.value_day is not None and one.value_day < one.signup_day:
            raise ValueError(
                f"value came on day {one.value_day:g}, before the sign-up on day {one.signup_day:g}; mend it."
            )
    return [one for one in started if one.signup_day <= now_day]


def _seen(started: Sequence[Started], now_day: float) -> list[tuple[float, bool]]:
    return [
        _followed(one.value_day, one.signup_day, now_day, float("inf")) for one in _arrived(started, now_day)
    ]


def _reached(one: Exposed, times: int, on_distinct_days: bool, now_day: float) -> float | None:
    """When the needed number of adoption events was full; None is not yet."""
    inside = sorted(day for day in one.adopted_days if one.exposed_day <= day <= now_day)
    if on_distinct_days:
        inside = list({floor(day): day for day in reversed(inside)}.values())[::-1]
    return inside[times - 1] if len(inside) >= times else None


def _followed(end: float | None, start: float, now_day: float, window_days: float) -> tuple[float, bool]:
    """How many days one was followed, and whether the end was seen within the window."""
    if end is not None and end <= now_day and end - start <= window_days:
        return end - start, True
    return min(now_day - start, window_days), False
