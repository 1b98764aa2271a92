import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from headway.engine.stats.trend import trend, trends, weekly_counts


def test_the_ratio_compares_the_shares_of_the_halves():
    found = trend([4, 6, 7, 20], [50, 50, 100, 80])
    assert (found.first, found.last) == (10, 27)
    assert math.isclose(found.ratio, 1.5)


def test_the_interval_is_the_exact_binomial_one():
    found = trend([4, 6, 7, 20], [50, 50, 100, 80])
    share = binomtest(27, 37).proportion_ci(0.95, method="exact")
    assert math.isclose(found.low, share.low / (1 - share.low) * 100 / 180)
    assert math.isclose(found.high, share.high / (1 - share.high) * 100 / 180)


def test_p_is_that_of_the_trend_in_proportions():
    """Twelve of 200 messages, all weeks alike in volume: the score by hand."""
    found = trend([1, 1, 4, 6], [50, 50, 50, 50])
    score = 1 * -1.5 + 1 * -0.5 + 4 * 0.5 + 6 * 1.5
    variance = 12 * 1.25 * (200 - 12) / 199
    assert math.isclose(found.p, math.erfc(score / math.sqrt(2 * variance)))
    assert found.direction == "rising"


def test_a_share_that_follows_the_volume_is_flat():
    found = trend([10, 20, 30, 40], [100, 200, 300, 400])
    assert (found.direction, found.ratio, found.p) == ("flat", 70 / 700 / (30 / 300), 1.0)


def test_the_middle_week_of_an_odd_number_is_in_neither_half():
    found = trend([1, 50, 3], [100, 100, 100])
    assert (found.first, found.last, found.ratio) == (1, 3, 3.0)


def test_nothing_counted_is_unknown_and_not_zero():
    found = trend([0, 0], [5, 5])
    assert (found.direction, found.ratio, found.low, found.high) == ("flat", None, None, None)
    assert found.reason == "no messages to compare in these weeks"


def test_a_theme_that_is_new_has_no_upper_bound():
    found = trend([0, 0, 8, 12], [100, 100, 100, 100])
    assert (found.direction, found.ratio, found.high) == ("rising", math.inf, math.inf)


def test_a_sure_but_small_change_is_flat():
    found = trend([1000, 1000, 1150, 1150], [100000] * 4)
    assert found.p < 0.001
    assert found.direction == "flat"


@pytest.mark.parametrize(
    ("counts", "totals", "message"),
    [
        ([1], [1], "two weeks or more"),
        ([1, 2], [1, 2, 3], "two weeks or more"),
        ([1, 9], [5, 5], "week 1 counts 9 of 5"),
        ([-1, 2], [5, 5], "week 0 counts -1 of 5"),
    ],
)
def test_bad_counts_are_refused_with_the_week(counts, totals, message):
    with pytest.raises(ValueError, match=message):
        trend(counts, totals)


def test_many_flat_themes_raise_few_false_calls():
    counts = np.random.default_rng(0).poisson(8, (1000, 26))
    called = sum(found.direction != "flat" for found in trends(counts))
    assert called == 0


def test_one_strong_theme_among_many_is_found():
    counts = np.random.default_rng(0).poisson(8, (100, 26))
    counts[7, 13:] += 8
    assert [row for row, found in enumerate(trends(counts)) if found.direction != "flat"] == [7]
    assert trends(counts)[7].direction == "rising"


@given(st.lists(st.integers(0, 30), min_size=2, max_size=12))
def test_the_mirror_image_in_time_has_the_inverse_ratio_and_the_same_p(counts):
    totals = [100] * len(counts)
    forth, back = trend(counts, totals), trend(counts[::-1], totals)
    assert math.isclose(forth.p, back.p, abs_tol=1e-12)
    if forth.first and forth.last:
        assert math.isclose(forth.ratio * back.ratio, 1)


def test_weekly_counts_end_with_the_last_day():
    table = weekly_counts([0, 1, 7, 8, 14, 15], [0, 1, 0, 0, 2, 1], last_day=14, weeks=2)
    assert table.tolist() == [[1, 1], [1, 0], [0, 1]]


def test_weekly_counts_refuse_unequal_lengths():
    with pytest.raises(ValueError, match="2 entries for 1 labels"):
        weekly_counts([1, 2], [0], last_day=2, weeks=1)
