import numpy as np
from scipy.sparse import csr_matrix
from sklearn.metrics import adjusted_rand_score

from headway.engine.text.clusters import group, merged
from headway.engine.text.graph import nearest, spectral, symmetric
from headway.engine.text.quotes import typical


def cloud(groups, each, seed=0):
    random = np.random.default_rng(seed)
    middles = np.repeat(np.eye(groups, 32, dtype=np.float32), each, axis=0)
    points = middles + random.normal(0, 0.1, middles.shape).astype(np.float32)
    return points / np.linalg.norm(points, axis=1, keepdims=True), np.repeat(np.arange(groups), each)


def test_well_parted_groups_are_found_without_their_number():
    points, truth = cloud(12, 60)
    found = group(points, 0)
    assert adjusted_rand_score(truth, found.labels) == 1.0


def test_same_seed_same_groups():
    points, _ = cloud(8, 40, seed=1)
    assert np.array_equal(group(points, 5).labels, group(points, 5).labels)


def test_groups_with_many_edges_between_them_merge():
    edges = csr_matrix(np.array([[4, 3, 0], [3, 4, 0.1], [0, 0.1, 4]]))
    assert merged(np.array([0, 1, 2]), edges, above=0.5).tolist() == [0, 0, 1]


def test_merging_adds_edges_before_the_next_pair_is_judged():
    edges = csr_matrix(np.array([[4, 3, 1.2], [3, 4, 1.2], [1.2, 1.2, 4]]))
    assert merged(np.array([0, 1, 2]), edges, above=0.5).tolist() == [0, 0, 1]


def test_nearest_are_best_first_and_leave_out_the_row_itself():
    points = np.array([[1, 0], [0.8, 0.6], [0, 1]], np.float32)
    index, cosine = nearest(points, points, 5, skip_self=True)
    assert index.tolist() == [[1, 2], [0, 2], [1, 0]]
    assert np.allclose(cosine, [[0.8, 0], [0.8, 0.6], [0.6, 0]])


def test_a_mutual_edge_weighs_twice_a_one_sided_one():
    assert symmetric(np.array([[1], [0], [0]], np.int32)).toarray().tolist() == [
        [0, 1, 0.5],
        [1, 0, 0],
        [0.5, 0, 0],
    ]


def test_spectral_coordinates_part_two_components():
    graph = csr_matrix(np.kron(np.eye(2), np.ones((5, 5)) - np.eye(5)))
    coordinates = spectral(graph, 2, seed=0)
    gap = np.linalg.norm(coordinates[:5, None] - coordinates[None, 5:], axis=2).min()
    assert np.linalg.norm(coordinates[:5] - coordinates[0], axis=1).max() < 1e-9 < gap


def test_quotes_are_central_and_not_nearly_the_same():
    vectors = np.array([[1, 0], [1, 0], [0.99, 0.14], [0.8, 0.6]], np.float32)
    assert typical(["a", "b", "c", "d"], vectors, np.zeros(4, np.int64)) == [(2, 3)]
