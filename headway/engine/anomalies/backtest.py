"""What a detector would have done on one's own series: how often it speaks, and what it finds of what is planted."""

from dataclasses import dataclass

import numpy as np

from headway.engine.anomalies.detect import DEFAULT, Setting, anomalies, warm_up
from headway.engine.anomalies.readings import Series, cycle_points, spacing_seconds

PLANTS = 20
SIZES = (0.1, 0.25, 0.5)


@dataclass(frozen=True)
class Planted:
    """Of drops of a size (a share of the level, lasting a cycle), how many were told within that cycle."""

    size: float
    planted: int
    found: int


@dataclass(frozen=True)
class Backtest:
    """`told` anomalies in `points` points that were watched, and what was found of what was planted."""

    points: int
    told: int
    planted: tuple[Planted, ...]


def backtest(at_seconds: Series, values: Series, seed: int = 0, setting: Setting = DEFAULT) -> Backtest:
    """Run the detector over a series as it is, and again with drops planted at twenty places of the watched part.

    The same seed plants at the same places. A drop takes the size's share off each point of one cycle; it is found
    when an anomaly is told in that cycle which is not told without it.

    >>> days = np.arange(120) * 86_400.0
    >>> sold = np.tile([50.0, 52, 51, 53, 49, 20, 18], 18)[:120] + np.sin(days)
    >>> [(one.size, one.found) for one in backtest(days, sold).planted]
    [(0.1, 20), (0.25, 20), (0.5, 20)]
    """
    told = {one.place for one in anomalies(at_seconds, values, setting)}
    spacing = spacing_seconds(at_seconds)
    cycle, begin = cycle_points(spacing), warm_up(spacing)
    end = len(values) - cycle
    if end <= begin:
        return Backtest(max(0, len(values) - begin), len(told), ())
    places = np.random.default_rng(seed).integers(begin, end, PLANTS).tolist()

    def found(place: int, size: float) -> bool:
        changed = values.copy()
        changed[place : place + cycle] *= 1 - size
        fresh = anomalies(at_seconds[: place + cycle], changed[: place + cycle], setting)
        return any(one.place >= place and one.place not in told for one in fresh)

    planted = tuple(Planted(size, PLANTS, sum(found(place, size) for place in places)) for size in SIZES)
    return Backtest(len(values) - begin, len(told), planted)
