"""Initiatives as rows: saved, listed by rank, paged, scored in several frameworks."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headway.apps.prioritisation.models import Initiative, Score
from headway.apps.prioritisation.tests import evidence
from headway.core.errors import Invalid, NotFound
from headway.core.perform import answer_json, ask, perform
from tests.world import World


@pytest.fixture
def filled(world: World) -> World:
    evidence.build(world)
    perform("prioritisation.input_propose", {}, world.context())
    return world


def score(world: World, framework: str = "RICE") -> dict[str, Any]:
    return perform("prioritisation.score_run", {"framework": framework}, world.context()).model_dump(
        mode="json"
    )


def listed(world: World, **question: Any) -> dict[str, Any]:
    return ask("prioritisation.initiative_list", question, world.context()).model_dump(mode="json")


def ids(answer: dict[str, Any]) -> list[str]:
    return [row["id"] for row in answer["rows"]]


def exact(world: World) -> None:
    """Overrides of no width, so that scores are plain arithmetic."""
    for ref, reach, impact in (("INI-1", 600, 2), ("INI-2", 100, 1)):
        for name, value in (("reach", reach), ("impact", impact), ("confidence", 0.5)):
            question = {"ref": ref, "input": name, "p10": value, "p50": value, "p90": value}
            perform(
                "prioritisation.input_override", question | {"reason": "exact for the test"}, world.context()
            )
    effort = {"ref": "INI-1", "effort": {"web": {"p50": 10, "p90": 10}, "core": {"p50": 2, "p90": 2}}}
    perform("prioritisation.initiative_save", effort, world.context())


def test_rice_is_reach_times_impact_times_confidence_by_effort(filled: World) -> None:
    exact(filled)
    report = score(filled)
    assert (report["scored"], report["unscored"]) == (2, 2)
    assert [(row["id"], row["rank"], row["score"]["p50"]) for row in report["rows"]] == [
        ("INI-1", 1, 50.0),
        ("INI-2", 2, 12.5),
        ("INI-3", 3, None),
        ("INI-4", 4, None),
    ]
    assert report["rows"][2]["reason"] == (
        "reach, impact and confidence unknown: no evidence linked; it enables INI-1"
    )
    assert (
        listed(filled)["rows"][0]["why"][0] == "Rank 1 of 4: score 50, in the top 10 in 100 % of the draws."
    )


def test_scores_of_ranges_repeat_with_the_seed(filled: World) -> None:
    first, again = score(filled), score(filled)
    assert first == again
    row = first["rows"][0]
    assert row["score"]["p10"] < row["score"]["p50"] < row["score"]["p90"]
    assert Score.objects.filter(framework="RICE").count() == 4


def test_before_scoring_the_list_says_what_to_do(filled: World) -> None:
    row = listed(filled)["rows"][0]
    assert (row["rank"], row["score"]["p50"], row["reason"]) == (
        None,
        None,
        "not scored yet; run prioritisation.score_run",
    )


def test_wsjf_comes_from_the_inputs_of_rice(filled: World) -> None:
    exact(filled)
    perform("prioritisation.initiative_save", {"ref": "INI-2", "deadline": "2026-12-01"}, filled.context())
    rows = {row["id"]: row for row in score(filled, "WSJF")["rows"]}
    # Business value 20 for the largest reach x impact; 13 and 20 points come from deadline and enabling.
    assert rows["INI-1"]["score"]["p50"] == (20 + 1 + 1) / 12
    assert rows["INI-2"]["score"]["p50"] == (20 * 100 / 1200 + 20 + 1) / 4
    assert rows["INI-2"]["rank"] == 1
    assert rows["INI-3"]["score"]["p50"] is None


def test_ice_takes_ease_as_the_inverse_of_effort(filled: World) -> None:
    exact(filled)
    rows = {row["id"]: row["score"]["p50"] for row in score(filled, "ICE-product")["rows"]}
    # The least effort in the list is INI-4's three person-weeks.
    assert rows["INI-1"] == pytest.approx((2 / 3 * 10) * 5 * (10 * 3 / 12), rel=1e-12)
    assert rows["INI-2"] == pytest.approx((1 / 3 * 10) * 5 * (10 * 3 / 4), rel=1e-12)


def test_moscow_orders_by_category_and_tells_the_share_of_must(filled: World) -> None:
    for ref, category in (("INI-4", "must"), ("INI-1", "could")):
        perform("prioritisation.initiative_save", {"ref": ref, "moscow": category}, filled.context())
    report = score(filled, "MoSCoW")
    assert [row["id"] for row in report["rows"]] == ["INI-4", "INI-1", "INI-2", "INI-3"]
    assert report["details"] == {"must_share": 3 / 15, "ok": True, "must_limit": 0.6}
    assert report["rows"][3]["reason"] == "no category given yet"


def test_pages_follow_the_rank_and_join_to_the_whole(filled: World) -> None:
    score(filled)
    whole = ids(listed(filled))
    first = listed(filled, limit=3)
    second = listed(filled, limit=3, after=first["next"])
    assert (ids(first) + ids(second), second["next"], first["total"]) == (whole, "", 4)
    with pytest.raises(Invalid, match="Field after: 'INI-99' is no initiative"):
        listed(filled, after="INI-99")


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({"text": "card"}, ["INI-2"]),
        ({"problem": "P-1"}, ["INI-1"]),
        ({"team": "core"}, ["INI-1", "INI-3"]),
        ({"enabler": True}, ["INI-3"]),
        ({"mandatory": True}, []),
    ],
)
def test_filters_narrow_the_list(filled: World, question: dict[str, Any], found: list[str]) -> None:
    assert ids(listed(filled, **question)) == found


def test_the_number_of_sql_queries_does_not_grow_with_the_rows(filled: World) -> None:
    score(filled)
    with CaptureQueriesContext(
        connection,
    ) as few:
        listed(filled, limit=1)
    for number in range(30):
        perform("prioritisation.initiative_save", {"ref": f"X-{number}", "title": "More"}, filled.context())
    with CaptureQueriesContext(connection) as many:
        assert len(listed(filled, limit=50)["rows"]) == 34
    # Entering the workspace is one of them.
    assert len(many) <= len(few) <= 10


def test_the_list_is_the_same_byte_for_byte_when_asked_again(filled: World) -> None:
    score(filled)
    asked = [answer_json(ask("prioritisation.initiative_list", {}, filled.context())) for _ in range(2)]
    assert asked[0] == asked[1]
    assert json.loads(asked[0])["total"] == 4


def test_nothing_of_it_is_seen_from_elsewhere(filled: World) -> None:
    assert ask("prioritisation.initiative_list", {}, filled.context_elsewhere()).model_dump()["total"] == 0
    with pytest.raises(NotFound, match="No initiative 'INI-1' in this workspace"):
        ask("prioritisation.initiative_detail", {"ref": "INI-1"}, filled.context_elsewhere())


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ({"ref": "N"}, "Field title: there is no initiative 'N' yet, and a new one needs a title"),
        ({"ref": "N", "title": "x", "requires": ["INI-9"]}, "there is no initiative 'INI-9'; make it first"),
        ({"ref": "INI-3", "requires": ["INI-1"]}, "INI-1 -> INI-3 -> INI-1 goes round in a cycle"),
        ({"ref": "N", "title": "x", "requires": ["N"]}, "N -> N goes round in a cycle"),
        ({"ref": "N", "title": "x", "effort": {"web": {"p50": 5, "p90": 4}}}, "P90 4 is below P50 5"),
        ({"ref": "N", "title": "x", "effort": {"web": {"p50": -5, "p90": 4}}}, "effort.web.p50"),
        ({"ref": "N", "title": "x", "earliest_quarter": "Q4"}, "Field earliest_quarter"),
    ],
)
def test_an_initiative_that_cannot_be_changes_nothing(
    filled: World, question: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        perform("prioritisation.initiative_save", question, filled.context())
    assert Initiative.objects.count() == 4
    assert Initiative.objects.get(ref="INI-3").requires_refs == []


def test_requirements_are_relations_too(filled: World) -> None:
    assert [one.ref for one in Initiative.objects.get(ref="INI-3").required_by.all()] == ["INI-1"]
    perform("prioritisation.initiative_save", {"ref": "INI-1", "requires": []}, filled.context())
    assert list(Initiative.objects.get(ref="INI-3").required_by.all()) == []


def test_a_framework_scores_given_values_without_storing_them(world: World) -> None:
    items = [{"name": "A", "reach": 5000, "impact": 2, "confidence": 80, "effort": 2}]
    answer = ask("prioritisation.score", {"framework": "RICE", "input": items}, world.context())
    assert answer_json(answer) == '{"scores":[4000.0],"order":["A"]}'
    with pytest.raises(Invalid, match="The framework 'MAGIC' is not known"):
        ask("prioritisation.score", {"framework": "MAGIC", "input": []}, world.context())


def test_a_release_is_selected_as_the_contract_says(world: World) -> None:
    question = {
        "items": [{"id": "a", "cost": 3}, {"id": "b", "cost": 2}, {"id": "c", "cost": 4}],
        "requires": [["b", "a"]],
        "customers": [{"id": "x", "value": 5, "wants": ["b"]}, {"id": "y", "value": 6, "wants": ["c"]}],
        "budget": 5,
    }
    answer = ask("prioritisation.select", question, world.context()).model_dump()
    assert {name: answer[name] for name in ("selected", "value", "bound", "gap", "proven")} == {
        "selected": ["c"], "value": 6.0, "bound": 6.0, "gap": 0.0, "proven": True,
    }  # fmt: skip
    with pytest.raises(Invalid, match="'z', which is not among the items"):
        ask("prioritisation.select", question | {"requires": [["a", "z"]]}, world.context())
