"""Changing a baseline (DRe1): one item moves, a new baseline says what changed, and warnings what it breaks."""

from typing import Any

import pytest

from headway.apps.discovery.tests.rights import agree, claimed, formal, pending
from headway.apps.roadmap.models import Plan, PlanItem
from headway.apps.roadmap.tests.evidence import build, capacity, freeze, plan, save, starts
from headway.core.errors import Conflict, Invalid, NotFound, Refused, Stale
from headway.core.gate import Reach
from headway.core.models import Activity
from headway.core.perform import ask, perform
from tests.world import World

MOVE = "roadmap.item_move"
WHY = "Acme asked for it sooner"


@pytest.fixture
def promised(world: World) -> World:
    """The baseline PL-1: A and C in 2026-Q4 (9 of 10 person-weeks), E and B in 2027-Q1 (8 of 10)."""
    build(world)
    freeze(world)
    return world


def move(world: World, initiative: str, start: str, role: str = "product_manager", **more: Any) -> Any:
    question = {"initiative": initiative, "start": start, "reason": WHY} | more
    return perform(MOVE, question, world.context(role)).model_dump(mode="json")


def test_a_move_makes_a_new_baseline_and_leaves_the_old_one_as_it_was(promised: World) -> None:
    old = ask("roadmap.plan_detail", {"ref": "PL-1"}, promised.context()).model_dump(mode="json")
    told = move(promised, "C", "2027-Q1")
    new = told["plan"]
    assert (told["id"], new["changed_from"], new["change_reason"]) == ("PL-2", "PL-1", WHY)
    assert starts(new) == {"A": "2026-Q4", "B": "2027-Q1", "C": "2027-Q1", "E": "2027-Q1"}
    assert (new["frozen_by"], new["frozen_at"]) == ("Pia Manager", "2026-09-30T12:00:00Z")
    again = ask("roadmap.plan_detail", {"ref": "PL-1"}, promised.context()).model_dump(mode="json")
    assert again == old | {"changed_by": "PL-2"}


def test_the_value_falls_by_the_delay_and_the_bound_stays_proven(promised: World) -> None:
    new = move(promised, "C", "2027-Q1")["plan"]
    # A 90 + C 10 + 0.9 x B 80 was 172; C later by a quarter is worth 9.
    assert (new["value"], new["bound"]) == (pytest.approx(171), pytest.approx(172))
    assert new["gap"] == pytest.approx(1 / 171)
    assert new["settings"]["proven"] is False


def test_loads_move_along_and_odds_that_nobody_worked_out_are_unknown(promised: World) -> None:
    told = move(promised, "C", "2027-Q1")
    loads = {one["period"]: one for one in told["plan"]["loads"]}
    assert [loads[quarter]["used_person_weeks"] for quarter in ("2026-Q4", "2027-Q1")] == [6.0, 11.0]
    assert [one["p_overload"] for one in loads.values()] == [None, None]
    assert told["warnings"] == ["web has 11 of 10 person-weeks planned in 2027-Q1"]
    odds = {one["id"]: one["odds"] for one in told["plan"]["items"]}
    assert odds["C"] is None and odds["A"] is not None
    reasons = {one["id"]: one["reason"] for one in told["plan"]["items"]}
    assert reasons["C"] == f"Moved from 2026-Q4: {WHY}"


def test_warnings_count_with_the_capacity_of_today(promised: World) -> None:
    capacity(promised, "2027-Q1", 12)
    told = move(promised, "C", "2027-Q1")
    assert told["warnings"] == []
    assert told["plan"]["loads"][1]["capacity_person_weeks"] == 12.0


def test_taking_an_item_out_says_who_still_needs_it(promised: World) -> None:
    told = move(promised, "E", "out")
    assert told["warnings"] == ["B requires E and stays in the plan"]
    assert starts(told["plan"]) == {"A": "2026-Q4", "B": "2027-Q1", "C": "2026-Q4"}
    out = {one["id"]: one for one in told["plan"]["excluded"]}
    assert (out["E"]["reason"], out["E"]["price"]) == (f"Taken out: {WHY}", 0.0)
    assert told["plan"]["value"] == pytest.approx(172)


def test_an_item_brought_in_is_planned_with_what_is_known_today(promised: World) -> None:
    save(promised, "D", requires=["B"], earliest_quarter="2027-Q1", deadline="2026-11-30")
    told = move(promised, "D", "2026-Q4")
    assert told["warnings"] == [
        "web has 11 of 10 person-weeks planned in 2026-Q4",
        "D requires B, which finishes only in 2027-Q1",
        "D may not start before 2027-Q1",
        "D misses its deadline of 2026-11-30",
    ]
    item = next(one for one in told["plan"]["items"] if one["id"] == "D")
    assert (item["reason"], item["effort_person_weeks"]) == (f"Brought in: {WHY}", {"web": 2.0})
    assert item["value"] is None


def test_moving_what_others_wait_for_warns_of_them(promised: World) -> None:
    move(promised, "B", "2026-Q4")
    told = move(promised, "E", "2026-Q4")
    assert [one for one in told["warnings"] if "requires" in one] == []
    late = move(promised, "E", "2027-Q1")
    assert "B requires E and starts in 2026-Q4, before that is finished" in late["warnings"]


def test_a_promise_to_an_account_is_named_before_it_breaks(promised: World) -> None:
    promise = {"account": "ACME", "obligation": "Item A", "due": "2026-12-31", "initiative": "A"}
    perform("roadmap.commitment_make", promise, promised.context("owner"))
    claim = claimed(promised, MOVE, initiative="A", start="2027-Q1", reason=WHY)
    assert claim.words == (
        "Changes the baseline PL-1",
        "A Item A moves from 2026-Q4 to 2027-Q1",
        "Mind: web has 14 of 10 person-weeks planned in 2027-Q1",
        "Mind: CM-1 promises it to Acme by 2026-12-31",
        f"Reason: {WHY}",
        "Quarters that change: 2026-Q4, 2027-Q1",
        "ARR touched: EUR 180,000 in 2 accounts",
    )
    assert (claim.right, claim.reach) == ("DRe1", Reach(180_000_00, 2, 2))


def test_an_item_larger_than_a_quarter_runs_over_as_many_as_it_needs(promised: World) -> None:
    save(promised, "D", effort={"web": {"p50": 16, "p90": 16}})
    claim = claimed(promised, MOVE, initiative="D", start="2026-Q4", reason=WHY)
    assert claim.words[1] == "D Item D enters 2026-Q4\N{EN DASH}2027-Q1"
    assert claim.reach.quarters == 2


def test_a_compliance_item_that_is_taken_out_is_marked(promised: World) -> None:
    save(promised, "C", nature="compliance")
    claim = claimed(promised, MOVE, initiative="C", start="out", reason=WHY)
    assert claim.reach.compliance == "compliance"
    assert claim.words[1:4] == (
        "C Item C leaves 2026-Q4",
        f"Reason: {WHY}",
        "Quarters that change: 2026-Q4",
    )


def test_in_an_enterprise_it_waits_and_is_then_done_as_asked(promised: World) -> None:
    formal(promised)
    waiting = pending(promised, MOVE, initiative="A", start="2027-Q1", reason=WHY)
    assert waiting.needs == ["Director, VP or executive", "Engineering"]
    assert [one.ref for one in Plan.objects.all()] == ["PL-1"]
    assert agree(promised, waiting.approval, "product_lead", "engineer")["status"] == "done"
    new = Plan.objects.get(changed_from__ref="PL-1")
    assert PlanItem.objects.get(plan=new, initiative__ref="A").start == "2027-Q1"
    done = Activity.objects.get(action=MOVE, outcome="done")
    assert (done.changes["from"], done.changes["start"]) == (
        "PL-1", {"before": "2026-Q4", "after": "2027-Q1"},
    )  # fmt: skip


def test_a_waiting_move_is_stale_once_the_baseline_changed(promised: World) -> None:
    capacity(promised, "2027-Q1", 50)
    formal(promised)
    waiting = pending(promised, MOVE, plan="PL-1", initiative="A", start="2027-Q1", reason=WHY)
    other = pending(promised, MOVE, plan="PL-1", initiative="C", start="2027-Q1", reason=WHY)
    agree(promised, other.approval, "product_lead", "engineer")
    with pytest.raises((Conflict, Stale)):
        agree(promised, waiting.approval, "product_lead", "engineer")
    assert Plan.objects.count() == 2


@pytest.mark.parametrize(
    ("question", "error", "sentence"),
    [
        ({"initiative": "A", "start": "2026-Q4"}, Invalid, "A starts in 2026-Q4 already"),
        ({"initiative": "A", "start": "2027-Q2"}, Invalid, "PL-1 goes from 2026-Q4 to 2027-Q1"),
        ({"initiative": "D", "start": "out"}, Invalid, "D is not in PL-1, so it cannot be taken out"),
        ({"initiative": "N", "start": "2026-Q4"}, Invalid, "N has no effort in any team yet"),
        ({"initiative": "W", "start": "2026-Q4"}, Invalid, "W needs team 'apps', which has no capacity"),
        ({"initiative": "Z", "start": "out"}, NotFound, "No initiative 'Z'"),
        ({"initiative": "A", "start": "soon"}, Invalid, "Field start"),
        ({"initiative": "A", "start": "out", "reason": "why"}, Invalid, "Field reason"),
        ({"initiative": "A", "start": "out", "plan": "PL-2"}, Conflict, "PL-2 is no baseline"),
    ],
)
def test_what_is_impossible_is_refused_and_leaves_nothing(
    promised: World, question: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    save(promised, "D")
    save(promised, "N", effort={})
    plan(promised)
    save(promised, "W", effort={"apps": {"p50": 1, "p90": 2}})
    with pytest.raises(error, match=sentence):
        perform(MOVE, {"reason": WHY} | question, promised.context())
    assert Plan.objects.count() == 2


def test_a_baseline_changes_once_and_the_next_change_goes_on_from_there(promised: World) -> None:
    move(promised, "C", "2027-Q1")
    with pytest.raises(Conflict, match="PL-1 was changed to PL-2; move the item there"):
        move(promised, "A", "2027-Q1", plan="PL-1")
    assert move(promised, "C", "2026-Q4")["plan"]["changed_from"] == "PL-2"


def test_without_a_baseline_there_is_a_clear_sentence(world: World) -> None:
    build(world)
    with pytest.raises(NotFound, match=r"There is no baseline yet; roadmap.plan_freeze makes one"):
        move(world, "A", "out")


def test_the_last_item_of_a_value_stays(promised: World) -> None:
    for ref in "ABC"[:2]:
        move(promised, ref, "out")
    with pytest.raises(Invalid, match="Without C nothing of a known value is left; make a new plan"):
        move(promised, "C", "out")


def test_an_engineer_may_not_change_a_promise(promised: World) -> None:
    with pytest.raises(Refused):
        move(promised, "A", "out", role="engineer")
    assert Plan.objects.count() == 1
