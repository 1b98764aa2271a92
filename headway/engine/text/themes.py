"""Themes in a pile of customer messages: how many there are is found, not given; every message gets one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering

from headway.engine.text.clusters import Groups, group
from headway.engine.text.features import features
from headway.engine.text.identity import continued
from headway.engine.text.naming import distinctive_terms, theme_names
from headway.engine.text.quotes import centroids, typical
from headway.engine.text.vectors import embed

BLANK_NAME = "No text"
_CONTINUE_FROM = 0.8
_FEW_TEXTS = 40
_FEW_DISTANCE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Themes:
    """Themes 0..k-1, the largest first; theme k's name, terms, quotes and centroid stand at place k.

    `labels` and `confident` have one entry per text (False: the text lay between themes and joined the nearest);
    `quotes` are row numbers of typical texts, most central first; `centroids` are unit rows (k x 256).
    """

    labels: NDArray[np.int64]
    confident: NDArray[np.bool_]
    names: tuple[str, ...]
    terms: tuple[tuple[str, ...], ...]
    quotes: tuple[tuple[int, ...], ...]
    centroids: NDArray[np.float32]
    vectors: NDArray[np.float32]


def find_themes(
    texts: Sequence[str],
    seed: int = 0,
    vectors: NDArray[np.float32] | None = None,
    before: Sequence[str | None] | None = None,
) -> Themes:
    """Themes of the texts; the same texts and seed give the same themes.

    `vectors` (one unit row per text) replace the built-in word vectors where a better model is at hand. Blank
    texts form a theme of their own, "No text", never confident. Raises ValueError when `vectors` has another
    number of rows. Route: `clusters.group`.

    `before` gives the id of the theme each text had in an earlier run (None for a new text). While at least four
    texts in five have one, themes continue: an old text keeps its theme, a new one joins the nearest or, with
    enough others far from all, opens one. Beyond that all themes are found afresh. `identity.match_themes` says
    which id each theme carries on.

    >>> found = find_themes(["I lost my card", "my card is lost", "exchange rate is wrong"])
    >>> found.labels.tolist(), found.names
    ([0, 0, 1], ('Card, lost', 'Exchange rate is wrong'))
    """
    rows = embed(texts) if vectors is None else np.asarray(vectors, np.float32)
    if len(rows) != len(texts):
        raise ValueError(f"vectors has {len(rows)} rows for {len(texts)} texts; give one row per text.")
    if not len(texts):
        return _nothing(rows)
    filled = np.array([bool(text.strip()) for text in texts])
    known = _known(before, filled)
    if known is not None:
        kept = continued(rows, known)
        return _described(texts, rows, filled, _largest_first(kept.labels), kept.confident & filled)
    labels, confident = _labelled(texts, rows, filled, seed)
    return _described(texts, rows, filled, labels, confident)


def _nothing(vectors: NDArray[np.float32]) -> Themes:
    empty = np.zeros(0, np.int64)
    return Themes(empty, empty.astype(np.bool_), (), (), (), vectors, vectors)


def _known(before: Sequence[str | None] | None, filled: NDArray[np.bool_]) -> NDArray[np.int64] | None:
    """Earlier themes as numbers (-1: none), blank texts in one of their own; None when too few texts had one."""
    if before is None:
        return None
    if len(before) != len(filled):
        raise ValueError(
            f"before has {len(before)} entries for {len(filled)} texts; give one, or None, per text."
        )
    had = np.array([one is not None for one in before])
    if had.mean() < _CONTINUE_FROM:
        return None
    place = {one: number for number, one in enumerate(sorted({one for one in before if one is not None}))}
    known = np.array([-1 if one is None else place[one] for one in before], np.int64)
    blank = known[~filled]
    known[~filled] = blank.max() if (blank >= 0).any() else len(place)
    return known


def _labelled(
    texts: Sequence[str], vectors: NDArray[np.float32], filled: NDArray[np.bool_], seed: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    labels = np.zeros(len(texts), np.int64)
    confident = np.zeros(len(texts), np.bool_)
    if filled.any():
        found = _grouped(
            [text for text, some in zip(texts, filled, strict=True) if some], vectors[filled], seed
        )
        labels[filled], confident[filled] = found.labels, found.dense
        labels[~filled] = found.labels.max() + 1
    return _largest_first(labels), confident


def _grouped(texts: list[str], vectors: NDArray[np.float32], seed: int) -> Groups:
    if len({" ".join(text.lower().split()) for text in texts}) == 1:
        return Groups(np.zeros(len(texts), np.int64), np.ones(len(texts), np.bool_))
    if len(texts) < _FEW_TEXTS:
        return _few(vectors)
    return group(features(texts, vectors, seed), seed)


def _few(vectors: NDArray[np.float32]) -> Groups:
    """Too few texts for density to mean anything: average linkage, cut at a fixed distance."""
    linkage = AgglomerativeClustering(
        None, metric="precomputed", linkage="average", distance_threshold=_FEW_DISTANCE
    )
    labels = linkage.fit_predict(np.clip(1 - vectors.astype(np.float64) @ vectors.T, 0, 2))
    return Groups(labels.astype(np.int64), np.bincount(labels)[labels] > 1)


def _largest_first(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Renumbered by size, then by first appearance, so that numbers mean something to a reader."""
    _, first, inverse, sizes = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    place = np.empty(len(sizes), np.int64)
    place[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    return place[inverse]


def _described(
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    filled: NDArray[np.bool_],
    labels: NDArray[np.int64],
    confident: NDArray[np.bool_],
) -> Themes:
    terms = distinctive_terms(texts, labels)
    names = list(theme_names(terms))
    if not filled.all():
        names[labels[~filled][0]] = BLANK_NAME
    quotes = tuple(typical(texts, vectors, labels))
    return Themes(labels, confident, tuple(names), tuple(terms), quotes, centroids(vectors, labels), vectors)
