"""The decision log over the door: put, sharpened, taken, disagreed with, replaced, looked at again."""

from datetime import date, timedelta
from typing import Any

import pytest

from headway.apps.decisions.models import Decision, Dissent
from headway.apps.decisions.tests.scene import (
    CRITERIA,
    MANAGER,
    OPTIONS,
    act,
    decision,
    opened,
    problem,
    taken,
)
from headway.core.errors import Conflict, HeadwayError, Invalid, NotFound, Refused
from headway.core.models import Activity, Link
from headway.core.perform import ask
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def detail(world: World, ref: str = "DEC-1", role: str = "product_manager") -> dict[str, Any]:
    return ask("decisions.decision_detail", {"ref": ref}, world.context(role)).model_dump(mode="json")


def listed(world: World, **question: Any) -> list[str]:
    return [row.id for row in ask("decisions.decision_list", question, world.context()).rows]


def test_a_decision_keeps_what_it_was_made_of(world: World) -> None:
    problem(world)
    act(
        world, "decision_open", question="Build or buy?", options=OPTIONS, criteria=CRITERIA, evidence=["P-1"],
        decider=MANAGER, consulted=["engineer@lumen.test", "designer@lumen.test"], problem="P-1", due="2026-10-14",
    )  # fmt: skip
    found = detail(world)
    assert [(one["key"], one["title"], one["weighted"]) for one in found["options"]] == [
        ("A", "Build it", 2.0), ("B", "Buy it", 3.25),
    ]  # fmt: skip
    assert found["options"][0]["pros"] == ["Ours"] and found["options"][0]["cons"] == ["Slow"]
    [ground] = found["evidence"]
    assert (ground["ref"], ground["kind"], ground["title"]) == ("P-1", "discovery.problem", "Problem P-1")
    assert [one["name"] for one in found["consulted"]] == ["Dina Designer", "Egon Engineer"]
    assert (found["decision"]["state"], found["decision"]["due"], found["may_take"]) == (
        "open",
        "2026-10-14",
        True,
    )
    link = Link.objects.get()
    assert (link.kind, link.from_kind, link.to_kind, link.state) == (
        "stands_on", "decisions.decision", "discovery.problem", "confirmed",
    )  # fmt: skip


def test_a_missing_score_is_unknown_not_zero(world: World) -> None:
    opened(world, criteria=CRITERIA, options=[{"title": "Wait", "scores": {"Speed": 1}}])
    [option] = detail(world)["options"]
    assert (option["weighted"], option["reason"]) == (None, "no score for Cost")


@pytest.mark.parametrize(
    ("more", "error", "sentence"),
    [
        ({"evidence": ["P-9"]}, NotFound, "No record 'P-9' in this workspace; name one by its ref, such as P-001 or INI-01."),
        ({"decider": "nobody@lumen.test"}, NotFound, "No member 'nobody@lumen.test' in this workspace; core.member_list has them."),
        ({"decider": "owner@elsewhere.test"}, NotFound, "No member 'owner@elsewhere.test' in this workspace; core.member_list has them."),
        ({"options": [{"title": "A", "scores": {"Taste": 1}}]}, Invalid, "Field options.0.scores.Taste: no criterion has this name; there are none."),
        ({"criteria": CRITERIA, "options": [{"title": "A", "scores": {"Cost": 6}}]}, Invalid, "Field options.0.scores.Cost: 6 is outside 0 to 5."),
        ({"options": [{"title": "A"}, {"title": "A"}]}, Invalid, "Field options: 'A' stands there twice; give each a name of its own."),
        ({"condition": {"metric": "accounts", "of": "P-9", "comparison": ">", "value": 3}}, NotFound, "No problem 'P-9' in this workspace; the list of problem records has the refs."),
        ({"supersedes": "DEC-9"}, NotFound, "No decision 'DEC-9' in this workspace; the list of decision records has the refs."),
    ],
)  # fmt: skip
def test_a_wrong_part_is_told_and_nothing_is_kept(
    world: World, more: dict[str, Any], error: type[HeadwayError], sentence: str
) -> None:
    with pytest.raises(error) as told:
        opened(world, **more)
    assert told.value.detail == sentence
    assert not Decision.objects.exists() and not Link.objects.exists()


def test_a_ref_of_two_kinds_has_to_say_which(world: World) -> None:
    problem(world, "X-1")
    Decision.objects.create(
        workspace=world.workspace, ref="X-1", question="?", opened_by=world.users["owner"]
    )
    with pytest.raises(Invalid) as told:
        opened(world, evidence=["X-1"])
    assert told.value.detail == (
        "'X-1' is the ref of several kinds, decisions.decision and discovery.problem; put the kind and a colon before it."
    )
    ref = opened(world, evidence=["discovery.problem:X-1"])
    assert [one["kind"] for one in detail(world, ref)["evidence"]] == ["discovery.problem"]


def test_evidence_from_elsewhere_is_not_there(world: World) -> None:
    from headway.apps.discovery.models import Problem

    Problem.objects.create(workspace=world.elsewhere, ref="P-7", title="Theirs")
    with pytest.raises(NotFound):
        opened(world, evidence=["P-7"])


def test_an_edit_replaces_lists_and_keeps_what_it_leaves_out(world: World) -> None:
    problem(world)
    problem(world, "P-2")
    opened(world, criteria=CRITERIA, options=OPTIONS, evidence=["P-1"])
    act(world, "decision_edit", ref="DEC-1", evidence=["P-2"], decider="", version=1)
    found = detail(world)
    assert [one["ref"] for one in found["evidence"]] == ["P-2"]
    assert (found["decision"]["decider"], found["version"], len(found["options"])) == (None, 2, 2)
    with pytest.raises(Conflict):
        act(world, "decision_edit", ref="DEC-1", question="Sell?", version=1)
    assert decision().question == "Build or buy?"


def test_criteria_that_scores_rest_on_cannot_be_taken_away(world: World) -> None:
    opened(world, criteria=CRITERIA, options=OPTIONS)
    with pytest.raises(Invalid):
        act(world, "decision_edit", ref="DEC-1", criteria=[{"name": "Speed"}])
    assert [one["name"] for one in decision().criteria] == ["Speed", "Cost"]


def test_only_the_decider_takes_it(world: World) -> None:
    opened(world, options=OPTIONS, criteria=CRITERIA)
    with pytest.raises(Refused) as told:
        act(world, "decision_take", "owner", ref="DEC-1", choice="B", outcome="Buy it")
    assert told.value.detail == "Only its decider, Pia Manager, takes DEC-1."
    assert decision().state == "open"
    act(world, "decision_take", ref="DEC-1", choice="B", outcome="Buy it", trade_off="We depend on them")
    found = detail(world)
    assert (found["decision"]["state"], found["decision"]["choice"], found["trade_off"]) == (
        "decided", "Buy it", "We depend on them",
    )  # fmt: skip
    assert (decision().decided_by, decision().decided_at) == (world.users["product_manager"], NOW)


@pytest.mark.parametrize(
    ("more", "choice", "sentence"),
    [
        ({"options": OPTIONS, "criteria": CRITERIA}, "C", "Field choice: 'C' is none of the options A, B."),
        ({"options": OPTIONS, "criteria": CRITERIA}, "", "Field choice: '' is none of the options A, B."),
        ({}, "A", "Field choice: DEC-1 has no options; say in outcome what is decided."),
        ({"decider": ""}, "", "DEC-1 has no decider yet; name one with decisions.decision_edit first."),
    ],
)
def test_a_choice_has_to_be_an_option(world: World, more: dict[str, Any], choice: str, sentence: str) -> None:
    opened(world, **more)
    with pytest.raises(Invalid) as told:
        act(world, "decision_take", ref="DEC-1", choice=choice, outcome="So be it")
    assert told.value.detail == sentence and decision().state == "open"


def test_a_taken_decision_is_not_edited_nor_taken_again(world: World) -> None:
    taken(world)
    for name, question in (("decision_edit", {"question": "Sell?"}), ("decision_take", {"outcome": "Sell"})):
        with pytest.raises(Conflict) as told:
            act(world, name, ref="DEC-1", **question)
        assert told.value.detail == "DEC-1 is decided; open a new decision that supersedes it."


def test_any_member_dissents_and_it_stays(world: World) -> None:
    taken(world)
    act(world, "decision_dissent", "viewer", ref="DEC-1", words="They raise prices every year")
    [dissent] = detail(world)["dissents"]
    assert (dissent["author"], dissent["words"]) == ("Vera Viewer", "They raise prices every year")
    assert ask("decisions.decision_list", {}, world.context()).rows[0].dissents == 1
    assert Activity.objects.latest("sequence").changes == {"dissents": 1}


def test_a_new_decision_supersedes_the_old_one_when_it_is_taken(world: World) -> None:
    taken(world)
    opened(world, question="Build after all?", supersedes="DEC-1")
    assert (decision().state, detail(world)["superseded_by"]) == ("decided", "DEC-2")
    with pytest.raises(Conflict) as told:
        opened(world, supersedes="DEC-1")
    assert told.value.detail == "DEC-1 is to be replaced by DEC-2 already."
    act(world, "decision_take", ref="DEC-2", outcome="Build")
    assert (decision().state, decision().closing_reason) == ("superseded", "Replaced by DEC-2")
    assert detail(world, "DEC-2")["supersedes"] == ["DEC-1"]
    with pytest.raises(Conflict):
        act(world, "decision_dissent", ref="DEC-1", words="Too late")
    assert not Dissent.objects.exists()


def test_supersede_and_reverse_need_a_decision_in_force(world: World) -> None:
    taken(world)
    taken(world)
    opened(world)
    with pytest.raises(Invalid):
        act(world, "decision_supersede", ref="DEC-1", by="DEC-1")
    with pytest.raises(Conflict) as told:
        act(world, "decision_supersede", ref="DEC-1", by="DEC-3")
    assert told.value.detail == "DEC-3 is open, so it is not in force."
    with pytest.raises(Refused):
        act(world, "decision_reverse", "engineer", ref="DEC-1", reason="I never liked it")
    act(world, "decision_supersede", ref="DEC-1", by="DEC-2")
    act(world, "decision_reverse", ref="DEC-2", reason="The vendor went out of business")
    assert [one.state for one in (decision(), decision("DEC-2"))] == ["superseded", "reversed"]


def test_the_log_is_filtered(world: World) -> None:
    problem(world)
    opened(world, question="One?", due="2026-09-29", evidence=["P-1"])
    opened(world, question="Two?", due="2026-09-30", decider="")
    taken(world, question="Three?", problem="P-1")
    opened(world, question="Four?")
    assert listed(world) == ["DEC-4", "DEC-3", "DEC-2", "DEC-1"]
    assert listed(world, state="open") == ["DEC-4", "DEC-2", "DEC-1"]
    assert listed(world, overdue=True) == ["DEC-1"]
    assert listed(world, overdue=False) == ["DEC-4", "DEC-3", "DEC-2"]
    assert listed(world, decider="none") == ["DEC-2"]
    assert listed(world, decider=MANAGER, state="decided") == ["DEC-3"]
    assert listed(world, record="P-1") == ["DEC-3", "DEC-1"]
    assert listed(world, contains="four") == ["DEC-4"]
    assert listed(world, decided_since="2026-09-30", decided_until="2026-09-30") == ["DEC-3"]
    assert listed(world, decided_until="2026-09-29") == []
    first = ask("decisions.decision_list", {"limit": 3}, world.context())
    assert (first.total, first.open, first.overdue, first.without_decider) == (4, 3, 1, 1)
    assert listed(world, limit=3, after=first.next) == ["DEC-1"]
    late = next(row for row in first.rows if row.id == "DEC-2")
    assert (late.overdue, late.days_overdue) == (False, 0)


def test_overdue_counts_days_where_the_workspace_is(world: World) -> None:
    """At 23:30 in London it is the next day in Berlin."""
    opened(world, due="2026-09-29")
    late = world.context(now=NOW.replace(day=29, hour=22, minute=30))
    [row] = ask("decisions.decision_list", {}, late).rows
    assert (row.overdue, row.days_overdue) == (True, 1)


def test_a_conflict_keeps_both_sides_and_what_is_traded(world: World) -> None:
    act(
        world, "conflict_record", question="Sales wants SSO now, the team wants rest", decider=MANAGER,
        parties=[{"party": "Sales", "position": "SSO in October", "interest": "Two renewals"},
                 {"party": "Engineering", "position": "Pay back debt", "interest": "Fewer nights on call"}],
        criteria=CRITERIA, trade_off="One renewal against four weeks of debt",
    )  # fmt: skip
    found = detail(world)
    assert [(one["party"], one["interest"]) for one in found["parties"]] == [
        ("Sales", "Two renewals"), ("Engineering", "Fewer nights on call"),
    ]  # fmt: skip
    assert [one["title"] for one in found["options"]] == ["Sales", "Engineering"]
    act(world, "decision_take", ref="DEC-1", choice="A", outcome="SSO first, then three weeks of debt")
    assert (decision().kind, decision().state) == ("conflict", "decided")
    assert decision().trade_off == "One renewal against four weeks of debt"


def test_a_conflict_needs_two_sides(world: World) -> None:
    with pytest.raises(Invalid):
        act(world, "conflict_record", question="?", parties=[{"party": "Sales", "position": "Now"}],
            criteria=CRITERIA, trade_off="None")  # fmt: skip
    assert not Decision.objects.exists()


def test_a_date_makes_it_due_and_keeping_it_needs_a_new_one(world: World) -> None:
    opened(world)
    with pytest.raises(Invalid) as told:
        act(world, "decision_take", ref="DEC-1", outcome="Buy", revisit_on="2026-09-30")
    assert told.value.detail == "Field revisit_on: 2026-09-30 is not in the future."
    act(world, "decision_take", ref="DEC-1", outcome="Buy", revisit_on="2026-10-31")
    before = act(world, "decision_revisit_check", now=NOW + timedelta(days=30))
    assert (before.checked, before.due) == (1, []) and decision().state == "decided"
    report = act(world, "decision_revisit_check", now=NOW + timedelta(days=31))
    assert [(one.decision, one.reason) for one in report.due] == [
        ("DEC-1", "its date, 31 Oct 2026, has come")
    ]
    assert (decision().state, decision().revisit_reason) == ("revisit_due", "its date, 31 Oct 2026, has come")
    assert act(world, "decision_revisit_check", now=NOW + timedelta(days=32)).checked == 0
    later = NOW + timedelta(days=32)
    act(
        world,
        "decision_keep",
        now=later,
        ref="DEC-1",
        reason="Prices have not moved",
        revisit_on="2027-01-01",
    )
    assert (decision().state, decision().revisit_on, decision().revisit_reason) == (
        "decided",
        date(2027, 1, 1),
        "",
    )
    with pytest.raises(Conflict):
        act(world, "decision_keep", ref="DEC-1", reason="Again and again")


def test_a_viewer_opens_nothing(world: World) -> None:
    with pytest.raises(Refused):
        act(world, "decision_open", "viewer", question="May I?")
    assert not Decision.objects.exists()
