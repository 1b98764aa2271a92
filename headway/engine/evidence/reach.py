"""How many people a problem touches, from those who wrote about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reach:
    """People per quarter: the value, its 80 % range and its 95 % interval."""

    p50: float
    p10: float
    p90: float
    low: float
    high: float


def poisson_interval(count: int, level: float) -> tuple[float, float]:
    """Return the exact interval for the mean of a Poisson count at confidence `level` (0..1).

    Source: Garwood 1936, "Fiducial limits for the Poisson distribution".

    >>> [round(x, 3) for x in poisson_interval(10, 0.95)]
    [4.795, 18.39]
    """
    from scipy.special import gammaincinv  # noqa: PLC0415 - slow to load

    tail = (1 - level) / 2
    low = float(gammaincinv(count, tail)) if count else 0.0
    return low, float(gammaincinv(count + 1, 1 - tail))


def scale_up(writers: int, active_people: int | None) -> float:
    """Return by how much to multiply those who wrote, so that they stand for everybody active (at least 1).

    It assumes that people who write meet a problem as often as those who do not. Unknown usage scales nothing.

    >>> scale_up(200, 500), scale_up(200, None)
    (2.5, 1.0)
    """
    return max(1.0, active_people / writers) if writers and active_people else 1.0


def reach_of(people: int, writers: int, active_people: int | None) -> Reach:
    """Return how many people per quarter met a problem, when `people` of `writers` wrote about it.

    >>> reach = reach_of(10, 200, 500)
    >>> reach.p50, round(reach.low, 1), round(reach.high, 1)
    (25.0, 12.0, 46.0)
    """
    factor = scale_up(writers, active_people)
    p10, p90 = poisson_interval(people, 0.8)
    low, high = poisson_interval(people, 0.95)
    return Reach(people * factor, *(edge * factor for edge in (p10, p90, low, high)))
