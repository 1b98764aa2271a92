"""Themes that stay themselves: new messages join them, a new run continues them, an old id finds its theme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import AgglomerativeClustering

from headway.engine.text.graph import nearest
from headway.engine.text.quotes import centroids

_VOTERS = 15
_MAJORITY = 0.5
_SHARED_LEAST = 0.1
_CENTROID_WEIGHT = 0.2
_STRANGER_QUANTILE = 0.02
_SAMPLE = 2000
_NEW_THEME_DISTANCE = 0.5
_SMALLEST_SHARE = 0.25
_SMALLEST = 5


@dataclass(frozen=True, slots=True, eq=False)
class Assigned:
    """A theme for each new text: its label, whether most of its neighbours agree, and how near they are (cosine)."""

    labels: NDArray[np.int64]
    confident: NDArray[np.bool_]
    closeness: NDArray[np.float32]


def assign(
    vectors: NDArray[np.float32], reference: NDArray[np.float32], labels: NDArray[np.int64]
) -> Assigned:
    """Themes of new texts from the texts that have one, without finding themes again.

    `vectors` and `reference` are unit rows (new texts, texts with a theme), `labels` the themes of the latter. The
    15 nearest vote with their cosine. Costs new x old products. Raises ValueError when no text has a theme yet.

    >>> old = np.array([[1, 0], [0.8, 0.6], [0, 1]], np.float32)
    >>> assign(np.array([[0.9, 0.1]], np.float32), old, np.array([4, 4, 7])).labels.tolist()
    [4]
    """
    if not len(reference):
        raise ValueError("No text has a theme yet; find themes first.")
    index, cosine = nearest(vectors, reference, _VOTERS)
    weight = np.clip(cosine, 0, None) ** 4
    votes = np.zeros((len(vectors), int(labels.max()) + 1))
    for column in range(index.shape[1]):
        np.add.at(votes, (np.arange(len(vectors)), labels[index[:, column]]), weight[:, column])
    share = np.divide(votes.max(axis=1, initial=0), votes.sum(axis=1).clip(1e-12))
    blind = votes.sum(axis=1) == 0
    found = np.where(blind, labels[index[:, 0]], votes.argmax(axis=1)).astype(np.int64)
    return Assigned(found, (share > _MAJORITY) & ~blind, cosine.mean(axis=1))


def continued(vectors: NDArray[np.float32], before: NDArray[np.int64]) -> Assigned:
    """Themes of all texts when some already have one: those keep it, new ones join or open new themes.

    `before` is the label of each text, or -1 for a new one. A new text joins by its neighbours' votes, unless it is
    further from them than 98 % of the old texts are from theirs; enough such strangers alike open a theme of their
    own (labels from the highest old one on). An old text is confident when no centroid is nearer than its own.
    """
    old = before >= 0
    labels = before.astype(np.int64)
    confident = np.zeros(len(before), np.bool_)
    confident[old] = _at_home(vectors[old], before[old])
    closeness = np.ones(len(before), np.float32)
    if not old.all():
        joined = assign(vectors[~old], vectors[old], before[old])
        strange = joined.closeness < _usual_closeness(vectors[old])
        closeness[~old], confident[~old] = joined.closeness, joined.confident & ~strange
        labels[~old] = _opened(vectors[~old], joined.labels, strange, int(before.max()) + 1, len(before))
    return Assigned(labels, confident, closeness)


def _at_home(vectors: NDArray[np.float32], labels: NDArray[np.int64]) -> NDArray[np.bool_]:
    middle = centroids(vectors, labels)
    return np.asarray((vectors @ middle.T).argmax(axis=1) == labels)


def _usual_closeness(vectors: NDArray[np.float32]) -> float:
    """The closeness that all but the loneliest old texts reach among the others."""
    sample = np.arange(0, len(vectors), max(1, len(vectors) // _SAMPLE))
    _, cosine = nearest(vectors[sample], vectors, _VOTERS + 1)
    return float(np.quantile(cosine[:, 1:].mean(axis=1), _STRANGER_QUANTILE)) if cosine.shape[1] > 1 else -1.0


def _opened(
    vectors: NDArray[np.float32],
    labels: NDArray[np.int64],
    strange: NDArray[np.bool_],
    first_free: int,
    corpus: int,
) -> NDArray[np.int64]:
    """The labels, where groups of strangers large enough for a theme have one of their own."""
    rows = np.flatnonzero(strange & (np.abs(vectors).sum(axis=1) > 0))[:_SAMPLE]
    smallest = max(_SMALLEST, round(_SMALLEST_SHARE * sqrt(corpus)))
    if len(rows) < smallest:
        return labels
    linkage = AgglomerativeClustering(
        None, metric="cosine", linkage="average", distance_threshold=_NEW_THEME_DISTANCE
    )
    groups = linkage.fit_predict(vectors[rows])
    large = np.flatnonzero(np.bincount(groups) >= smallest)
    opened = labels.copy()
    for number, one in enumerate(large):
        opened[rows[groups == one]] = first_free + number
    return opened


def match_themes(
    before: Sequence[str | None],
    labels: NDArray[np.int64],
    old_centroids: Mapping[str, NDArray[np.float32]] | None = None,
    new_centroids: NDArray[np.float32] | None = None,
) -> dict[int, str]:
    """Which earlier theme each new theme continues: {new label: old id}; a theme that is new is left out.

    `before` is the id of the earlier theme of each text (None for a text that had none), `labels` its new theme.
    The one-to-one match with the largest sum of shared texts (intersection over union) wins, with a little weight
    for the cosine of centroids where given (unit rows); a pair that shares less than a tenth does not match.
    Source: assignment by Kuhn 1955.

    >>> match_themes(["a", "a", "b", None], np.array([1, 1, 0, 2]))
    {0: 'b', 1: 'a'}
    """
    old = sorted({one for one in before if one is not None})
    if not old or not len(labels):
        return {}
    shared = _shared(before, labels, old)
    score = shared + _CENTROID_WEIGHT * _alike(old, old_centroids, new_centroids, shared.shape)
    rows, columns = linear_sum_assignment(score, maximize=True)
    return {
        int(row): old[column]
        for row, column in zip(rows, columns, strict=True)
        if shared[row, column] >= _SHARED_LEAST
    }


def _shared(before: Sequence[str | None], labels: NDArray[np.int64], old: list[str]) -> NDArray[np.float64]:
    """Texts in both over texts in either, among texts that had a theme (new themes x old themes)."""
    place = {one: column for column, one in enumerate(old)}
    both = np.zeros((int(labels.max()) + 1, len(old)))
    for label, one in zip(labels, before, strict=True):
        if one is not None:
            both[label, place[one]] += 1
    either = both.sum(axis=1, keepdims=True) + both.sum(axis=0) - both
    return np.asarray(both / np.maximum(either, 1))


def _alike(
    old: list[str],
    old_centroids: Mapping[str, NDArray[np.float32]] | None,
    new_centroids: NDArray[np.float32] | None,
    shape: tuple[int, ...],
) -> NDArray[np.float64]:
    if old_centroids is None or new_centroids is None:
        return np.zeros(shape)
    nowhere = np.zeros(new_centroids.shape[1], np.float32)
    return np.asarray(
        new_centroids @ np.array([old_centroids.get(one, nowhere) for one in old]).T, np.float64
    )
