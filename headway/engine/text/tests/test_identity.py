import numpy as np
import pytest

from headway.engine.text.identity import assign, continued, match_themes

EAST, NORTH = [1.0, 0.0], [0.0, 1.0]


def unit(*rows):
    points = np.array(rows, np.float32)
    return points / np.linalg.norm(points, axis=1, keepdims=True)


def test_a_theme_keeps_its_id_through_new_labels():
    assert match_themes(["a", "a", "b", "b", None], np.array([1, 1, 0, 0, 2])) == {0: "b", 1: "a"}


def test_a_split_theme_gives_its_id_to_the_larger_part():
    assert match_themes(["a"] * 5, np.array([0, 0, 0, 1, 1])) == {0: "a"}


def test_the_best_total_match_wins_over_the_best_single_one():
    before = ["a"] * 6 + ["b"] * 3
    labels = np.array([0] * 3 + [1] * 3 + [0] * 3)
    assert match_themes(before, labels) == {0: "b", 1: "a"}


def test_too_small_a_share_is_no_match():
    assert match_themes(["a"] + [None] * 3 + ["b"] * 20, np.array([0] + [0] * 3 + [0] * 20)) == {0: "b"}
    assert match_themes([None, None], np.array([0, 1])) == {}


def test_centroids_break_a_tie_of_shared_texts():
    centroids = {"a": np.array(NORTH, np.float32), "b": np.array(EAST, np.float32)}
    labels = np.array([0, 1, 0, 1])
    assert match_themes(["a", "a", "b", "b"], labels, centroids, unit(EAST, NORTH)) == {0: "b", 1: "a"}


def test_new_texts_join_by_their_neighbours():
    found = assign(unit([0.9, 0.1], [0.2, 0.9]), unit(EAST, [0.9, 0.2], NORTH), np.array([3, 3, 8]))
    assert found.labels.tolist() == [3, 8]
    assert found.confident.tolist() == [True, True]


def test_nothing_can_be_assigned_before_themes_exist():
    with pytest.raises(ValueError, match="find themes first"):
        assign(unit(EAST), np.zeros((0, 2), np.float32), np.zeros(0, np.int64))


def test_strangers_alike_open_a_theme_and_one_alone_does_not():
    random = np.random.default_rng(0)
    old = np.hstack([1 + random.normal(0, 0.1, (60, 1)), random.normal(0, 0.1, (60, 1)), np.zeros((60, 2))])
    strangers = np.hstack([np.zeros((8, 2)), np.ones((8, 1)), random.normal(0, 0.1, (8, 1))])
    lone = np.array([[0, 0, 0, -1.0]])
    before = np.array([0] * 60 + [-1] * 9)
    found = continued(unit(*old, *strangers, *lone), before)
    assert found.labels.tolist() == [0] * 60 + [1] * 8 + [0]
    assert not found.confident[-1]
