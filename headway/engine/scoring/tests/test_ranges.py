from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.engine.scoring.errors import ScoringError
from headway.engine.scoring.ranges import Range
from headway.engine.scoring.sampling import draw, quantile

positive = st.floats(0.01, 1e6)


@given(st.tuples(positive, positive, positive))
def test_quantiles_are_hit_exactly(triple: tuple[float, float, float]) -> None:
    quantity = Range(*sorted(triple))
    values = quantile(quantity, np.array([0.1, 0.5, 0.9]))
    assert values == pytest.approx([quantity.p10, quantity.p50, quantity.p90], rel=1e-9)


@given(st.tuples(*[st.floats(-1e6, 1e6)] * 3), st.lists(st.floats(0.001, 0.999), min_size=2))
def test_values_rise_with_probability(triple: tuple[float, float, float], chances: list[float]) -> None:
    values = quantile(Range(*sorted(triple)), np.array(sorted(chances)))
    assert (np.diff(values) >= -1e-6).all()


def test_shares_stay_within_zero_and_one() -> None:
    values = quantile(Range(0, 0.5, 1), np.linspace(0.001, 0.999, 99), ceiling=1.0)
    assert (values.min(), values.max()) == (0.0, 1.0)


def test_p10_follows_from_the_lognormal() -> None:
    assert Range.from_p50_p90(20, 40) == Range(10, 20, 40)
    assert Range.from_p50_p90(0, 0) == Range.point(0)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ({"p10": 3, "p50": 2, "p90": 4}, "must rise from P10 to P50 to P90"),
        ({"p50": 2}, "at least p50 and p90"),
        ("12", "not a finite number"),
        (True, "not a finite number"),
        (float("nan"), "not a finite number"),
        ({"p50": 0, "p90": 4}, "P50 above zero"),
    ],
)
def test_refusals_name_the_field(written: object, message: str) -> None:
    with pytest.raises(ScoringError, match=f"^The effort of 'A' is wrong: .*{message}"):
        Range.parse(written, "effort of 'A'")


def test_draws_of_different_items_are_independent() -> None:
    wide = [Range(1, 10, 100)]
    columns = np.log(np.column_stack([draw(wide, 4096, 7, index) for index in range(12)]))
    correlation = np.corrcoef(columns.T) - np.eye(12)
    assert np.abs(correlation).max() < 0.06


def test_draws_repeat_with_the_seed_and_beat_plain_sampling() -> None:
    wide = [Range(-1, 0, 1)]
    assert (draw(wide, 4096, 3) == draw(wide, 4096, 3)).all()
    assert abs(float(draw(wide, 4096, 3).mean())) < 1e-3
