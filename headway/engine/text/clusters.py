"""Groups in a space of unit vectors when their number is not known: many rough cuts, one agreed graph.

Rough cuts (k-means on spectral coordinates of neighbour graphs) differ in scale; how often two neighbours fall
together is a better edge weight than their cosine. The agreed graph is embedded once more, dense parts become
groups (HDBSCAN), the rest joins by its neighbours' votes, and groups that many agreed edges cross are merged.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.cluster import HDBSCAN, KMeans
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from headway.engine.text.graph import nearest, spectral, symmetric, unit_rows

# All sizes grow with the square root of the corpus: so do the number of rough groups and their size.
_NEIGHBOUR_SHARES = (0.15, 0.3)
_GROUP_SHARES = (0.7, 1.0, 1.4)
_COORDINATES = (40, 60, 80)
_FINAL_COORDINATES = 60
_SMALLEST_GROUP_SHARE = 0.25
_SMALLEST_GROUP = 5
_FEWEST_NEIGHBOURS = 4
_CUTS_EACH = 2
_VOTERS = 10
_MERGE_ABOVE = 0.07


@dataclass(frozen=True, slots=True)
class Groups:
    """A group number (0..k-1) for every row, and whether the row lay in the group's dense part."""

    labels: NDArray[np.int64]
    dense: NDArray[np.bool_]


def group(points: NDArray[np.float32], seed: int) -> Groups:
    """Groups of unit rows (n x d, n >= 20); same rows and seed give the same groups, whatever the thread count."""
    with threadpool_limits(1):
        return _group(points, seed)


def _group(points: NDArray[np.float32], seed: int) -> Groups:
    scale = sqrt(len(points))
    counts = [max(_FEWEST_NEIGHBOURS, round(share * scale)) for share in _NEIGHBOUR_SHARES]
    index, _ = nearest(points, points, counts[-1], skip_self=True)
    agreement = _agreement(index, counts, scale, seed)
    size = min(_FINAL_COORDINATES, len(points) - 2)
    space = unit_rows(spectral(symmetric(index, agreement + 1e-3), size, seed), size)
    found = _dense_groups(space, max(_SMALLEST_GROUP, round(_SMALLEST_GROUP_SHARE * scale)))
    if not (found >= 0).any():
        return Groups(np.zeros(len(points), np.int64), np.zeros(len(points), np.bool_))
    return Groups(merged(_joined(found, space), symmetric(index, agreement)), found >= 0)


def _agreement(index: NDArray[np.int32], counts: list[int], scale: float, seed: int) -> NDArray[np.float32]:
    """For every neighbour edge the share of rough cuts that keep its ends together."""
    together = np.zeros(index.shape, np.float32)
    cuts = _cuts(index, counts, scale, seed)
    for labels in cuts:
        together += labels[index] == labels[:, None]
    return together / np.float32(len(cuts))


def _cuts(index: NDArray[np.int32], counts: list[int], scale: float, seed: int) -> list[NDArray[np.int32]]:
    random = np.random.default_rng(seed)
    sizes = sorted({min(size, len(index) - 2) for size in _COORDINATES})
    cuts = []
    for count in counts:
        coordinates = spectral(symmetric(index[:, :count]), sizes[-1], seed)
        for size in sizes:
            space = unit_rows(coordinates, size)
            for share in _GROUP_SHARES * _CUTS_EACH:
                rough = KMeans(
                    max(2, round(share * scale)), n_init=1, random_state=int(random.integers(1 << 31))
                )
                cuts.append(rough.fit_predict(space))
    return cuts


def _dense_groups(space: NDArray[np.float64], smallest: int) -> NDArray[np.int64]:
    return np.asarray(HDBSCAN(min_cluster_size=smallest, copy=True).fit_predict(space), np.int64)


def _joined(found: NDArray[np.int64], space: NDArray[np.float64]) -> NDArray[np.int64]:
    """Rows outside every dense part take the commonest group among their nearest rows inside one."""
    labels, outside = found.copy(), found < 0
    if outside.any():
        index, _ = nearest(space[outside].astype(np.float32), space[~outside].astype(np.float32), _VOTERS)
        labels[outside] = [np.bincount(votes).argmax() for votes in found[~outside][index]]
    return labels


def merged(labels: NDArray[np.int64], graph: csr_matrix, above: float = _MERGE_ABOVE) -> NDArray[np.int64]:
    """Groups joined while the edges between two outweigh `above` times the geometric mean of those within.

    The closest pair goes first and its sums are added, so the order is that of average linkage.
    """
    labels = np.unique(labels, return_inverse=True)[1]
    member = csr_matrix((np.ones(len(labels)), (labels, np.arange(len(labels)))))
    weight = np.asarray((member @ graph @ member.T).toarray(), np.float64)
    new = np.arange(len(weight))
    while (pair := _closest(weight, above)) is not None:
        keep, drop = pair
        weight[keep] += weight[drop]
        weight[:, keep] += weight[:, drop]
        weight[drop] = weight[:, drop] = 0
        new[new == drop] = keep
    return np.unique(new[labels], return_inverse=True)[1].astype(np.int64)


def _closest(weight: NDArray[np.float64], above: float) -> tuple[int, int] | None:
    within = np.sqrt(np.diag(weight))
    ratio = np.divide(weight, np.outer(within, within) + 1e-12)
    np.fill_diagonal(ratio, 0)
    first, second = divmod(int(ratio.argmax()), len(ratio))
    return (first, second) if ratio[first, second] > above else None
