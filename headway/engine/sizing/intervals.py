"""Intervals around counts and sums of what customers reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

LEVEL = 0.95
Z = 1.959963984540054


@dataclass(frozen=True)
class Estimate:
    """A value with the bounds of its 95 % interval, and how many rows it rests on."""

    value: float
    low: float
    high: float
    n: int


def count_estimate(count: int, per: float = 1.0) -> Estimate:
    """A Poisson count, divided by `per` units of exposure, with its exact interval (Garwood 1936).

    Raises ValueError for a negative count or an exposure that is not positive.

    >>> e = count_estimate(10)
    >>> round(e.low, 2), e.value, round(e.high, 2)
    (4.8, 10.0, 18.39)
    """
    from scipy.stats import chi2  # noqa: PLC0415 - scipy is slow to load

    if count < 0 or per <= 0:
        raise ValueError(f"A count of {count} over an exposure of {per} cannot be estimated.")
    tail = (1 - LEVEL) / 2
    low = float(chi2.ppf(tail, 2 * count)) / 2 if count else 0.0
    high = float(chi2.ppf(1 - tail, 2 * count + 2)) / 2
    return Estimate(count / per, low / per, high / per, count)


def sum_estimate(amounts: Sequence[float]) -> Estimate:
    """A sum over reporters, each of whom might as well not have written: a compound Poisson sum, whose
    variance is the sum of squares; the lower bound is never below zero.

    >>> e = sum_estimate([3.0, 4.0])
    >>> e.value, round(e.low, 2), round(e.high, 2)
    (7.0, 0.0, 16.8)
    """
    total = float(sum(amounts))
    half = Z * sqrt(sum(amount * amount for amount in amounts))
    return Estimate(total, max(0.0, total - half), total + half, len(amounts))
