"""Steps in the level of a series: where it began to run at another height, and by how much."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from headway.engine.anomalies.readings import Series

RUN_LEAST = 7
SPIKE_REACH = 2
# A step must pay for itself by this many times what chance would pay in a series of its length (BIC, but dearer).
DEARNESS = 3.0
MAD_TO_DEVIATION = 1.4826


@dataclass(frozen=True)
class Change:
    """The first point of another level, with the medians of before and after it."""

    place: int
    before: float
    after: float


def seasonless(values: Series, cycle: int) -> Series:
    """The series without its cycle: each point less the median of its place in the cycle, the whole median kept.

    >>> seasonless(np.array([1.0, 5.0, 1.0, 5.0]), 2).tolist()
    [3.0, 3.0, 3.0, 3.0]
    """
    if cycle < 2 or len(values) < 2 * cycle:
        return values
    usual = np.array([np.median(values[place::cycle]) for place in range(cycle)])
    return np.asarray(values - usual[np.arange(len(values)) % cycle] + np.median(values), dtype=float)


def changes(values: Series, cycle: int = 1) -> list[Change]:
    """Where the level of a series changed, in order of time: found by halving at the step that explains most, as long
    as it explains far more than chance would. Runs are seven points at least; noise is measured by the median
    distance of neighbours, so a step or a spike does not pass for it.

    >>> from numpy.random import default_rng
    >>> noise = default_rng(0).normal(0, 1, 60)
    >>> [(one.place, round(one.after - one.before)) for one in changes(np.r_[np.full(30, 50), np.full(30, 44)] + noise)]
    [(30, -6)]
    """
    flat = seasonless(values, cycle)
    noise = _noise(flat)
    steps = (
        sorted(_steps(_spikeless(flat), 0, noise * noise * DEARNESS * np.log(max(len(flat), 2))))
        if noise > 0
        else []
    )
    edges = [0, *steps, len(flat)]
    runs = [float(np.median(flat[begin:end])) for begin, end in pairwise(edges)]
    return [Change(place, runs[at], runs[at + 1]) for at, place in enumerate(steps)]


def _spikeless(values: Series) -> Series:
    """The median of each point and the two on either side: what lasts less than three points is no level."""
    edged = np.pad(values, SPIKE_REACH, mode="edge")
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(edged, 2 * SPIKE_REACH + 1), axis=1))


def _noise(values: Series) -> float:
    if len(values) < 2 * RUN_LEAST:
        return 0.0
    jumps = np.abs(np.diff(values))
    usual = float(np.median(jumps)) or float(np.mean(jumps))
    # Neighbours differ by the noise of both.
    return float(MAD_TO_DEVIATION * usual / np.sqrt(2))


def _steps(values: Series, offset: int, price: float) -> list[int]:
    if len(values) < 2 * RUN_LEAST:
        return []
    gains = _gains(values)
    best = int(gains.argmax())
    if gains[best] <= price:
        return []
    cut = best + RUN_LEAST
    return [
        *_steps(values[:cut], offset, price), offset + cut, *_steps(values[cut:], offset + cut, price)
    ]  # fmt: skip


def _gains(values: Series) -> Series:
    """By how much the squares about the mean shrink when cut before each place that leaves two runs."""
    sums = np.cumsum(values)
    total, number = sums[-1], len(values)
    left = np.arange(RUN_LEAST, number - RUN_LEAST + 1)
    first = sums[left - 1]
    return np.asarray(first**2 / left + (total - first) ** 2 / (number - left) - total**2 / number)
