"""RICE under uncertainty: score quantiles, the chance of being among the best, and what to measure next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from headway.engine.scoring.errors import ScoringError
from headway.engine.scoring.frameworks.portfolio import rice
from headway.engine.scoring.ranges import Range
from headway.engine.scoring.sampling import Floats, draw

INPUTS = ("reach", "impact", "confidence", "effort")
SHARES = (False, False, True, False)
# Below this part of its median an input counts as that part in the variance of the log score, whose log of
# zero would drown everything else.
LOG_FLOOR_SHARE = 1e-3


@dataclass(frozen=True, slots=True)
class RiceItem:
    """One item to rank: reach (people), impact (scale), confidence (0..1), effort (above zero), or None."""

    name: str
    reach: Range | None
    impact: Range | None
    confidence: Range | None
    effort: Range | None

    def __post_init__(self) -> None:
        if self.effort is not None and self.effort.p10 <= 0:
            raise ScoringError(f"The effort of {self.name!r} is {self.effort.p10:g}: it must be above zero.")
        for field in ("reach", "impact", "confidence"):
            quantity = self.given(field)
            if quantity is not None and quantity.p10 < 0:
                raise ScoringError(
                    f"The {field} of {self.name!r} is {quantity.p10:g}: it must not be negative."
                )
        if self.confidence is not None and self.confidence.p90 > 1:
            raise ScoringError(
                f"The confidence of {self.name!r} is {self.confidence.p90:g}: write a share of 1, 80 % as "
                "0.8."
            )

    def given(self, field: str) -> Range | None:
        """Return the input called `field`, None where it is unknown."""
        quantity: Range | None = getattr(self, field)
        return quantity

    @property
    def unknown(self) -> tuple[str, ...]:
        """The names of the inputs nobody has given."""
        return tuple(field for field in INPUTS if self.given(field) is None)


@dataclass(frozen=True, slots=True)
class Simulated:
    """What the draws say of one item; None with a reason where an input is unknown.

    `rank` counts from 1 by P50. `p_top_k` is the share of draws in which the item is among the best k.
    `contributions` are the shares of each input in the variance of the log score and sum to 1 (all zero where
    nothing is uncertain).
    """

    name: str
    p10: float | None
    p50: float | None
    p90: float | None
    p_top_k: float | None
    rank: int
    contributions: Mapping[str, float]
    worth_measuring: str | None
    reason: str | None


def simulate(items: Sequence[RiceItem], k: int = 10, n: int = 4096, seed: int = 0) -> list[Simulated]:
    """Return what scrambled-Sobol Monte Carlo says of each item, in input order.

    `n` is a power of two. Items are independent of each other, inputs of an item too. Items with an unknown
    input come last, in input order. The same seed gives the same answer.

    >>> known = RiceItem("A", Range(50, 100, 200), Range.point(2), Range.point(0.5), Range.point(4))
    >>> simulated = simulate([known], k=1)[0]
    >>> simulated.rank, round(simulated.p50, 2), simulated.worth_measuring
    (1, 25.0, 'reach')
    """
    columns = [_columns(item, n, seed, index) for index, item in enumerate(items)]
    scores = [None if c is None else rice(*(c[:, j] for j in range(4))) for c in columns]
    quantiles = [None if s is None else score_quantiles(s) for s in scores]
    chances = top_chances(scores, k)
    ranks = _ranks([None if q is None else q[1] for q in quantiles])
    return [_simulated(item, quantiles[i], chances[i], ranks[i], columns[i]) for i, item in enumerate(items)]


def _columns(item: RiceItem, n: int, seed: int, index: int) -> Floats | None:
    quantities = [q for q in (item.given(field) for field in INPUTS) if q is not None]
    return draw(quantities, n, seed, index, SHARES) if len(quantities) == len(INPUTS) else None


def score_quantiles(scores: Floats) -> tuple[float, float, float]:
    """Return P10, P50 and P90 of drawn scores.

    >>> score_quantiles(np.array([0.0, 10.0]))
    (1.0, 5.0, 9.0)
    """
    if scores.min() == scores.max():
        return (float(scores[0]),) * 3
    p10, p50, p90 = (float(q) for q in np.quantile(scores, [0.1, 0.5, 0.9]))
    return p10, p50, p90


def top_chances(scores: Sequence[Floats | None], k: int) -> list[float | None]:
    """Return for each item the share of draws in which it is among the best `k`; ties share the places.

    >>> top_chances([np.array([1.0, 5.0]), np.array([2.0, 2.0]), None], 1)
    [0.5, 0.5, None]
    """
    if k < 1:
        raise ScoringError(f"The number of top places is {k}: it must be at least one.")
    known = [s for s in scores if s is not None]
    chances = iter(_chances(np.stack(known), k).tolist() if known else [])
    return [None if s is None else next(chances) for s in scores]


def _chances(table: Floats, k: int) -> Floats:
    if k >= len(table):
        return np.ones(len(table))
    bar = np.partition(table, len(table) - k, axis=0)[len(table) - k]
    above, level = table > bar, table == bar
    share = (k - above.sum(axis=0)) / level.sum(axis=0)
    return np.asarray((above + level * share).mean(axis=1))


def _ranks(medians: Sequence[float | None]) -> list[int]:
    order = sorted(range(len(medians)), key=lambda i: _worst_last(medians[i]))
    places = {index: place for place, index in enumerate(order, start=1)}
    return [places[i] for i in range(len(medians))]


def _worst_last(median: float | None) -> tuple[bool, float]:
    return (median is None, -(median or 0.0))


def _simulated(
    item: RiceItem,
    quantiles: tuple[float, float, float] | None,
    chance: float | None,
    rank: int,
    columns: Floats | None,
) -> Simulated:
    if quantiles is None or columns is None:
        reason = f"unknown {' and '.join(item.unknown)}"
        return Simulated(item.name, None, None, None, None, rank, {}, item.unknown[0], reason)
    shares = contributions(columns)
    widest = max(shares, key=lambda field: shares[field])
    return Simulated(item.name, *quantiles, chance, rank, shares, widest if shares[widest] else None, None)


def contributions(columns: Floats) -> dict[str, float]:
    """Return each input's share in the variance of the log score, from draws (n, 4) in the order of INPUTS.

    >>> contributions(np.array([[1.0, 1.0, 1.0, 1.0], [2.0, 1.0, 1.0, 2.0]]))
    {'reach': 0.5, 'impact': 0.0, 'confidence': 0.0, 'effort': 0.5}
    """
    floors = np.maximum(np.median(columns, axis=0) * LOG_FLOOR_SHARE, np.finfo(float).tiny)
    variances = np.log(np.maximum(columns, floors)).var(axis=0)
    # A column of equal numbers may keep a rounding dust of variance.
    variances = np.where(np.ptp(columns, axis=0) == 0, 0.0, variances)
    total = float(variances.sum())
    shares = variances / total if total else variances
    return {field: float(share) for field, share in zip(INPUTS, shares, strict=True)}
