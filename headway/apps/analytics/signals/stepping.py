"""How far people get on a way of several events, from where they begin it."""

from collections.abc import Sequence

import numpy as np

from headway.engine.behaviour.histories import Flags, Histories, Longs


def depths(histories: Histories, rows: Longs, then: Sequence[Flags], window_seconds: float) -> Longs:
    """How many of the events the person of each row did after it in this order, each as early as can be, within the
    window of the row."""
    at, going = rows.copy(), np.ones(len(rows), dtype=bool)
    depth = np.zeros(len(rows), dtype=np.int64)
    last_us = histories.at_us[rows] + window_seconds * 1e6
    for flags in then:
        later = np.flatnonzero(flags)
        if not len(later):
            break
        place = np.searchsorted(later, at, side="right")
        after = later[np.minimum(place, len(later) - 1)]
        same = histories.person[after] == histories.person[rows]
        going &= (place < len(later)) & same & (histories.at_us[after] <= last_us)
        at = np.where(going, after, at)
        depth += going
    return depth
