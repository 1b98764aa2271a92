"""Since when a series runs at another level, and how sure that day is."""

from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np

from headway.engine.anomalies.changes import RUN_LEAST, changes, seasonless
from headway.engine.anomalies.readings import Series

# Half the 95 % point of chi-squared with one degree of freedom: a cut that explains less than that is too far off.
LIKELY = 1.92


@dataclass(frozen=True)
class Since:
    """The place of the first point of the other level, the earliest and the latest that the series leaves open (95 %),
    and the level before and after."""

    place: int
    earliest: int
    latest: int
    before: float
    after: float


def since_when(values: Series, cycle: int = 1, weights: Series | None = None) -> Since | None:
    """The largest step of a series with the interval it lies in; None where there is no step.

    The interval has every cut near it that is about as likely as the best one, for noise that is the same throughout,
    or that is the less the more a point counts by its weight (0 and more), as a share does of how many it is of.

    >>> from numpy.random import default_rng
    >>> noise = default_rng(0).normal(0, 1, 60)
    >>> since_when(np.r_[np.full(30, 50.0), np.full(30, 44.0)] + noise).place
    30
    """
    steps = changes(values, cycle)
    if not steps:
        return None
    largest = max(steps, key=lambda one: abs(one.after - one.before))
    at = steps.index(largest)
    begin = steps[at - 1].place if at else 0
    end = steps[at + 1].place if at + 1 < len(steps) else len(values)
    around = None if weights is None else weights[begin:end]
    earliest, place, latest = interval(seasonless(values, cycle)[begin:end], around)
    return Since(begin + place, begin + earliest, begin + latest, largest.before, largest.after)


def interval(values: Series, weights: Series | None = None) -> tuple[int, int, int]:
    """The earliest, the best and the latest cut of a series with one step in it, two points or more; each point counts
    by its weight, all alike without.

    >>> interval(np.array([5.0, 5, 5, 5, 1, 1, 1, 1]))
    (4, 4, 4)
    """
    number = len(values)
    cuts = np.arange(1, number)
    weigh = np.ones(number) if weights is None or not weights.sum() else weights
    part, whole = np.cumsum(weigh)[:-1], float(weigh.sum())
    sums, total = np.cumsum(values * weigh)[:-1], float((values * weigh).sum())
    rest = whole - part
    gains = _square(sums, part) + _square(total - sums, rest) - total**2 / whole
    best = int(gains.argmax())
    left = float((weigh * (values - total / whole) ** 2).sum()) - float(gains[best])
    variance = max(left, 0.0) / max(1, number - 2)
    near = cuts[gains >= gains[best] - 2 * LIKELY * variance - 1e-9 * abs(float(gains[best]))]
    return int(near.min()), int(cuts[best]), int(near.max())


def _square(sums: Series, weights: Series) -> Series:
    return np.divide(sums**2, weights, out=np.zeros(len(sums)), where=weights > 0)


def chance_of(before: Series, now: Series) -> float | None:
    """How often chance alone makes two runs of points differ as much (two-sided, by their own spread; 0 to 1).

    None where a run has fewer than seven points, since its spread is not known then.

    >>> chance_of(np.array([5.0, 6] * 4), np.array([5.0, 6] * 4))
    1.0
    """
    if min(len(before), len(now)) < RUN_LEAST:
        return None
    error = float(np.sqrt(np.var(before, ddof=1) / len(before) + np.var(now, ddof=1) / len(now)))
    apart = abs(float(now.mean() - before.mean()))
    if error == 0:
        return 1.0 if apart == 0 else 0.0
    return erfc(apart / error / sqrt(2))
