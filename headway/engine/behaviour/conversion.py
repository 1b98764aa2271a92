"""How long people take from one step of a funnel to another, as a histogram."""

from __future__ import annotations

from dataclasses import dataclass
from math import cbrt

import numpy as np
from numpy.typing import ArrayLike

from headway.engine.behaviour.errors import BehaviourError

BINS_MOST, BINS_MOST_BY_ITSELF = 90, 60
WIDTH_OF_ONE_S = 60


@dataclass(frozen=True, slots=True)
class Conversion:
    """The mean in seconds (None where nobody got there), and bins: from how many seconds on, how many people."""

    average_s: float | None
    bins: tuple[tuple[int, int], ...]


def conversion(seconds: ArrayLike, bin_count: int | None = None) -> Conversion:
    """Durations in seconds as `bin_count` (1 to 90) bins of equal width in whole seconds, and one for the longest.

    Without a count there are as many bins as the cube root of the people, at most 60. The first bin begins at the
    shortest duration rounded down; one duration alone makes bins of 60 s. Raises BehaviourError for a count
    out of range.

    >>> conversion([3600, 2220, 82800])
    Conversion(average_s=29540.0, bins=((2220, 2), (42510, 0), (82800, 1)))
    """
    if bin_count is not None and not 1 <= bin_count <= BINS_MOST:
        raise BehaviourError(f"bin_count is {bin_count}; give a number from 1 to {BINS_MOST}.")
    values = np.asarray(seconds, np.float64)
    if not len(values):
        return Conversion(None, ())
    first, last = int(np.floor(values.min())), int(np.ceil(values.max()))
    count = bin_count or min(BINS_MOST_BY_ITSELF, max(1, _cube_root_up(len(values))))
    width = -(-(last - first) // count) or WIDTH_OF_ONE_S
    people = np.bincount(((values - first) // width).astype(np.int64), minlength=count + 1)
    bins = tuple((first + n * width, int(people[n])) for n in range(count + 1))
    return Conversion(float(values.mean()), bins)


def _cube_root_up(count: int) -> int:
    root = round(cbrt(count))
    return root if root**3 >= count else root + 1
