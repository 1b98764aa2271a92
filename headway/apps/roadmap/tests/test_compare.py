"""Two plans side by side: what differs, what each is worth, which dates are kept, and why."""

from typing import Any

import pytest

from headway.apps.discovery.tests.rights import claimed
from headway.apps.prioritisation.models import InputEstimate
from headway.apps.roadmap.models import Plan, PlanItem
from headway.apps.roadmap.tests.comparisons import WHY, build_changed, move
from headway.apps.roadmap.tests.evidence import build, capacity, freeze, plan, save
from headway.core.errors import Invalid, NotFound
from headway.core.perform import ask, perform
from tests.world import World

COMPARE = "roadmap.plan_compare"


@pytest.fixture
def changed(world: World) -> World:
    return build_changed(world)


def compared(world: World, role: str = "viewer", **question: Any) -> dict[str, Any]:
    return ask(COMPARE, question, world.context(role)).model_dump(mode="json")


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in found]


def test_a_move_is_told_with_both_places_and_reasons(changed: World) -> None:
    found = compared(changed, a="PL-1", b="PL-2")
    assert (ids(found["moves"]), found["leaves"], found["enters"], found["unchanged"]) == (["C"], [], [], 3)
    moved = found["moves"][0]
    assert (moved["title"], moved["change"]) == ("Item C", "later")
    assert (moved["a"]["start"], moved["a"]["finish"], moved["a"]["odds"]) == (
        "2026-Q4",
        "2026-Q4",
        0.8544921875,
    )
    assert moved["b"] == {
        "is_in": True, "start": "2027-Q1", "finish": "2027-Q1", "person_weeks": {"web": 3.0}, "odds": None,
        "value": 10.0, "price": None, "displaces": [], "why": f"Moved from 2026-Q4: {WHY}", "unknown": "",
    }  # fmt: skip


def test_the_sentences_come_first(changed: World) -> None:
    assert compared(changed, a="PL-1", b="PL-2")["words"] == [
        "1 initiative moves later.",
        "Value falls from 172 to 171.",
        "PL-1 finishes 3.8 of its 4 initiatives in time on average, and PL-2 between 3 and 4 of its 4, "
        "since some odds were not worked out.",
        "PL-2 has more planned than the team can do for web in 2027-Q1.",
    ]


def test_values_known_exactly_have_ranges_of_no_width(changed: World) -> None:
    found = compared(changed, a="PL-1", b="PL-2")
    values = [found[side]["value"] for side in "ab"]
    assert [(one["value"], one["low"], one["high"]) for one in values] == [
        (pytest.approx(172), pytest.approx(172), pytest.approx(172)),
        (pytest.approx(171), pytest.approx(171), pytest.approx(171)),
    ]
    assert (values[0]["unit"], values[0]["level"], values[0]["n"]) == ("value", 0.8, 3)
    change = found["change"]
    assert [change[name] for name in ("value", "low", "high")] == [pytest.approx(-1)] * 3
    assert found["odds_b_worth_more"]["value"] == 0.0
    assert found["a"]["uncounted"] == ["E"]


def test_what_both_plans_share_cancels_out_of_the_change(world: World) -> None:
    build(world)
    wide(world, "A", 30, 90, 270)
    plan(world)
    freeze(world, "PL-2")
    move(world, "C", "2027-Q1")
    found = compared(world, a="PL-2", b="PL-3")
    value = found["a"]["value"]
    # A reaches from 30 to 270, and 82 of B and C do not vary.
    assert (value["low"], value["high"]) == (pytest.approx(112, rel=0.01), pytest.approx(352, rel=0.01))
    assert [found["change"][name] for name in ("low", "high")] == [pytest.approx(-1)] * 2


def wide(world: World, ref: str, p10: float, p50: float, p90: float) -> None:
    spread = {"p10": p10, "p50": p50, "p90": p90, "reason": "nobody knows it exactly"}
    perform("prioritisation.input_override", {"ref": ref, "input": "reach"} | spread, world.context())


def test_a_range_uses_the_estimates_of_the_time_and_is_unknown_where_they_are_gone(changed: World) -> None:
    InputEstimate.objects.filter(initiative__ref="A", input="reach").delete()
    found = compared(changed, a="PL-1", b="PL-2")
    value = found["a"]["value"]
    assert (value["value"], value["low"], value["high"]) == (pytest.approx(172), None, None)
    lost = "Its range is unknown: the estimates that PL-1 had for A were not kept."
    assert (value["reason"], found["odds_b_worth_more"]["reason"]) == (lost, lost)
    assert found["odds_b_worth_more"]["value"] is None


def test_odds_that_were_not_worked_out_are_bounds_with_a_reason(changed: World) -> None:
    found = compared(changed, a="PL-1", b="PL-2")
    odds = [one.odds for one in PlanItem.objects.filter(plan__ref="PL-1")]
    known = [one.odds for one in PlanItem.objects.filter(plan__ref="PL-2").exclude(initiative__ref="C")]
    assert found["a"]["in_time"]["value"] == pytest.approx(sum(odds))
    late = found["b"]["in_time"]
    assert (late["value"], late["reason"]) == (None, "The odds of C were not worked out.")
    assert (late["low"], late["high"]) == (pytest.approx(sum(known)), pytest.approx(sum(known) + 1))
    every = found["a"]["all_in_time"]
    assert (every["value"], every["high"]) == (None, min(odds))
    assert every["low"] == pytest.approx(max(0.0, sum(odds) - 3))
    assert found["b"]["all_in_time"]["low"] == 0.0
    assert found["a"]["overload"]["value"] == Plan.objects.get(ref="PL-1").settings["overloaded_share"]
    over = found["b"]["overload"]
    assert (over["value"], over["reason"]) == (
        None,
        "PL-2 was changed by hand, and its odds were not worked out again.",
    )


def test_loads_stand_side_by_side(changed: World) -> None:
    loads = compared(changed, a="PL-1", b="PL-2")["loads"]
    assert [(one["team"], one["quarter"]) for one in loads] == [("web", "2026-Q4"), ("web", "2027-Q1")]
    used = [(one["a"]["used_person_weeks"], one["b"]["used_person_weeks"]) for one in loads]
    assert used == [(9.0, 6.0), (8.0, 11.0)]
    assert loads[1]["b"] == {
        "used_person_weeks": 11.0, "capacity_person_weeks": 10.0, "p_overload": None,
        "reason": "Its odds of overload were not worked out.",
    }  # fmt: skip


def test_what_leaves_and_enters_has_the_reason_of_the_plan_that_is_without_it(changed: World) -> None:
    move(changed, "C", "out")
    save(changed, "D")
    move(changed, "D", "2026-Q4")
    found = compared(changed, a="PL-1", b="PL-4")
    assert (ids(found["leaves"]), ids(found["enters"]), found["moves"]) == (["C"], ["D"], [])
    assert found["leaves"][0]["b"]["why"] == f"Taken out: {WHY}"
    assert found["enters"][0]["b"]["why"] == f"Brought in: {WHY}"
    assert found["enters"][0]["a"]["unknown"] == "PL-1 keeps no reason why D is not in it."
    assert found["words"][0] == "1 initiative is new and 1 leaves."
    assert ids(found["left_out"]) == ["C"]
    assert found["left_out"][0]["b"]["price"] == 0.0


def test_deadlines_and_promises_are_kept_missed_or_unknown(changed: World) -> None:
    save(changed, "C", deadline="2026-12-31")
    save(changed, "D", deadline="2027-12-31")
    plan(changed)
    promise = {"account": "ACME", "obligation": "Item C", "due": "2027-01-15", "initiative": "C"}
    perform("roadmap.commitment_make", promise, changed.context("owner"))
    PlanItem.objects.filter(plan__ref="PL-3", initiative__ref="D").delete()
    PlanItem.objects.filter(plan__ref="PL-3", initiative__ref="A").delete()
    save(changed, "A", deadline="2026-12-31")
    found = compared(changed, a="PL-3", b="PL-2")
    dates = [
        (one["id"], one["due"], one["commitment"], one["a"]["kept"], one["b"]["kept"])
        for one in found["deadlines"]
    ]
    assert dates == [
        ("A", "2026-12-31", "", False, True),
        ("C", "2026-12-31", "", True, False),
        ("C", "2027-01-15", "CM-1", True, False),
        ("D", "2027-12-31", "", None, None),
    ]
    assert found["deadlines"][0]["a"]["reason"] == "PL-3 does not have it."
    assert found["deadlines"][1]["b"]["reason"] == "Finishes in 2027-Q1, too late."
    assert found["deadlines"][2]["account"] == "Acme"
    assert found["words"][-1] == (
        "Of 4 dates, PL-3 misses 1 and PL-2 misses 2; PL-2 no longer keeps C and CM-1 to Acme; "
        "PL-2 keeps A again."
    )


def test_a_date_beyond_a_plan_that_has_not_the_item_is_unknown(changed: World) -> None:
    save(changed, "C", deadline="2027-12-31")
    move(changed, "C", "out")
    last = compared(changed, a="PL-1", b="PL-3")["deadlines"][0]
    assert last["b"] == {
        "kept": None, "finish": None,
        "reason": "PL-3 ends with 2027-Q1, before that day, and does not have it.",
    }  # fmt: skip


def test_plans_of_other_lengths_compare_what_they_share_and_no_values(changed: World) -> None:
    plan(changed, horizon=1)
    found = compared(changed, a="PL-1", b="PL-3")
    assert found["shared"] == ["2026-Q4"]
    assert (ids(found["leaves"]), ids(found["outside"])) == ([], ["B", "E"])
    apart = "PL-1 and PL-3 do not cover the same quarters, so their values do not compare."
    for name in ("change", "odds_b_worth_more"):
        assert (found[name]["value"], found[name]["low"], found[name]["reason"]) == (None, None, apart)
    assert found["words"][1] == apart
    assert found["words"][-1] == (
        "Both cover 2026-Q4; 2 initiatives lie outside of them and are listed apart."
    )
    assert found["loads"][1]["b"] == {
        "used_person_weeks": None, "capacity_person_weeks": None, "p_overload": None,
        "reason": "PL-3 does not cover 2027-Q1.",
    }  # fmt: skip


def test_plans_that_discount_differently_do_not_compare_in_value(changed: World) -> None:
    plan(changed, discount_per_quarter=0.8)
    assert compared(changed, a="PL-1", b="PL-3")["change"]["reason"] == (
        "PL-1 leaves 90% of a value for each quarter of delay and PL-3 80%, so their values do not compare."
    )


def test_equal_plans_say_so(changed: World) -> None:
    plan(changed)
    found = compared(changed, a="PL-1", b="PL-3")
    assert found["words"][:2] == ["No initiative leaves, enters or moves.", "Value stays at 172."]
    assert (found["odds_b_worth_more"]["value"], found["unchanged"]) == (0.5, 4)


def test_what_is_left_out_is_the_baseline_and_the_newest(changed: World) -> None:
    assert pair(compared(changed)) == ("PL-1", "PL-2")
    plan(changed)
    assert pair(compared(changed)) == ("PL-2", "PL-3")
    assert pair(compared(changed, a="PL-3")) == ("PL-3", "PL-2")
    assert pair(compared(changed, b="PL-2")) == ("PL-1", "PL-2")
    assert pair(compared(changed, a="PL-1", b="latest")) == ("PL-1", "PL-3")


def pair(found: dict[str, Any]) -> tuple[str, str]:
    return found["a"]["id"], found["b"]["id"]


def test_both_decision_rights_and_the_comparison_tell_the_same(changed: World) -> None:
    plan(changed)
    claim = claimed(changed, "roadmap.plan_freeze", ref="PL-3")
    assert claim.words[1] == "C Item C moves from 2027-Q1 to 2026-Q4"
    assert ids(compared(changed, a="PL-2", b="PL-3")["moves"]) == ["C"]


@pytest.mark.parametrize(
    ("question", "error", "sentence"),
    [
        ({"a": "PL-9", "b": "PL-1"}, NotFound, "No plan 'PL-9' in this workspace"),
        ({"a": "PL-1", "b": "PL-1"}, Invalid, "Fields a and b both name PL-1; choose two different plans."),
        ({"a": "latest", "b": "PL-3"}, Invalid, "Fields a and b both name PL-3"),
        (
            {"a": "PL-1", "b": "PL-3"},
            Invalid,
            "PL-1 covers 2026-Q4 to 2027-Q1 and PL-3 covers 2027-Q2 to 2027-Q3, so they share no quarter; "
            "choose plans whose quarters overlap.",
        ),
        ({"a": "x" * 101}, Invalid, "Field a"),
    ],
)
def test_what_cannot_be_compared_is_one_sentence(
    changed: World, question: dict[str, str], error: type[Exception], sentence: str
) -> None:
    capacity(changed, "2027-Q2", 10)
    plan(changed, quarter="2027-Q2", horizon=2)
    with pytest.raises(error, match=sentence):
        compared(changed, **question)


def test_without_two_plans_there_is_a_clear_sentence(world: World) -> None:
    with pytest.raises(NotFound, match=r"There is no plan yet; roadmap.plan_make makes one"):
        compared(world)
    build(world)
    with pytest.raises(NotFound, match=r"PL-1 is the only plan; roadmap.plan_make makes another"):
        compared(world)


def test_nothing_of_it_is_seen_from_elsewhere(changed: World) -> None:
    with pytest.raises(NotFound, match="No plan 'PL-1' in this workspace"):
        ask(COMPARE, {"a": "PL-1", "b": "PL-2"}, changed.context_elsewhere())
    with pytest.raises(NotFound, match="There is no plan yet"):
        ask(COMPARE, {}, changed.context_elsewhere())


def test_it_takes_the_same_few_queries_for_any_number_of_items(
    changed: World, django_assert_num_queries: Any
) -> None:
    context = changed.context()
    with django_assert_num_queries(7):
        ask(COMPARE, {"a": "PL-1", "b": "PL-2"}, context)
    for ref in ("F", "G", "H"):
        save(changed, ref, deadline="2026-12-31")
    plan(changed)
    with django_assert_num_queries(7):
        ask(COMPARE, {"a": "PL-1", "b": "PL-3"}, context)
