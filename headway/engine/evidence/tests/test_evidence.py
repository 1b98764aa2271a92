"""Reach, impact, confidence and phrases against independent arithmetic."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from headway.engine.evidence.confidence import confidence_of
from headway.engine.evidence.impact import impact_of
from headway.engine.evidence.phrases import Topic, matches
from headway.engine.evidence.reach import poisson_interval, reach_of

CHANNELS = st.dictionaries(st.sampled_from(["support", "sales", "in_app"]), st.integers(1, 500))


@pytest.mark.parametrize("count", [0, 1, 3, 40, 1000])
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_the_interval_is_garwoods_chi_square_form(count: int, level: float) -> None:
    tail = (1 - level) / 2
    low = chi2.ppf(tail, 2 * count) / 2 if count else 0.0
    high = chi2.ppf(1 - tail, 2 * count + 2) / 2
    assert poisson_interval(count, level) == pytest.approx((low, high), rel=1e-9)


def test_nobody_reached_is_a_count_with_an_upper_end() -> None:
    reach = reach_of(0, 50, 100)
    assert (reach.p50, reach.p10, reach.low) == (0.0, 0.0, 0.0)
    assert reach.high == pytest.approx(2 * -math.log(0.025), rel=1e-9)


def test_fewer_active_people_than_writers_scale_nothing_down() -> None:
    assert reach_of(10, 200, 50) == reach_of(10, 200, None)


@given(st.integers(0, 10_000), st.integers(1, 10_000), st.none() | st.integers(1, 10**6))
def test_reach_is_in_order(people: int, writers: int, active: int | None) -> None:
    reach = reach_of(people, writers, active)
    assert reach.low <= reach.p10 <= reach.p50 <= reach.p90 <= reach.high


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_heavier_problem_never_has_less_impact(one: float, other: float) -> None:
    assert impact_of(min(one, other)) <= impact_of(max(one, other))
    assert 0.25 <= impact_of(one) <= 3


@given(CHANNELS, st.integers(0, 1000), st.floats(0, 4000), st.booleans())
def test_confidence_is_a_share_and_falls_with_age(
    channels: dict[str, int], accounts: int, age_days: float, confirmed: bool
) -> None:
    count = sum(channels.values())
    fresh = confidence_of(channels, accounts, [0.0] * count, confirmed)
    old = confidence_of(channels, accounts, [age_days] * count, confirmed)
    assert 0 <= old.p10 <= old.p50 <= old.p90 <= 1
    assert old.p50 <= fresh.p50 + 1e-12
    assert fresh.p50 <= 0.9


def test_no_message_gives_no_confidence() -> None:
    assert confidence_of({}, 0, [], True).p50 == 0.0


CARD, RATE = (
    Topic("Card arrival", ("card", "arrive", "delivery")),
    Topic("Exchange rate", ("rate", "exchange")),
)


def test_a_phrase_finds_its_theme_and_another_finds_none() -> None:
    found = matches(["exchange_rate", "card_delivery_estimate", "gardening"], [CARD, RATE])
    assert {phrase: [place for place, _ in ends] for phrase, ends in found.items()} == {
        "exchange_rate": [1],
        "card_delivery_estimate": [0],
        "gardening": [],
    }


def test_the_centre_of_a_theme_outweighs_a_poor_name() -> None:
    from headway.engine.text.vectors import embed

    centre = embed(["my passcode is forgotten"])[0]
    poor = Topic("Long, take", ("long",), centre.astype(np.float32).tobytes())
    assert [place for place, _ in matches(["passcode_forgotten"], [RATE, poor])["passcode_forgotten"]] == [1]


def test_no_themes_or_blank_phrases_match_nothing() -> None:
    assert matches(["card"], []) == {"card": []}
    assert matches(["___"], [CARD]) == {"___": []}
    assert matches([], [CARD]) == {}
