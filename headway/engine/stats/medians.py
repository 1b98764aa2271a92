"""The median of a few numbers, with an interval that assumes nothing about how they are spread."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from statistics import median


@dataclass(frozen=True, slots=True)
class Middle:
    """A median with its interval; low and high are None where there are too few values for one."""

    value: float
    low: float | None
    high: float | None
    n: int


def middle(values: Sequence[float], level: float = 0.95) -> Middle:
    """The median of the values and its exact interval from the ordered values themselves.

    The interval runs from the k-th smallest to the k-th largest value, k as large as the binomial distribution with
    p = 1/2 allows at the level; at 95 % it needs six values. Raises ValueError for no values and a level outside 0
    to 1. Source: Conover 1999, section 3.2 (the quantile interval).

    >>> middle([1, 2, 4, 8, 16, 32])
    Middle(value=6.0, low=1, high=32, n=6)
    >>> middle([3, 5, 9]).low is None
    True
    """
    if not values:
        raise ValueError("There is no median of no values.")
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; give a share between 0 and 1, such as 0.95.")
    ordered, n = sorted(values), len(values)
    place = _place(n, level)
    if place is None:
        return Middle(median(ordered), None, None, n)
    return Middle(median(ordered), ordered[place], ordered[n - 1 - place], n)


def _place(n: int, level: float) -> int | None:
    """The largest k (from 0) such that fewer than k + 1 of n values fall on one side with a small enough chance."""
    tail, place = 0.0, None
    for k in range(n // 2):
        tail += comb(n, k) / 2**n
        if tail > (1 - level) / 2:
            break
        place = k
    return place
