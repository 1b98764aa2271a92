"""Asking for people or money (DRe2): with a business case, and with what the teams lack worked out."""

from typing import Any

import pytest

from headway.apps.discovery.models import Problem
from headway.apps.discovery.tests.rights import agree, claimed, formal, pending
from headway.apps.roadmap.models import Capacity, Investment
from headway.apps.roadmap.tests.evidence import build, freeze, save
from headway.core.errors import Invalid, NotFound, Refused
from headway.core.gate import Reach
from headway.core.perform import ask, perform
from tests.world import NOW, World

ASK = "roadmap.investment_ask"
CASE = "Two accounts leave without it."


@pytest.fixture
def planned(world: World) -> World:
    """A baseline that leaves one person-week free in 2026-Q4 and two in 2027-Q1."""
    build(world)
    freeze(world)
    save(world, "D", effort={"web": {"p50": 9, "p90": 12}, "data": {"p50": 1, "p90": 1}})
    return world


def question(**more: Any) -> dict[str, Any]:
    people = [{"team": "web", "quarter": quarter, "person_weeks": 3} for quarter in ("2026-Q4", "2027-Q1")]
    return {"title": "Two more in web", "initiatives": ["D"], "people": people, "business_case": CASE} | more


def test_it_claims_what_is_asked_what_is_lacking_and_over_how_long(planned: World) -> None:
    claim = claimed(planned, ASK, **question(initiatives=["A", "D"], amount="120000"))
    assert claim.right == "DRe2"
    assert claim.words == (
        "Asks for EUR 120,000 and 6 person-weeks over 2 quarters: Two more in web",
        "web gets 3 more person-weeks in 2026-Q4",
        "web gets 3 more person-weeks in 2027-Q1",
        "For A Item A",
        "For D Item D",
        "Whether data lacks anything is unknown: data has no capacity for 2026-Q4 or before",
        "web lacks 6 of the 15 person-weeks needed in 2026-Q4 to 2027-Q1",
        "ARR touched: EUR 180,000 in 2 accounts; no evidence is linked to D",
    )
    assert claim.reach == Reach(180_000_00, 2, 2, "", "no evidence is linked to D")


def test_what_is_promised_to_others_is_not_free(planned: World) -> None:
    asked = {"initiatives": ["D"], "first_quarter": "2026-Q4", "last_quarter": "2027-Q1"}
    found = ask("roadmap.shortfall_show", asked, planned.context()).model_dump()
    assert found["quarters"] == ["2026-Q4", "2027-Q1"]
    assert found["rows"][1] == {
        "team": "web", "needed_person_weeks": 9.0, "free_person_weeks": 3.0, "lacking_person_weeks": 6.0,
        "reason": "",
    }  # fmt: skip
    assert (found["rows"][0]["team"], found["rows"][0]["lacking_person_weeks"]) == ("data", None)


def test_without_a_baseline_all_capacity_is_free_and_the_last_known_counts_on(world: World) -> None:
    build(world)
    asked = {"initiatives": ["A"], "first_quarter": "2027-Q1", "last_quarter": "2027-Q2"}
    (row,) = ask("roadmap.shortfall_show", asked, world.context()).model_dump()["rows"]
    assert (row["free_person_weeks"], row["lacking_person_weeks"]) == (20.0, 0.0)


def test_heads_count_as_thirteen_person_weeks_and_lines_of_a_form_are_read(planned: World) -> None:
    lines = "web, 2026-Q4, 2 people\r\n\r\nweb, 2027-Q1, 6.5 person-weeks\r\ndata, 2027-Q2, 4"
    perform(ASK, question(people=[lines]), planned.context("owner"))
    stored = Investment.objects.get()
    assert [tuple(one.values()) for one in stored.people] == [
        ("web", "2026-Q4", 26.0), ("web", "2027-Q1", 6.5), ("data", "2027-Q2", 4.0),
    ]  # fmt: skip
    assert stored.quarters == ["2026-Q4", "2027-Q1", "2027-Q2"]


def test_in_a_startup_a_small_one_is_decided_at_once_and_raises_no_capacity(planned: World) -> None:
    Problem.objects.create(workspace=planned.workspace, ref="P-9", title="Slow")
    before = list(Capacity.objects.order_by("ref").values_list("ref", "gross_person_weeks"))
    perform(ASK, question(initiatives=["C"], evidence=["P-9"]), planned.context())
    assert list(Capacity.objects.order_by("ref").values_list("ref", "gross_person_weeks")) == before
    (row,) = ask("roadmap.investment_list", {}, planned.context()).model_dump()["rows"]
    assert row == {
        "id": "INV-1",
        "title": "Two more in web",
        "initiatives": ["C"],
        "people": [
            {"team": "web", "quarter": "2026-Q4", "person_weeks": 3.0},
            {"team": "web", "quarter": "2027-Q1", "person_weeks": 3.0},
        ],
        "amount_minor": None,
        "currency": "EUR",
        "quarters": ["2026-Q4", "2027-Q1"],
        "business_case": CASE,
        "evidence": {"P-9": "discovery.problem"},
        "shortfall": [
            {"team": "web", "needed_person_weeks": 3.0, "free_person_weeks": 6.0, "lacking_person_weeks": 0.0, "reason": ""}
        ],
        "author": "Pia Manager",
        "at": NOW,
    }  # fmt: skip


def test_one_that_spans_three_quarters_waits_in_a_startup_too(planned: World) -> None:
    waiting = pending(planned, ASK, **question(initiatives=["C"], last_quarter="2027-Q2", people=[], amount="1", first_quarter="2026-Q4"))  # fmt: skip
    assert (waiting.right, waiting.needs) == ("DRe2", ["Director or executive"])
    assert waiting.diff[0] == "Asks for EUR 1 over 3 quarters: Two more in web"
    assert agree(planned, waiting.approval, "product_lead")["status"] == "done"
    assert Investment.objects.get().amount_minor == 100


def test_in_an_enterprise_finance_agrees_even_for_a_director(planned: World) -> None:
    formal(planned)
    mine = pending(planned, ASK, **question(initiatives=["C"]))
    theirs = pending(planned, ASK, role="product_lead", **question(initiatives=["C"]))
    assert (mine.needs, theirs.needs) == (["Director, VP or executive", "Finance"], ["Finance"])
    assert agree(planned, theirs.approval, "analyst")["status"] == "done"
    assert Investment.objects.get().author == planned.users["product_lead"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"people": []}, "Field people: ask for people or for an amount of money"),
        ({"people": [], "amount": "5"}, "Field first_quarter: say for which quarters the money is"),
        ({"business_case": ""}, "Field business_case"),
        ({"initiatives": []}, "Field initiatives"),
        ({"first_quarter": "2027-Q1"}, "Field first_quarter: 2026-Q4 comes before 2027-Q1"),
        ({"last_quarter": "2026-Q4"}, "Field last_quarter: 2027-Q1 comes after 2026-Q4"),
        ({"people": ["web 2026-Q4 3"]}, "'web 2026-Q4 3' is not a line like: Core, 2026-Q4, 13"),
        ({"people": [{"team": "web", "quarter": "2026-Q4"}]}, "give person_weeks or headcount for web"),
        ({"evidence": ["P-404"]}, "Field evidence: there is no message"),
    ],
)
def test_an_unclear_one_is_refused_and_leaves_nothing(
    planned: World, wrong: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        perform(ASK, question(**wrong), planned.context())
    assert not Investment.objects.exists()


def test_an_unknown_initiative_is_named_and_backward_quarters_are_refused(planned: World) -> None:
    with pytest.raises(NotFound, match="No initiative 'Z'"):
        perform(ASK, question(initiatives=["Z"]), planned.context())
    backward = {"initiatives": ["D"], "first_quarter": "2027-Q1", "last_quarter": "2026-Q4"}
    with pytest.raises(Invalid, match="choose a quarter from 2027-Q1 on"):
        ask("roadmap.shortfall_show", backward, planned.context())


def test_nothing_of_it_is_seen_from_elsewhere_or_asked_by_an_engineer(planned: World) -> None:
    perform(ASK, question(initiatives=["C"]), planned.context())
    assert ask("roadmap.investment_list", {}, planned.context_elsewhere()).model_dump()["rows"] == []
    with pytest.raises(Refused):
        perform(ASK, question(), planned.context("engineer"))
