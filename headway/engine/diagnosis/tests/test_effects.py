"""Contributions add up exactly to the change, whatever came, went or stopped."""

import numpy as np
import pytest

from headway.engine.anomalies.since import chance_of, interval, since_when
from headway.engine.diagnosis.effects import Part, share_effects, step_effects, sum_effects


def parts_drawn(seed: int) -> list[Part]:
    """Six parts, one of which is only there before, one only now, and one of which nobody is left."""
    rng = np.random.default_rng(seed)
    of = rng.integers(1, 500, (6, 2)).astype(float)
    of[0, 1] = of[1, 0] = of[2, 0] = of[2, 1] = 0
    counted = np.floor(of * rng.random((6, 2)))
    return [
        Part(str(at), counted[at, 0], of[at, 0], counted[at, 1], of[at, 1]) for at in range(len(of))
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_effects_of_a_share_add_up_to_its_change(seed: int) -> None:
    parts = parts_drawn(seed)
    now = sum(one.counted_now for one in parts) / sum(one.of_now for one in parts)
    before = sum(one.counted_before for one in parts) / sum(one.of_before for one in parts)
    found = share_effects(parts)
    assert sum(one.whole for one in found) == pytest.approx(now - before, abs=1e-12)
    assert [one.rate for one in found[:3]] == [0, 0, 0]


def test_effects_are_those_of_the_textbook_on_two_parts() -> None:
    moved = share_effects([Part("a", 50, 100, 90, 300), Part("b", 30, 300, 10, 100)])
    assert [(one.name, round(one.rate, 9), round(one.mix, 9)) for one in moved] == [
        ("a", -0.1, 0.0875), ("b", 0.0, 0.0625),
    ]  # fmt: skip


def test_of_nobody_no_effect_is_known() -> None:
    assert share_effects([Part("a", 0, 0, 3, 4)]) == []
    assert sum_effects([Part("a", 0, 0, 3, 4)]) == []


@pytest.mark.parametrize("seed", range(20))
def test_effects_of_steps_add_up_also_where_one_went_to_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    before, now = rng.random(5).tolist(), rng.random(5).tolist()
    now[seed % 5] = 0.0
    assert sum(step_effects(before, now)) == pytest.approx(-float(np.prod(before)), abs=1e-12)


def test_a_step_that_stayed_has_no_effect_and_two_share_what_both_made() -> None:
    assert step_effects([0.5, 0.5, 1.0], [1.0, 1.0, 1.0]) == [0.375, 0.375, 0.0]


def test_a_day_is_told_with_the_days_that_noise_leaves_open() -> None:
    assert interval(np.r_[np.full(10, 5.0), np.full(10, 1.0)]) == (10, 10, 10)
    found = since_when(
        np.random.default_rng(3).normal(0, 2, 80) + np.r_[np.full(40, 20.0), np.full(40, 17.0)]
    )
    assert found is not None
    assert found.earliest <= 40 <= found.latest and found.latest - found.earliest > 1
    assert since_when(np.random.default_rng(3).normal(0, 2, 80)) is None


def test_chance_is_known_of_runs_and_not_of_a_few_points() -> None:
    even, steady = np.array([5.0, 6, 5, 6, 5, 6, 5, 6]), np.full(8, 3.0)
    assert chance_of(even, even) == 1.0
    assert chance_of(steady, steady + 1) == 0.0
    assert round(chance_of(even, even + 0.3) or 0, 3) == 0.262
    assert chance_of(even[:6], even) is None
