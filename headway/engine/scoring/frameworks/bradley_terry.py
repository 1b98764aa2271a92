"""Bradley-Terry: a ranking from who was preferred to whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse.csgraph import connected_components

from headway.engine.scoring.errors import ScoringError

PSEUDO_WINS = 0.1
TOLERANCE = 1e-12
STEPS = 100_000


@dataclass(frozen=True, slots=True)
class Strengths:
    """The strength of each item, geometric mean 1, and whether the counts alone could not decide them."""

    p_geometric_mean_1: tuple[float, ...]
    regularised: bool


def strengths(wins: npt.ArrayLike) -> Strengths:
    """Return the maximum-likelihood strengths where `wins[i][j]` counts how often i was preferred to j.

    P(i beats j) = p_i / (p_i + p_j). Found by the MM iteration (Hunter 2004, Annals of Statistics 32). It
    exists only where every item beat every other along some chain; else 0.1 wins are added each way to every
    pair, and the answer says so. Raises ScoringError unless `wins` is square and not negative.

    >>> wins = [[0, 2, 0, 1], [3, 0, 5, 0], [0, 3, 0, 1], [4, 0, 3, 0]]
    >>> [round(p, 3) for p in strengths(wins).p_geometric_mean_1]
    [0.64, 1.043, 0.66, 2.27]
    """
    counts = _checked(wins)
    parts, _ = connected_components(counts > 0, directed=True, connection="strong")
    if parts > 1:
        counts = counts + PSEUDO_WINS * (1 - np.eye(len(counts)))
    return Strengths(tuple(float(p) for p in _fit(counts)), bool(parts > 1))


def _checked(wins: npt.ArrayLike) -> npt.NDArray[np.float64]:
    try:
        counts = np.array(wins, dtype=float)
    except (TypeError, ValueError):
        raise ScoringError(
            "The wins must be a square table of numbers: one row and one column per item."
        ) from None
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or not counts.size:
        raise ScoringError(
            f"The wins must be a square table, but its shape is {counts.shape}: one row per item."
        )
    if not np.isfinite(counts).all() or (counts < 0).any():
        raise ScoringError("The wins must be counts of zero or more: correct the negative or missing one.")
    np.fill_diagonal(counts, 0.0)
    return counts


def _fit(counts: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    if len(counts) == 1:
        return np.ones(1)
    won, games = counts.sum(axis=1), counts + counts.T
    p: npt.NDArray[np.float64] = np.ones(len(counts))
    for _ in range(STEPS):
        new = won / (games / (p[:, None] + p[None, :])).sum(axis=1)
        new /= np.exp(np.log(new).mean())
        change = np.abs(np.log(new / p)).max()
        p = new
        if change < TOLERANCE:
            break
    return p
