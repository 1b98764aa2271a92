"""One weight for a problem from several measures of its size."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Weight:
    """A problem's standing among all problems, 0 to 1: `mid` over all measures, `low` and `high` over the
    half of them that speaks least and most for it, so a wide range says that the measures disagree."""

    low: float
    mid: float
    high: float


def weights(measures: Sequence[Sequence[float | None]]) -> list[Weight]:
    """The weights of problems from rows of measures (accounts, revenue, mentions, trend ...).

    Each measure becomes the share of problems it beats (ties count half); an unknown measure is left out.

    >>> [round(w.mid, 2) for w in weights([[10, 5.0], [1, 1.0], [5, None]])]
    [1.0, 0.0, 0.5]
    """
    if not measures:
        return []
    columns = [standings([row[place] for row in measures]) for place in range(len(measures[0]))]
    return [_weight([column[place] for column in columns]) for place in range(len(measures))]


def standings(values: Sequence[float | None]) -> list[float | None]:
    """For each value the share of the other values below it, ties counting half; unknown stays unknown.

    >>> standings([3, 1, None, 2])
    [1.0, 0.0, None, 0.5]
    """
    known = sorted(value for value in values if value is not None)
    if len(known) < 2:
        return [None if value is None else 0.5 for value in values]
    first, after = _places(known)
    others = len(known) - 1
    return [
        None if value is None else (first[value] + (after[value] - first[value] - 1) / 2) / others
        for value in values
    ]


def _places(known: Sequence[float]) -> tuple[dict[float, int], dict[float, int]]:
    starts = [0, *(place for place, (a, b) in enumerate(pairwise(known), 1) if a != b), len(known)]
    runs = list(pairwise(starts))
    return {known[a]: a for a, _ in runs}, {known[a]: b for a, b in runs}


def _weight(parts: Sequence[float | None]) -> Weight:
    known = sorted(part for part in parts if part is not None)
    if not known:
        return Weight(0.0, 0.0, 1.0)
    half = max(1, len(known) // 2)
    return Weight(sum(known[:half]) / half, sum(known) / len(known), sum(known[-half:]) / half)
