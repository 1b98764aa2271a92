"""Published worked examples, one per framework, asked through the one door."""

from __future__ import annotations

import pytest

from headway.engine.scoring.errors import ScoringError
from headway.engine.scoring.score import score


def ask(framework: str, given: object, **options: object) -> dict[str, object]:
    return score({"framework": framework, "input": given, **options})


def test_rice_cadenly_table() -> None:
    # cadenly.io, "RICE scoring explained, with a worked example"
    rows = [
        ("Faster onboarding", 5000, 2, 0.8, 2),
        ("Apple Pay", 3000, 1, 1.0, 1.5),
        ("Dark mode", 8000, 0.5, 1.0, 3),
    ]
    items = [dict(zip(("name", "reach", "impact", "confidence", "effort"), row, strict=True)) for row in rows]
    answer = ask("RICE", items)
    assert answer["scores"] == pytest.approx([4000, 2000, 8000 * 0.5 / 3])
    assert answer["order"] == ["Faster onboarding", "Apple Pay", "Dark mode"]


def test_rice_takes_a_percentage_as_confidence() -> None:
    # beginpm.com, "What is the RICE scoring model": 80 %, 90 %, 70 %
    rows = [(1000, 2, 80, 5), (500, 1, 90, 2), (2000, 1, 70, 8)]
    items = [dict(zip(("reach", "impact", "confidence", "effort"), row, strict=True)) for row in rows]
    answer = ask("RICE", items)
    assert answer["scores"] == pytest.approx([320, 225, 175])
    assert answer["order"] == [0, 1, 2]


def test_wsjf_with_cost_of_delay() -> None:
    # beginpm.com, "What is WSJF in agile"
    fields = ("name", "business_value", "time_criticality", "rr_oe", "job_size")
    items = [dict(zip(fields, row, strict=True)) for row in [("A", 100, 50, 20, 10), ("B", 80, 30, 10, 5)]]
    assert ask("WSJF", items) == {
        "scores": [17.0, 24.0],
        "order": ["B", "A"],
        "cost_of_delay": [170.0, 120.0],
    }


def test_cd3_and_ice() -> None:
    jobs = [
        {"name": "A", "cost_of_delay": 1, "duration": 5},
        {"name": "B", "cost_of_delay": 4, "duration": 1},
    ]
    assert ask("CD3", jobs)["scores"] == [0.2, 4.0]
    idea = [{"name": "A", "impact": 8, "confidence": 6, "ease": 4}]
    assert ask("ICE-product", idea)["scores"] == [192.0]
    assert ask("ICE-mean", idea)["scores"] == [6.0]


def test_opportunity_underserved_and_served() -> None:
    # decikit.com, "Opportunity scoring"
    needs = [{"importance": 9, "satisfaction": 3}, {"importance": 9, "satisfaction": 9}]
    assert ask("Opportunity", needs) == {"scores": [15.0, 9.0], "order": [0, 1]}


def test_weighted_scoring_by_name_and_percent() -> None:
    items = {"A": [5, 3, 4], "B": [4, 5, 1]}
    answer = ask("Weighted scoring", {"weights": {"value": 0.5, "reach": 0.3, "fit": 0.2}, "items": items})
    assert answer == {"scores": {"A": pytest.approx(4.2), "B": pytest.approx(3.7)}, "order": ["A", "B"]}
    percent = ask("Weighted scoring", {"weights": {"value": 50, "reach": 30, "fit": 20}, "items": items})
    assert percent["scores"] == answer["scores"]


def test_kano_table_corners() -> None:
    pairs = [
        ("like", "like"),
        ("like", "dislike"),
        ("expect", "dislike"),
        ("like", "neutral"),
        ("neutral", "expect"),
    ]
    pairs += [("dislike", "like"), ("dislike", "dislike"), ("live_with", "like")]
    answers = [{"functional": f, "dysfunctional": d} for f, d in pairs]
    assert ask("Kano evaluation", answers)["category"] == ["Q", "O", "M", "A", "I", "R", "Q", "R"]
    assert ask("Kano evaluation", answers[1]) == {"category": "O"}


def test_kano_better_worse_and_tie() -> None:
    answer = ask("Kano better/worse", {"A": 7, "O": 7, "M": 3, "I": 3, "R": 0, "Q": 0})
    assert answer == {"better": 0.7, "worse": -0.5, "category": "O"}
    assert ask("Kano better/worse", {"R": 3})["better"] is None


@pytest.mark.parametrize(("must", "ok"), [(60, True), (61, False)])
def test_moscow_limit(must: int, ok: bool) -> None:
    answer = ask("MoSCoW", {"effort": {"must": must, "should": 20, "could": 80 - must}})
    assert (answer["must_share"], answer["ok"]) == (must / 100, ok)


def test_bradley_terry_wikipedia_example() -> None:
    # en.wikipedia.org/wiki/Bradley-Terry_model, "Worked example"
    wins = [[0, 2, 0, 1], [3, 0, 5, 0], [0, 3, 0, 1], [4, 0, 3, 0]]
    answer = ask("Bradley-Terry", {"items": ["A", "B", "C", "D"], "wins": wins})
    assert answer["p_geometric_mean_1"] == pytest.approx([0.640, 1.043, 0.660, 2.270], abs=5e-4)
    assert answer["order"] == ["D", "B", "C", "A"]
    assert answer["regularised"] is False


def test_bradley_terry_unbeaten_item_is_regularised() -> None:
    answer = ask("Bradley-Terry", {"items": ["A", "B"], "wins": [[0, 3], [0, 0]]})
    # one pair with 3.1 wins to 0.1: the odds are 31, spread evenly around 1
    assert answer["p_geometric_mean_1"] == pytest.approx([31**0.5, 31**-0.5])
    assert answer["regularised"] is True


def test_npv_numpy_financial_example() -> None:
    answer = ask("NPV", {"rate": 0.08, "cashflows": [-40_000, 5_000, 8_000, 12_000, 30_000]})
    assert answer["npv"] == pytest.approx(3065.22266817)


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ([-100, 39, 59, 55, 20], 0.28095),
        ([-100, 0, 0, 74], -0.0955),
        ([-100, 100, 0, -7], -0.0833),
        ([-100, 100, 0, 7], 0.06206),
        ([-5, 10.5, 1, -8, 1], 0.0886),
    ],
)
def test_irr_numpy_financial_examples(flows: list[float], rate: float) -> None:
    assert ask("IRR", flows)["irr"] == pytest.approx(rate, abs=5e-5)


def test_irr_says_when_there_are_several_or_none() -> None:
    several = ask("IRR", [-100, 230, -132])
    assert several["roots"] == pytest.approx([0.1, 0.2])
    assert several["reason"] == "2 rates make these flows worth zero: compare the net present value instead."
    none = ask("IRR", [100, 20])
    assert (none["irr"], none["reason"]) == (
        None,
        "Money must flow both out and in for a rate of return to exist.",
    )


@pytest.mark.parametrize("effort", [0, -1])
def test_rice_refuses_effort_at_or_below_zero(effort: int) -> None:
    item = {"name": "A", "reach": 1, "impact": 1, "confidence": 1, "effort": effort}
    with pytest.raises(ScoringError) as refusal:
        ask("RICE", [item])
    assert str(refusal.value) == f"The effort of 'A' is {effort}, but it must be above zero: estimate it."


@pytest.mark.parametrize(
    ("framework", "given", "message"),
    [
        (
            "WSJF",
            [{"name": "A", "business_value": 1, "time_criticality": 1, "rr_oe": 1, "job_size": 0}],
            "job_size",
        ),
        ("CD3", [{"name": "A", "cost_of_delay": 1, "duration": 0}], "The duration of 'A' is 0"),
        (
            "RICE",
            [{"name": "A", "reach": 1, "impact": 1, "confidence": 3, "effort": 1}],
            "The confidence of 'A' is 3",
        ),
        ("RICE", [{"name": "A", "reach": 1}], "There is no impact in 'A'"),
        ("RICE", [], "at least one item"),
        ("Weighted scoring", {"weights": {"a": 0.5}, "items": {"A": [1]}}, "The weights sum to 0.5"),
        ("Weighted scoring", {"weights": {"a": 1}, "items": {"A": [1, 2]}}, "'A' needs 1 scores"),
        ("Kano evaluation", {"functional": "love", "dysfunctional": "like"}, "'love' is not known"),
        ("MoSCoW", {"effort": {"must": 0}}, "zero in all"),
        ("Bradley-Terry", {"items": ["A", "B"], "wins": [[0, 1]]}, "one row per item"),
        ("Bradley-Terry", {"items": ["A", "B"], "wins": [[0, -1], [1, 0]]}, "counts of zero or more"),
        ("NPV", {"rate": -1, "cashflows": [1]}, "it must be above -1"),
        ("IRR", "flows", "a list of flows"),
        ("FROG", [], "'FROG' is not known"),
    ],
)
def test_bad_questions_get_one_clear_sentence(framework: str, given: object, message: str) -> None:
    with pytest.raises(ScoringError, match=message):
        ask(framework, given)


def test_null_input_is_unknown_and_last_never_zero() -> None:
    known = {"name": "A", "reach": 0, "impact": 1, "confidence": 1, "effort": 1}
    unknown = {"name": "B", "reach": None, "impact": 1, "confidence": 1, "effort": 1}
    answer = ask("RICE", [unknown, known])
    assert answer == {"scores": [None, 0.0], "order": ["A", "B"], "reasons": ["unknown reach", None]}


def test_ranges_bring_quantiles_and_chances() -> None:
    wide = {
        "name": "A",
        "reach": {"p10": 50, "p50": 100, "p90": 200},
        "impact": 1,
        "confidence": 1,
        "effort": 1,
    }
    exact = {"name": "B", "reach": 100, "impact": 1, "confidence": 1, "effort": 1}
    answer = ask("RICE", [wide, exact], k=1)
    assert answer["p10"] == pytest.approx([50, 100], rel=2e-3)
    assert answer["p50"] == answer["scores"]
    assert answer["p90"] == pytest.approx([200, 100], rel=2e-3)
    assert answer["p_top_k"] == pytest.approx([0.5, 0.5], abs=1e-3)


def test_npv_of_ranges_keeps_the_mean_of_a_linear_sum() -> None:
    answer = ask("NPV", {"rate": 0, "cashflows": [-100, {"p10": 50, "p50": 60, "p90": 70}, 80]})
    assert answer["npv"] == pytest.approx(40, abs=0.05)
    assert answer["p10"] == pytest.approx(30, abs=0.05)
