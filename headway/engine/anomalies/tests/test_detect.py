import numpy as np
import pytest

from headway.engine.anomalies.backtest import backtest
from headway.engine.anomalies.changes import Change, changes, seasonless
from headway.engine.anomalies.detect import Setting, anomalies, bounds
from headway.engine.anomalies.readings import beyond_cycles, cycle_points, readings

DAYS = np.arange(140) * 86_400.0
WEEKS = np.tile([100.0, 104, 102, 106, 98, 40, 36], 20) + np.random.default_rng(5).normal(0, 2, 140)


def places(values: np.ndarray, **setting: float) -> list[tuple[int, str]]:
    return [(one.place, one.reading) for one in anomalies(DAYS[: len(values)], values, Setting(**setting))]


def test_a_usual_series_has_none() -> None:
    assert places(WEEKS) == []


def test_a_weekday_like_a_sunday_stands_out_though_sundays_are_usual() -> None:
    changed = WEEKS.copy()
    changed[101] = 40
    assert changed[101] > changed[:101].min()
    assert places(changed) == [(101, "season")]


def test_nothing_later_than_a_point_tells_of_it() -> None:
    changed = WEEKS.copy()
    changed[90:] *= 0.5
    whole = [one for one in anomalies(DAYS, changed) if one.place < 100]
    assert whole == [one for one in anomalies(DAYS[:100], changed[:100]) if one.place < 100]
    assert whole[0].place == 90


@pytest.mark.parametrize("values", [np.full(140, 5.0), np.zeros(140), WEEKS[:19]])
def test_a_flat_line_or_a_short_series_has_none(values: np.ndarray) -> None:
    assert places(values) == []


def test_the_first_move_of_a_flat_line_is_no_division_by_zero() -> None:
    moved = np.full(140, 5.0)
    moved[100] = 6
    assert np.isfinite(bounds(moved, 0.0).excess).all()


def test_extremes_of_long_ago_fade() -> None:
    values = np.r_[[100.0], np.zeros(5000), [40.0]]
    assert bounds(values, 0.0).excess[-1] == 0
    assert bounds(values, 1e-3).excess[-1] > 1


def test_a_cycle_is_a_day_or_where_there_is_one_point_a_day_a_week() -> None:
    assert [cycle_points(one) for one in (60.0, 3600.0, 86_400.0, 7 * 86_400.0)] == [1440, 24, 7, 7]


def test_what_a_cycle_says_of_its_first_points_is_nothing() -> None:
    assert beyond_cycles(np.arange(10.0), 5).tolist() == [0, 0, 0, 0, 0, 5, 5, 5, 5, 5]
    assert "season" not in readings(WEEKS[:20], 86_400.0)


def test_a_step_is_found_where_it_is_and_as_high_as_it_is() -> None:
    stepped = WEEKS.copy()
    stepped[84:] += 30
    assert [one.place for one in changes(WEEKS, 7)] == []
    found = changes(stepped, 7)
    assert [one.place for one in found] == [84]
    assert 27 < found[0].after - found[0].before < 33


def test_two_steps_are_told_in_order() -> None:
    values = np.r_[np.full(30, 10.0), np.full(30, 20.0), np.full(30, 5.0)] + np.tile([0.0, 0.2], 45)
    assert changes(values) == [Change(30, 10.1, 20.1), Change(60, 20.1, 5.1)]


@pytest.mark.parametrize("height", [14.0, 140.0, 14_000.0])
def test_one_spike_is_no_step_however_high(height: float) -> None:
    spiked = np.tile([10.0, 10.4], 30)
    spiked[30] = height
    assert changes(spiked) == []


def test_a_series_of_noughts_has_no_step_and_keeps_its_length() -> None:
    assert changes(np.zeros(60), 7) == []
    assert seasonless(np.arange(3.0), 7).tolist() == [0, 1, 2]


def test_a_backtest_counts_the_same_twice_and_finds_large_drops() -> None:
    found = backtest(DAYS, WEEKS, seed=3)
    assert found == backtest(DAYS, WEEKS, seed=3)
    assert (found.points, found.told) == (120, 0)
    assert [(one.size, one.planted) for one in found.planted] == [(0.1, 20), (0.25, 20), (0.5, 20)]
    assert found.planted[2].found == 20 and found.planted[0].found <= found.planted[1].found


def test_a_backtest_of_too_short_a_series_plants_nothing() -> None:
    assert backtest(DAYS[:5], WEEKS[:5]).planted == ()


def test_a_series_that_stands_still_has_none_and_its_first_step_is_one() -> None:
    days = np.arange(84) * 86_400.0
    assert anomalies(days, np.full(84, 12.0)) == []
    stepped = anomalies(days, np.r_[np.full(56, 12.0), np.full(28, 10.0)])
    assert [one.place for one in stepped] == [56]
