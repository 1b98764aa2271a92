"""The interval of a share: how many of how many."""

from math import sqrt
from statistics import NormalDist


def wilson(hits: int, trials: int, level: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval of `hits` out of `trials`, both whole numbers; two shares from 0 to 1.

    Raises ValueError for no trials, hits outside 0 to trials, and a level outside 0 to 1. Source: Wilson 1927,
    without continuity correction.

    >>> [round(limit, 4) for limit in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    if not 0 <= hits <= trials or not trials:
        raise ValueError(f"{hits} of {trials} is no share; give hits from 0 to one trial or more.")
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; give a share between 0 and 1, such as 0.95.")
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, scale = hits / trials, 1 + z * z / trials
    centre = (share + z * z / (2 * trials)) / scale
    spread = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)) / scale
    return max(0.0, centre - spread), min(1.0, centre + spread)
