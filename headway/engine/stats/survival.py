"""How long something takes when some of it is not over yet: the Kaplan-Meier curve and its median."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm

Values = NDArray[np.float64]
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Point:
    """Just after `time`: the share still open, its interval, and what was counted at that time.

    `low` and `high` are None where no interval can be worked out, which is when nothing is left open.
    """

    time: float
    at_risk: int
    ended: int
    open_share: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Median:
    """The time by which half has ended, with its interval; None is not reached yet, or unknown with a `reason`."""

    value: float | None
    low: float | None
    high: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Survival:
    """The curve, one point for each time at which something ended, its median, and how many were counted."""

    points: tuple[Point, ...]
    median: Median
    count: int
    ended: int


def survival(durations: ArrayLike, observed: ArrayLike, level: float = 0.95) -> Survival:
    """The Kaplan-Meier curve of durations, of which those not `observed` to end are open (censored) so far.

    `durations` are numbers of zero or more in any unit, `observed` is true where the end was seen; both of equal
    length. The interval of each point is Greenwood's variance on the log(-log) scale; the interval of the median
    holds the times at which that of the curve holds one half. A curve that lies on one half for a while has its median
    in the middle of that. A median or limit that the curve does not reach is
    None. Raises ValueError for unequal lengths, a duration below zero or not a number, and a level outside 0 to 1.
    Source: Kaplan and Meier 1958 (curve); Kalbfleisch and Prentice 1980 (interval); Brookmeyer and Crowley 1982
    (median).

    >>> weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    >>> relapsed = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    >>> found = survival(weeks, relapsed)
    >>> found.median.value, found.median.low, found.median.high, round(found.points[0].open_share, 3)
    (23.0, 13.0, None, 0.857)
    """
    times, seen = _checked(durations, observed, level)
    points = _points(times, seen, float(norm.ppf((1 + level) / 2)))
    return Survival(points, _median(points, len(times)), len(times), int(seen.sum()))


def _checked(durations: ArrayLike, observed: ArrayLike, level: float) -> tuple[Values, NDArray[np.bool_]]:
    times, seen = np.asarray(durations, np.float64), np.asarray(observed, np.bool_)
    if times.ndim != 1 or times.shape != seen.shape:
        raise ValueError(
            f"durations {times.shape} and observed {seen.shape} differ; give one of each per case."
        )
    if not np.isfinite(times).all() or (times < 0).any():
        raise ValueError("A duration is below zero or not a number; leave the case out or mend its times.")
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; give a share between 0 and 1, such as 0.95.")
    return times, seen


def _points(times: Values, seen: NDArray[np.bool_], z: float) -> tuple[Point, ...]:
    at, ended = np.unique(times[seen], return_counts=True)
    # What was censored at the very time of an end counts as open until just after it.
    at_risk = len(times) - np.searchsorted(np.sort(times), at, side="left")
    share = np.cumprod(1 - ended / at_risk)
    with np.errstate(divide="ignore"):
        greenwood = np.cumsum(ended / (at_risk * (at_risk - ended)))
    return tuple(
        Point(
            float(at[n]),
            int(at_risk[n]),
            int(ended[n]),
            float(share[n]),
            *_interval(share[n], greenwood[n], z),
        )
        for n in range(len(at))
    )


def _interval(share: float, greenwood: float, z: float) -> tuple[float | None, float | None]:
    if share <= 0:
        return None, None
    spread = z * np.sqrt(greenwood) / abs(np.log(share))
    return float(share ** np.exp(spread)), float(share ** np.exp(-spread))


def _median(points: tuple[Point, ...], count: int) -> Median:
    if not points:
        return Median(None, None, None, "nothing has ended yet" if count else "there is nothing to count")
    value = _half(points)
    low = [point.time for point in points if point.low is None or point.low <= 0.5]
    high = [point.time for point in points if point.high is not None and point.high <= 0.5]
    reason = "" if value is not None else "less than half has ended yet"
    return Median(value, low[0] if low else None, high[0] if high else None, reason)


def _half(points: tuple[Point, ...]) -> float | None:
    # A curve that lies on one half exactly has no one median: the middle of that stretch, as for an even count.
    place = next((n for n, point in enumerate(points) if point.open_share <= 0.5 + _ROUNDING), None)
    if place is None:
        return None
    flat = points[place].open_share >= 0.5 - _ROUNDING and place + 1 < len(points)
    return (points[place].time + points[place + 1].time) / 2 if flat else points[place].time
