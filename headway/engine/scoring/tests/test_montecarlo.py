from __future__ import annotations

import math

import pytest

from headway.engine.scoring.errors import ScoringError
from headway.engine.scoring.montecarlo import RiceItem, simulate
from headway.engine.scoring.ranges import Range
from headway.engine.scoring.rank_reasons import explain

ONE = Range.point(1)


def item(name: str, reach: Range | None, effort: Range = ONE, confidence: Range = ONE) -> RiceItem:
    return RiceItem(name, reach, ONE, confidence, effort)


def test_quantiles_of_a_product_of_lognormals() -> None:
    # log variances add: the factor from P50 to P90 of the ratio is exp(sqrt(ln2^2 + ln3^2))
    outcome = simulate([item("A", Range(50, 100, 200), Range(1, 3, 9))], k=1)[0]
    factor = math.exp(math.hypot(math.log(2), math.log(3)))
    assert outcome.p50 == pytest.approx(100 / 3, rel=2e-3)
    assert outcome.p90 == pytest.approx(100 / 3 * factor, rel=5e-3)
    assert outcome.p10 == pytest.approx(100 / 3 / factor, rel=5e-3)


def test_contributions_are_shares_of_log_variance() -> None:
    outcome = simulate([item("A", Range(50, 100, 200), Range(1, 3, 9))], k=1)[0]
    parts = math.log(2) ** 2, math.log(3) ** 2
    assert outcome.contributions["reach"] == pytest.approx(parts[0] / sum(parts), abs=2e-3)
    assert outcome.contributions["effort"] == pytest.approx(parts[1] / sum(parts), abs=2e-3)
    assert sum(outcome.contributions.values()) == pytest.approx(1)
    assert outcome.worth_measuring == "effort"


def test_chance_of_the_better_of_two_lognormals() -> None:
    # P(A > B) = Phi(ln 2 / (sqrt(2) * ln 2 / 1.2816)) for medians 200 and 100 with equal spread
    pair = [item("A", Range(100, 200, 400)), item("B", Range(50, 100, 200))]
    first, second = simulate(pair, k=1)
    expected = 0.5 * (1 + math.erf(1.2815515655 / math.sqrt(2) / math.sqrt(2)))
    assert first.p_top_k == pytest.approx(expected, abs=0.02)
    assert (first.p_top_k or 0) + (second.p_top_k or 0) == pytest.approx(1)


def test_unknown_input_has_no_score_and_comes_last() -> None:
    outcomes = simulate([item("A", None), item("B", Range.point(1)), item("C", Range.point(5))], k=1)
    assert [o.rank for o in outcomes] == [3, 2, 1]
    assert (outcomes[0].p50, outcomes[0].p_top_k) == (None, None)
    assert (outcomes[0].reason, outcomes[0].worth_measuring) == ("unknown reach", "reach")


def test_nothing_uncertain_contributes_nothing() -> None:
    outcome = simulate([item("A", Range.point(4))], k=1)[0]
    assert set(outcome.contributions.values()) == {0.0}
    assert outcome.worth_measuring is None
    assert (outcome.p10, outcome.p90, outcome.p_top_k) == (4.0, 4.0, 1.0)


def test_same_seed_same_answer_and_places_add_up() -> None:
    items = [item(str(i), Range(i, 2 * i, 5 * i)) for i in range(1, 31)]
    outcomes = simulate(items, k=10, seed=4)
    assert outcomes == simulate(items, k=10, seed=4)
    assert sum(o.p_top_k or 0 for o in outcomes) == pytest.approx(10)


def test_bad_inputs_are_refused_by_name() -> None:
    with pytest.raises(ScoringError, match="The effort of 'A' is 0"):
        item("A", ONE, Range(0, 1, 2))
    with pytest.raises(ScoringError, match="The confidence of 'A' is 80"):
        item("A", ONE, confidence=Range.point(80))


def test_reasons_name_what_moves_the_rank() -> None:
    items = [
        item("A", Range.point(300)),
        item("B", Range(100, 200, 400), Range.point(2)),
        item("C", Range.point(50)),
        item("D", None),
    ]
    simulated = simulate(items, k=1)
    assert explain(1, items, simulated, k=1)[0].startswith("Rank 2 of 4: score 100 (P10 ")
    assert explain(1, items, simulated, k=1)[1:] == [
        "Effort 2 is 2 times the median of the list (1) and lowers the score as much.",
        "It passes 'A' if the score rises by more than 200 %, for example with effort 67 % lower.",
        "It falls below 'C' if the score drops by more than 50 %.",
        "Reach brings 100 % of the doubt: measure it next.",
    ]
    assert explain(3, items, simulated, k=1) == [
        "Rank 4 of 4: no score, because of unknown reach.",
        "Give its reach first.",
    ]
