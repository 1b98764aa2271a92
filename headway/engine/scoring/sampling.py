"""Low-discrepancy draws from ranges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri
from scipy.stats import qmc

from headway.engine.scoring.errors import ScoringError
from headway.engine.scoring.ranges import Range

Floats = npt.NDArray[np.float64]
Z_90 = float(ndtri(0.9))


def quantile(quantity: Range, uniforms: Floats, ceiling: float | None = None) -> Floats:
    """Return the values of `quantity` at probabilities `uniforms` (0..1), its three quantiles hit exactly.

    Strictly positive ranges are lognormal with one spread below the median and another above it; others are
    normal in the same split way, cut at zero where P10 is not negative. `ceiling` cuts from above (1 for
    shares).

    >>> quantile(Range(1, 2, 8), np.array([0.1, 0.5, 0.9])).round(6).tolist()
    [1.0, 2.0, 8.0]
    """
    if quantity.is_point:
        return np.full(uniforms.shape, quantity.p50)
    z = ndtri(uniforms) / Z_90
    if quantity.p10 > 0:
        values = np.exp(_split(z, *(float(np.log(p)) for p in (quantity.p10, quantity.p50, quantity.p90))))
    else:
        values = _split(z, quantity.p10, quantity.p50, quantity.p90)
    floor = 0.0 if quantity.p10 >= 0 else None
    return values if floor is None and ceiling is None else np.clip(values, floor, ceiling)


def _split(z: Floats, low: float, middle: float, high: float) -> Floats:
    return middle + z * np.where(z < 0, middle - low, high - middle)


def draw(
    quantities: Sequence[Range], n: int, seed: int, index: int = 0, shares: Sequence[bool] | None = None
) -> Floats:
    """Return `n` joint draws of independent `quantities` as an array (n, len(quantities)).

    Scrambled Sobol points (Owen 1997, scipy.stats.qmc), `n` a power of two. Items drawn with the same `seed`
    but another `index` are independent of each other. `shares` marks columns cut at 1. Raises ScoringError
    where `n` is not a power of two.

    >>> draw([Range(1, 2, 8), Range.point(3)], 8, seed=1).shape
    (8, 2)
    """
    if n < 2 or n & (n - 1):
        raise ScoringError(f"The number of draws must be a power of two, but it is {n}: use 4096.")
    columns = [_column(q, shares is not None and shares[j]) for j, q in enumerate(quantities)]
    uniforms = _uniforms(len(quantities), n, seed, index)
    return np.stack([quantile(q, uniforms[:, j], top) for j, (q, top) in enumerate(columns)], axis=1)


def _column(quantity: Range, share: bool) -> tuple[Range, float | None]:
    return quantity, 1.0 if share else None


def _uniforms(dimensions: int, n: int, seed: int, index: int) -> Floats:
    rng = np.random.default_rng((seed, index))
    points = qmc.Sobol(dimensions, scramble=True, rng=rng).random(n)
    # Two scrambles of one sequence keep their leading digits in step, so that items would rise and fall
    # together without the shuffle; the set of points, and with it the low discrepancy per item, stays.
    rng.shuffle(points)
    return np.asarray(np.clip(points, 2.0**-53, 1 - 2.0**-53))
