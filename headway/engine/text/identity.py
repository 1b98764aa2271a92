"""A theme found again keeps its name tag: which new theme continues which earlier one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linear_sum_assignment

SMALLEST_SHARE = 0.3


def match_themes(before: Sequence[str | None], labels: ArrayLike) -> dict[int, str]:
    """Which new label continues which earlier theme, by the texts they share.

    `before` names each text's earlier theme (None for a text that had none), `labels` its new theme 0..k-1, both
    in the same order. The pairing shares the most texts in all (Hungarian method, Kuhn 1955); a pair that shares
    less than 30 % of the smaller of the two is no continuation. Labels without one are absent from the answer.

    >>> match_themes(["t7", "t7", "t9", None], [1, 1, 0, 0])
    {0: 't9', 1: 't7'}
    """
    names = sorted({name for name in before if name is not None})
    new = np.asarray(labels, np.int64)
    if not names:
        return {}
    shared = _shared(before, names, new)
    smaller = np.minimum(shared.sum(axis=1)[:, None], np.bincount(new, minlength=shared.shape[1])[None, :])
    kept = np.where(shared >= SMALLEST_SHARE * np.maximum(smaller, 1), shared, 0)
    pairs = zip(*linear_sum_assignment(kept, maximize=True), strict=True)
    found = {int(label): names[place] for place, label in pairs if kept[place, label] > 0}
    return dict(sorted(found.items()))


def _shared(before: Sequence[str | None], names: Sequence[str], new: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many texts each earlier theme (row) and each new one (column) have in common."""
    place = {name: number for number, name in enumerate(names)}
    counts = np.zeros((len(names), int(new.max()) + 1), np.int64)
    for name, label in zip(before, new, strict=True):
        if name is not None:
            counts[place[name], label] += 1
    return counts
