"""How long something takes when some of it is not over yet: the Kaplan-Meier curve and its median."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

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
    curve = _curve(times, seen, level)
    return Survival(curve.points(), curve.median(len(times)), len(times), int(seen.sum()))


def half_time(durations: ArrayLike, observed: ArrayLike, level: float = 0.95) -> Median:
    """The median alone of the same curve, for many cases much sooner.

    >>> half_time([1, 2, 3], [True, True, False])
    Median(value=2.0, low=1.0, high=None, reason='')
    """
    times, seen = _checked(durations, observed, level)
    return _curve(times, seen, level).median(len(times))


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


@dataclass(frozen=True, slots=True)
class _Curve:
    """The points of a curve as columns; a limit that cannot be worked out is not a number."""

    time: Values
    at_risk: NDArray[np.int64]
    ended: NDArray[np.int64]
    open_share: Values
    low: Values
    high: Values

    def points(self) -> tuple[Point, ...]:
        counted = zip(self.time.tolist(), self.at_risk.tolist(), self.ended.tolist(), strict=True)
        shares = zip(self.open_share.tolist(), _known(self.low), _known(self.high), strict=True)
        return tuple(Point(*one, *two) for one, two in zip(counted, shares, strict=True))

    def median(self, count: int) -> Median:
        if not len(self.time):
            return Median(None, None, None, "nothing has ended yet" if count else "there is nothing to count")
        value = self._half()
        low = _first(self.time, ~(self.low > 0.5))
        return Median(
            value,
            low,
            _first(self.time, self.high <= 0.5),
            "" if value is not None else "less than half has ended yet",
        )

    def _half(self) -> float | None:
        # A curve that lies on one half exactly has no one median: the middle of that stretch, as for an even count.
        below = np.flatnonzero(self.open_share <= 0.5 + _ROUNDING)
        if not len(below):
            return None
        place = int(below[0])
        flat = self.open_share[place] >= 0.5 - _ROUNDING and place + 1 < len(self.time)
        return float((self.time[place] + self.time[place + 1]) / 2 if flat else self.time[place])


def _known(limits: Values) -> list[float | None]:
    return [None if one != one else one for one in limits.tolist()]  # noqa: PLR0124 - not a number is not itself


def _first(times: Values, flags: NDArray[np.bool_]) -> float | None:
    found = np.flatnonzero(flags)
    return float(times[found[0]]) if len(found) else None


def _curve(times: Values, seen: NDArray[np.bool_], level: float) -> _Curve:
    at, ended = np.unique(times[seen], return_counts=True)
    # What was censored at the very time of an end counts as open until just after it.
    at_risk = len(times) - np.searchsorted(np.sort(times), at, side="left")
    share = np.cumprod(1 - ended / at_risk).astype(np.float64)
    open_still = share > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(ended / (at_risk * (at_risk - ended)))
        spread = np.exp(NormalDist().inv_cdf((1 + level) / 2) * np.sqrt(greenwood) / np.abs(np.log(share)))
        low, high = share**spread, share ** (1 / spread)
    return _Curve(
        at, at_risk, ended, share, np.where(open_still, low, np.nan), np.where(open_still, high, np.nan)
    )
