"""Neighbour graphs over unit vectors, and their spectral coordinates."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags_array
from scipy.sparse.linalg import eigsh
from sklearn.preprocessing import normalize

_ROWS_AT_ONCE = 1000
_DENSE_UP_TO = 400
_DIFFUSION_STEPS = 8


def nearest(
    queries: NDArray[np.float32], reference: NDArray[np.float32], count: int, *, skip_self: bool = False
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The `count` most similar reference rows of every query row, best first: (indices, cosines), both q x count.

    Rows must be unit vectors. `skip_self` leaves row i out of query i's answer (queries and reference are the
    same). Exact; memory grows with 1,000 x reference rows, time with queries x reference.

    >>> points = np.eye(3, dtype=np.float32)
    >>> nearest(np.array([[0.8, 0.6, 0.0]], np.float32), points, 2)[0].tolist()
    [[0, 1]]
    """
    count = min(count, len(reference) - skip_self)
    index = np.empty((len(queries), count), np.int32)
    cosine = np.empty((len(queries), count), np.float32)
    for start in range(0, len(queries), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        similar = queries[rows] @ reference.T
        if skip_self:
            similar[np.arange(len(similar)), np.arange(start, start + len(similar))] = -np.inf
        index[rows], cosine[rows] = _best(similar, count)
    return index, cosine


def _best(similar: NDArray[np.float32], count: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    chosen = np.argpartition(-similar, count - 1, axis=1)[:, :count]
    cosine = np.take_along_axis(similar, chosen, axis=1)
    order = np.argsort(-cosine, axis=1, kind="stable")
    return np.take_along_axis(chosen, order, 1).astype(np.int32), np.take_along_axis(cosine, order, 1)


def symmetric(index: NDArray[np.int32], weights: NDArray[np.float32] | None = None) -> csr_matrix:
    """The undirected graph (n x n) of a neighbour table: an edge both ends name weighs twice a one-sided one."""
    rows, count = index.shape
    values = np.ones(index.size, np.float32) if weights is None else weights.ravel()
    directed = csr_matrix((values, index.ravel(), np.arange(0, index.size + 1, count)), shape=(rows, rows))
    return csr_matrix((directed + directed.T) * 0.5)


def spectral(graph: csr_matrix, size: int, seed: int) -> NDArray[np.float64]:
    """Spectral coordinates (n x size) of a graph: leading eigenvectors of the random walk, slow ones weighted up.

    The largest eigenvalues are sought directly, without the shift-and-invert of scikit-learn's
    SpectralEmbedding, whose factorisation costs fifty times as much on such graphs.
    """
    scale = 1 / np.sqrt(np.asarray(graph.sum(axis=1)).ravel() + 1e-9)
    walk = csr_matrix(diags_array(scale) @ graph @ diags_array(scale)).astype(np.float64)
    values, vectors = _leading(walk, size, seed)
    return np.asarray(vectors * scale[:, None] * np.clip(values, 0, 1) ** _DIFFUSION_STEPS)


def _leading(walk: csr_matrix, size: int, seed: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if walk.shape[0] <= max(_DENSE_UP_TO, size + 1):
        values, vectors = np.linalg.eigh(walk.toarray())
    else:
        start = np.random.default_rng(seed).normal(size=walk.shape[0])
        values, vectors = eigsh(walk, k=size, which="LA", v0=start, tol=1e-4, maxiter=5000)
    leading = np.argsort(-values, kind="stable")[:size]
    return values[leading], vectors[:, leading]


def unit_rows(coordinates: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """The first `size` coordinates, every row scaled to length one (a zero row stays zero)."""
    return np.asarray(normalize(coordinates[:, :size]))
