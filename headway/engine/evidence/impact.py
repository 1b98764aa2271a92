"""How much an initiative changes for one person, from the weight of the problem it solves."""

from __future__ import annotations

LEAST, MOST = 0.25, 3.0


def impact_of(weight: float) -> float:
    """Return the impact on the scale 0.25 (minimal) to 3 (massive) of a problem with `weight` 0..1.

    >>> impact_of(0), impact_of(0.5), impact_of(1)
    (0.25, 1.625, 3.0)
    """
    return LEAST + (MOST - LEAST) * weight
