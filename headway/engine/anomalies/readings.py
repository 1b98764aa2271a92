"""Ways to read a series, each of which makes another kind of oddity stand out."""

import warnings
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]

DAY_SECONDS, HOUR_SECONDS = 86_400.0, 3_600.0
CYCLES_LEAST = 3
CYCLES_COMPARED = 7
# A series with a point a day or rarer has its cycle in the week.
DAILY_SECONDS = 0.75 * DAY_SECONDS
DAYS_OF_WEEK = 7


def spacing_seconds(at_seconds: Series) -> float:
    """The usual distance of two points, in seconds; a day where there are not two."""
    return (float(np.median(np.diff(at_seconds))) if len(at_seconds) > 1 else 0.0) or DAY_SECONDS


def cycle_points(spacing: float) -> int:
    """How many points one cycle has: those of a day, or of a week where there is one a day.

    >>> cycle_points(300.0), cycle_points(86_400.0)
    (288, 7)
    """
    if spacing >= DAILY_SECONDS:
        return DAYS_OF_WEEK
    return max(2, round(DAY_SECONDS / spacing))


def hour_points(spacing: float) -> int:
    """How many points an hour has, two at least; a single one where each stands for a day."""
    return 1 if spacing >= DAILY_SECONDS else max(2, round(HOUR_SECONDS / spacing))


def rolling_mean(values: Series, points: int) -> Series:
    """The mean of the last points up to and with each; of fewer at the beginning.

    >>> rolling_mean(np.array([2.0, 4.0, 6.0]), 2).tolist()
    [2.0, 3.0, 5.0]
    """
    sums = np.concatenate([[0.0], np.cumsum(values)])
    end = np.arange(1, len(values) + 1)
    begin = np.maximum(0, end - points)
    return np.asarray((sums[end] - sums[begin]) / (end - begin))


def rolling_spread(values: Series, points: int) -> Series:
    """The standard deviation of the last points up to and with each."""
    centred = values - values.mean()
    variance = rolling_mean(centred * centred, points) - rolling_mean(centred, points) ** 2
    return np.asarray(np.sqrt(np.maximum(0.0, variance)))


def usual_range(values: Series, cycle: int) -> tuple[Series, Series]:
    """The lowest and the highest that the same point of the last seven cycles was; not a number where none was.

    >>> low, high = usual_range(np.array([5.0, 1, 7, 2, 6, 0]), 2)
    >>> low.tolist()[2:], high.tolist()[2:]
    ([5.0, 1.0, 5.0, 1.0], [5.0, 1.0, 7.0, 2.0])
    """
    before = np.full((CYCLES_COMPARED, len(values)), np.nan)
    for back in range(1, CYCLES_COMPARED + 1):
        before[back - 1, back * cycle :] = values[: max(0, len(values) - back * cycle)]
    with warnings.catch_warnings():
        # The first cycle has none before it.
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.nanmin(before, axis=0), np.nanmax(before, axis=0)


def beyond_cycles(values: Series, cycle: int) -> Series:
    """By how much each point is outside what the same point of the last cycles was; 0 within, or where none was."""
    low, high = usual_range(values, cycle)
    beyond = np.where(values > high, values - high, np.where(values < low, values - low, 0.0))
    return np.nan_to_num(beyond)


def readings(values: Series, spacing: float) -> Mapping[str, Series]:
    """Every way of reading a series, by name: `value`, `level` (mean of an hour), `season` (beyond the same time of
    the last cycles) and `spread` (of a cycle). The same length each; a reading uses nothing later than its point."""
    cycle, hour = cycle_points(spacing), hour_points(spacing)
    level = rolling_mean(values, hour)
    found = {"value": values, "level": level, "spread": rolling_spread(values, cycle)}
    if len(values) >= CYCLES_LEAST * cycle:
        found["season"] = beyond_cycles(level, cycle)
    return found
