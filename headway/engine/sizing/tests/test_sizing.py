import pytest

from headway.engine.sizing.intervals import count_estimate, sum_estimate
from headway.engine.sizing.weight import standings, weights


def test_count_interval_is_garwoods():
    # Garwood (1936), as printed in tables of exact Poisson limits: 5 -> 1.623 .. 11.668
    estimate = count_estimate(5)
    assert (round(estimate.low, 3), round(estimate.high, 3)) == (1.623, 11.668)


def test_no_reports_still_have_an_upper_bound():
    estimate = count_estimate(0, per=2.0)
    assert (estimate.value, estimate.low, round(estimate.high, 3)) == (0, 0, 1.844)


def test_negative_count_is_refused():
    with pytest.raises(ValueError, match="cannot be estimated"):
        count_estimate(-1)


def test_sum_of_nothing_is_nothing():
    assert sum_estimate([]).high == 0


def test_ties_share_their_place():
    assert standings([1, 1, 2]) == [0.25, 0.25, 1.0]


def test_measures_that_disagree_widen_the_weight():
    first, second = weights([[2, 1], [1, 2]])
    assert (first.low, first.mid, first.high) == (0.0, 0.5, 1.0)
    assert second == first
