"""The elasticity of one series to another: by how many percent the first moves when the second moves by one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

Number = float | None
LAGS = (0, 1, 2)
LEAST = 20
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Elasticity:
    """The `value` with its interval at 95 %, taken over all lags that were tried, so that trying more finds no more.

    `lag` is by how many periods the effect came later; `n` counts the changes compared. `moves_together` says whether
    the interval leaves zero out. It is never proof of a cause. Null is unknown, for the `reason`.
    """

    value: Number
    low: Number = None
    high: Number = None
    lag: int = 0
    n: int = 0
    moves_together: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Fit:
    slope: float
    error: float
    degrees: int
    n: int


def elasticity(effect: Sequence[Number], driver: Sequence[Number], season: int = 1) -> Elasticity:
    """How the effect moves with the driver, two series over the same periods in order of time.

    The changes of the logarithms from period to period are regressed on each other, with a mean of its own for each
    place in a `season` of so many periods (7 for days of a week, 12 for months of a year where two years are there)
    and with the changes of the period before as controls; errors are those of Newey and West 1987 with Student's
    quantiles. Lags 0, 1 and 2 are tried and the interval is Bonferroni's over them. Unknown for values of zero or
    less, for fewer than 20 changes, and where one of the two does not vary. Raises ValueError for other lengths.

    >>> driver = [100, 110, 99, 120, 130, 117, 140, 126, 150, 135] * 4
    >>> found = elasticity([round(one**0.5, 6) for one in driver], driver)
    >>> round(found.value, 3), found.lag, found.moves_together
    (0.5, 0, True)
    """
    if len(effect) != len(driver):
        raise ValueError(f"{len(effect)} and {len(driver)} periods; give two series over the same ones.")
    for name, series in (("it", effect), ("the driver", driver)):
        low = [one for one in series if one is not None and one <= 0]
        if low:
            return Elasticity(
                None, reason=f"{name} is zero or less in {len(low)} periods, so no relative change is known"
            )
    x, y = _changes(driver), _changes(effect)
    fits = {lag: fit for lag in LAGS if (fit := _fitted(y, x, lag, season))}
    if not fits:
        return _nothing(x, y)
    lag = max(fits, key=lambda one: abs(fits[one].slope) / max(fits[one].error, 1e-15))
    best = fits[lag]
    reach = float(student.ppf(1 - (1 - LEVEL) / 2 / len(fits), best.degrees)) * best.error
    low_end, high_end = best.slope - reach, best.slope + reach
    return Elasticity(best.slope, low_end, high_end, lag, best.n, not low_end <= 0 <= high_end)


def _changes(series: Sequence[Number]) -> NDArray[np.float64]:
    logs = np.log(np.array([np.nan if one is None else one for one in series], dtype=np.float64))
    return np.concatenate([[np.nan], np.diff(logs)]) if len(logs) else logs


def _nothing(x: NDArray[np.float64], y: NDArray[np.float64]) -> Elasticity:
    both = int(np.sum(~np.isnan(x) & ~np.isnan(y)))
    if both < LEAST:
        return Elasticity(
            None, n=both, reason=f"only {both} changes are known of both; at least {LEAST} are needed"
        )
    return Elasticity(None, n=both, reason="one of the two does not vary beyond its season")


def _fitted(y: NDArray[np.float64], x: NDArray[np.float64], lag: int, season: int) -> _Fit | None:
    """The regression at one lag; None where there is too little to regress."""
    columns = [_late(x, lag), _late(x, lag + 1), _late(y, 1)]
    known = ~np.isnan(y) & ~np.any(np.isnan(np.array(columns)), axis=0)
    places = np.arange(len(y))[known] % season
    dummies = (places[:, None] == np.unique(places)[None, :]).astype(np.float64)
    n, width = int(known.sum()), len(columns) + dummies.shape[1]
    if n < max(LEAST - 2, width + 8):
        return None
    own = np.column_stack([one[known] for one in columns])
    # What the season explains is taken out first; what is left of a series may be nothing.
    left = own - dummies @ np.linalg.lstsq(dummies, own, rcond=None)[0]
    target = y[known] - dummies @ np.linalg.lstsq(dummies, y[known], rcond=None)[0]
    kept = [0, *(at for at in (1, 2) if not _follows(left, at))]
    if np.ptp(left[:, 0]) < 1e-9 or np.ptp(target) < 1e-9:
        return None
    return _robust(left[:, kept], target, n - width)


def _follows(left: NDArray[np.float64], at: int) -> bool:
    """Whether a control holds nothing that those before it do not hold already."""
    return bool(np.linalg.matrix_rank(left[:, : at + 1], tol=1e-9) <= at)


def _late(series: NDArray[np.float64], by: int) -> NDArray[np.float64]:
    return np.concatenate([np.full(by, np.nan), series[: len(series) - by]]) if by else series


def _robust(x: NDArray[np.float64], y: NDArray[np.float64], degrees: int) -> _Fit:
    """Least squares with errors that hold when those of neighbouring periods go together."""
    n = len(y)
    inverse = np.linalg.pinv(x.T @ x)
    slopes = inverse @ x.T @ y
    moments = x * (y - x @ slopes)[:, None]
    middle = moments.T @ moments
    reach = int(4 * (n / 100) ** (2 / 9))
    wider = _wider((reach + 1) / n)
    for gap in range(1, reach + 1):
        near = moments[gap:].T @ moments[:-gap]
        middle += (1 - gap / (reach + 1)) * (near + near.T)
    robust = (inverse @ middle @ inverse)[0, 0] * n / degrees
    plain = float(((y - x @ slopes) ** 2).sum()) / degrees * inverse[0, 0]
    # Robust errors come out too small in short series; the larger of the two is taken.
    error = float(np.sqrt(max(robust, plain, 0.0)))
    return _Fit(float(slopes[0]), error * wider, degrees, n)


def _wider(part: float) -> float:
    """By what factor an interval has to be wider for errors that look so far back, as a part of the series.

    Source: the critical values of Kiefer and Vogelsang 2005, table 1, for Bartlett weights at 95 %.
    """
    return 1 + (2.9694 * part + 0.416 * part**2 - 0.5324 * part**3) / 1.96
