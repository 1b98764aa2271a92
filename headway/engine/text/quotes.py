"""The texts that speak best for a theme, in the customers' own words."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.preprocessing import normalize

_CANDIDATES = 60
_NEAR_DUPLICATE = 0.92


def centroids(vectors: NDArray[np.float32], labels: NDArray[np.int64]) -> NDArray[np.float32]:
    """The unit mean vector of every label 0..k-1 (float32, k x d); a label without direction gets zeros.

    >>> centroids(np.array([[1, 0], [0, 1], [0, 1]], np.float32), np.array([0, 1, 1])).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    sums = np.zeros((int(labels.max()) + 1, vectors.shape[1]), np.float64)
    np.add.at(sums, labels, vectors)
    return np.asarray(normalize(sums), np.float32)


def typical(
    texts: Sequence[str], vectors: NDArray[np.float32], labels: NDArray[np.int64], count: int = 5
) -> list[tuple[int, ...]]:
    """Row numbers of up to `count` typical texts per label, the most central first, no two nearly the same.

    `vectors` are unit rows, one per text. Two texts are nearly the same when they differ in blanks and case
    only or their cosine exceeds 0.92; a theme of copies gives fewer than `count`.

    >>> rows = np.array([[1, 0], [1, 0], [0.8, 0.6]], np.float32)
    >>> typical(["a", "A ", "b"], rows, np.zeros(3, np.int64))
    [(0, 2)]
    """
    middle = centroids(vectors, labels)
    closeness = np.einsum("ij,ij->i", vectors, middle[labels])
    order = np.lexsort((np.arange(len(labels)), -closeness))
    members: list[list[int]] = [[] for _ in middle]
    for row in order:
        members[labels[row]].append(int(row))
    return [_diverse(texts, vectors, rows[:_CANDIDATES], count) for rows in members]


def _diverse(
    texts: Sequence[str], vectors: NDArray[np.float32], rows: list[int], count: int
) -> tuple[int, ...]:
    chosen: list[int] = []
    plain: set[str] = set()
    for row in rows:
        key = " ".join(texts[row].lower().split())
        fresh = key not in plain and not any(vectors[row] @ vectors[one] > _NEAR_DUPLICATE for one in chosen)
        if fresh and len(chosen) < count:
            chosen.append(row)
            plain.add(key)
    return tuple(chosen)
