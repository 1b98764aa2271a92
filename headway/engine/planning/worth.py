"""How far the value of a plan may reach when nobody knows exactly what its items are worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from headway.engine.scoring.ranges import Range
from headway.engine.scoring.sampling import Floats, draw

CONFIDENCE = 2


@dataclass(frozen=True, slots=True)
class Worth:
    """Reach, impact and confidence of an item, and what its place in the plan leaves of them (0 to 1)."""

    reach: Range
    impact: Range
    confidence: Range
    kept: float


@dataclass(frozen=True, slots=True)
class Spread:
    """P10 and P90 of the value of two plans and of the second less the first, and how often the second is worth
    more than the first (a draw in which both are worth the same counts as half)."""

    first: tuple[float, float]
    second: tuple[float, float]
    change: tuple[float, float]
    p_second_more: float


def spread(first: Mapping[str, Worth], second: Mapping[str, Worth], n: int = 1024, seed: int = 0) -> Spread:
    """Return how far the values of two plans reach, over `n` draws (a power of two), the same for the same seed.

    Values are by the id of an item, in any unit. An item is drawn alike in both plans, so that what they share
    cancels out; different items are independent.

    >>> even = Worth(Range.point(10), Range.point(1), Range.point(0.5), 1.0)
    >>> spread({"A": even}, {"A": even, "B": even}).change
    (5.0, 5.0)
    """
    order = sorted(first.keys() | second.keys())
    one, other = _value(first, order, n, seed), _value(second, order, n, seed)
    change = other - one
    more = (change > 0).mean() + (change == 0).mean() / 2
    return Spread(_ends(one), _ends(other), _ends(change), float(more))


def _value(worths: Mapping[str, Worth], order: Sequence[str], n: int, seed: int) -> Floats:
    total: Floats = np.zeros(n)
    for index, identifier in enumerate(order):
        if worth := worths.get(identifier):
            total = total + worth.kept * _benefit(worth, n, seed, index)
    return total


def _benefit(worth: Worth, n: int, seed: int, index: int) -> Floats:
    quantities = (worth.reach, worth.impact, worth.confidence)
    if all(one.is_point for one in quantities):
        return np.full(n, worth.reach.p50 * worth.impact.p50 * worth.confidence.p50)
    shares = [place == CONFIDENCE for place in range(len(quantities))]
    return np.asarray(draw(quantities, n, seed, index, shares).prod(axis=1))


def _ends(values: Floats) -> tuple[float, float]:
    low, high = np.quantile(values, (0.1, 0.9))
    return float(low), float(high)
