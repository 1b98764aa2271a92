"""Anomalies: points where a reading of a series goes beyond everything it did lately."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headway.engine.anomalies.readings import Series, cycle_points, readings, spacing_seconds

POINTS_LEAST = 20
WARM_UP_CYCLES, WARM_UP_POINTS_MOST = 2, 750
MEMORY_POINTS = 2000
# A reading that has hardly moved yet would else be broken by a trifle.
WIDTH_LEAST_SHARE = 0.05
# Of a series that stands still the spread is nothing but the last places of sums.
ROUNDING = 1e-6


@dataclass(frozen=True)
class Setting:
    """How much it takes: `margin` is the part of the range seen lately that a point must go beyond it, `fade` the
    part by which what was seen moves back to the middle with every point, `quiet` the part of the series in which
    nothing more is told after an anomaly."""

    margin: float = 0.1
    fade: float = 3e-4
    quiet: float = 0.3


@dataclass(frozen=True)
class Anomaly:
    """A point that stands out: its place in the series, the reading that it broke, the range that reading had lately,
    what it was, and by how many ranges it went beyond."""

    place: int
    reading: str
    low: float
    high: float
    seen: float
    excess: float


@dataclass(frozen=True)
class Bounds:
    """For each point the range seen before it, and by how many ranges the point is outside (0 within)."""

    low: Series
    high: Series
    excess: Series


DEFAULT = Setting()
# By how ready one is to be told: of little, of what the default tells, of much.
SENSITIVITIES = {"calm": Setting(margin=0.3), "normal": DEFAULT, "keen": Setting(margin=0.03)}


def bounds(values: Series, fade: float, width_least: float = 0.0) -> Bounds:
    """The range of what came before each point, old extremes fading; one narrower than the least counts as that wide.

    >>> found = bounds(np.array([0.0, 10.0, 5.0, 20.0]), 0.0)
    >>> found.high.tolist(), found.excess.tolist()
    ([0.0, 0.0, 10.0, 10.0], [0.0, 0.0, 0.0, 1.0])
    """
    lows, highs = np.empty(len(values)), np.empty(len(values))
    low = high = middle = float(values[0])
    for at, value in enumerate(values.tolist()):
        lows[at], highs[at] = low, high
        high = max(value, high - (high - middle) * fade)
        low = min(value, low + (middle - low) * fade)
        middle += (value - middle) / min(at + 1, MEMORY_POINTS)
    outside = np.maximum(np.maximum(values - highs, lows - values), 0.0)
    width = np.maximum(highs - lows, width_least)
    # Where nothing has moved yet there is no range to be beyond of.
    return Bounds(lows, highs, np.divide(outside, width, out=np.zeros(len(values)), where=width > 0))


def warm_up(spacing: float) -> int:
    """How many points a series is only watched before the first anomaly is told: two cycles, 750 points at most."""
    return max(POINTS_LEAST, min(WARM_UP_CYCLES * cycle_points(spacing), WARM_UP_POINTS_MOST))


def anomalies(at_seconds: Series, values: Series, setting: Setting = DEFAULT) -> list[Anomaly]:
    """The anomalies of a series, in order of time; each is found with nothing but what came before it.

    `at_seconds` are ascending times, `values` finite numbers, as many of both. A series of fewer than 20 points has
    none, since nothing is known of what is usual.

    >>> days = np.arange(60) * 86_400.0
    >>> sold = np.tile([50.0, 52, 51, 53, 49, 20, 18], 9)[:60]
    >>> sold[45] = 95
    >>> [(one.place, one.reading, round(one.high), one.seen) for one in anomalies(days, sold)]
    [(45, 'season', 0, 42.0)]
    """
    if len(values) < POINTS_LEAST:
        return []
    spacing = spacing_seconds(at_seconds)
    begin = warm_up(spacing)
    rounding = ROUNDING * float(np.abs(values).max())
    least = max(WIDTH_LEAST_SHARE * float(np.ptp(values[:begin])), rounding)
    read = readings(values, spacing)
    found = {name: bounds(one, setting.fade, least) for name, one in read.items()}
    outstanding = _outstanding(found, setting.margin, begin)
    return [
        _told(found, read, place) for place in _apart(outstanding, int(setting.quiet * cycle_points(spacing)))
    ]


def _outstanding(found: dict[str, Bounds], margin: float, begin: int) -> NDArray[np.int64]:
    over = np.any([one.excess > margin for one in found.values()], axis=0)
    over[:begin] = False
    return np.flatnonzero(over)


def _apart(places: NDArray[np.int64], quiet: int) -> list[int]:
    """The first of each run; what follows closely belongs to it."""
    kept: list[int] = []
    for place in places.tolist():
        if not kept or place - kept[-1] > quiet:
            kept.append(place)
    return kept


def _told(found: dict[str, Bounds], read: Mapping[str, Series], place: int) -> Anomaly:
    name = max(found, key=lambda one: found[one].excess[place])
    low, high, excess = (float(one[place]) for one in (found[name].low, found[name].high, found[name].excess))
    return Anomaly(place, name, low, high, float(read[name][place]), excess)
