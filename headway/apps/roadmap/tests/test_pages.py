"""Pages of the decisions on the roadmap: they say before acting what changes and who has to agree."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headway.apps.discovery.tests.rights import formal
from headway.apps.roadmap.models import Commitment, Investment, Plan
from headway.apps.roadmap.tests.evidence import build, freeze
from headway.core.perform import perform
from tests.world import World

QUERIES_MOST = 12


@pytest.fixture
def filled(world: World) -> World:
    return build(world)


def get(world: World, part: str, role: str = "product_manager") -> str:
    found = world.client(role).get(f"/w/lumen/{part}")
    assert found.status_code == 200
    return " ".join(found.content.decode().split())


def post(world: World, name: str, role: str = "product_manager", **fields: Any) -> Any:
    return world.client(role).post(f"/w/lumen/do/{name}/", fields | {"next": "/w/lumen/roadmap/"})


def test_freezing_shows_what_it_changes_and_is_done_at_once_in_a_startup(filled: World) -> None:
    assert "roadmap/freeze/?plan=PL-1" in get(filled, "roadmap/")
    page = get(filled, "roadmap/freeze/?plan=PL-1")
    assert "<li>A Item A enters 2026-Q4</li>" in page and "Freeze it" in page
    assert post(filled, "roadmap.plan_freeze", ref="PL-1").headers["Location"] == "/w/lumen/roadmap/"
    assert Plan.objects.get().frozen_at
    assert "PL-1 is frozen already, by Pia Manager" in get(filled, "roadmap/freeze/?plan=PL-1")


def test_in_an_enterprise_the_page_says_whom_it_goes_to_and_the_form_leads_to_the_approval(
    filled: World,
) -> None:
    formal(filled)
    page = get(filled, "roadmap/freeze/?plan=PL-1")
    assert "It goes to Director, VP or executive" in page and "Engineering (Egon Engineer)" in page
    assert "Ask for it" in page and "Freeze it" not in page
    assert post(filled, "roadmap.plan_freeze", ref="PL-1").headers["Location"] == "/w/lumen/approvals/AP-1/"
    assert Plan.objects.get().frozen_at is None


def test_a_change_of_the_baseline_is_shown_first_and_then_made(filled: World) -> None:
    freeze(filled)
    question = "plan=PL-1&initiative=C&start=2027-Q1&reason=Acme+asked+for+A+only"
    page = get(filled, f"roadmap/change/?{question}")
    assert "<li>C Item C moves from 2026-Q4 to 2027-Q1</li>" in page
    assert "<li>Mind: web has 11 of 10 person-weeks planned in 2027-Q1</li>" in page
    post(filled, "roadmap.item_move", plan="PL-1", initiative="C", start="2027-Q1", reason="Acme asked for A")
    assert "It changed the baseline" in get(filled, "roadmap/?plan=PL-2")
    assert "what holds now is" in get(filled, "roadmap/?plan=PL-1")
    assert "Change PL-2" in get(filled, "roadmap/change/?plan=PL-1")


def test_an_impossible_change_is_told_and_has_no_button(filled: World) -> None:
    freeze(filled)
    page = get(filled, "roadmap/change/?plan=PL-1&initiative=C&start=2026-Q4&reason=Acme+asked+for+A")
    assert "Field start: C starts in 2026-Q4 already." in page and "Change the baseline</button>" not in page
    assert "is no baseline" not in page


def test_promises_are_made_listed_and_settled_by_forms(filled: World) -> None:
    fields = {"account": "ACME", "obligation": "Item B for all", "due": "2099-03-31", "initiative": "B"}
    page = get(filled, "commitments/new/?account=ACME&obligation=Item+B+for+all&due=2099-03-31", "owner")
    assert "<li>No initiative stands behind it</li>" in page and "Promise it" in page
    assert "Ask for it" in get(
        filled, "commitments/new/?account=ACME&obligation=Item+B+for+all&due=2099-03-31"
    )
    assert "No account" in get(filled, "commitments/new/?account=X&obligation=Item+B+for+all&due=2099-03-31")
    assert post(filled, "roadmap.commitment_make", "owner", **fields).status_code == 303
    page = get(filled, "commitments/")
    assert "Item B for all" in page and "1 open" in page and "83" in page
    post(filled, "roadmap.commitment_settle", ref="CM-1", state="kept")
    assert Commitment.objects.get().state == "kept"
    assert "0 open" in get(filled, "commitments/?state=kept") and "Pia Manager" in get(filled, "commitments/")
    assert "None of these" in get(filled, "commitments/?state=broken")


def test_a_viewer_sees_promises_and_investments_without_forms(filled: World) -> None:
    assert [get(filled, part, "viewer").count("<textarea") for part in ("commitments/", "investments/")] == [
        0,
        0,
    ]
    assert "Promise something" not in get(filled, "commitments/", "viewer")
    assert "Ask for an investment" not in get(filled, "investments/", "viewer")


def test_an_investment_starts_from_what_the_teams_lack(filled: World) -> None:
    freeze(filled)
    big = {"ref": "D", "title": "Item D", "effort": {"web": {"p50": 9, "p90": 9}}}
    perform("prioritisation.initiative_save", big, filled.context())
    wanted = "initiatives=D&first_quarter=2026-Q4&last_quarter=2027-Q1"
    page = get(filled, f"investments/?{wanted}")
    assert "web, 2026-Q4, 3.0 web, 2027-Q1, 3.0" in page
    assert (
        "Director or executive decides on investments" in page and "It goes to Director or executive" in page
    )
    fields = {
        "initiatives": "D", "first_quarter": "2026-Q4", "last_quarter": "2027-Q1", "amount": "", "currency": "EUR",
        "people": "web, 2026-Q4, 3.0\r\nweb, 2027-Q1, 3.0\r\n", "title": "Two more in web", "evidence": "",
        "business_case": "Item D keeps *two* accounts.",
    }  # fmt: skip
    assert post(filled, "roadmap.investment_ask", "owner", **fields).status_code == 303
    assert Investment.objects.get().people[1] == {"team": "web", "quarter": "2027-Q1", "person_weeks": 3.0}
    assert "<em>two</em>" in get(filled, "investments/")


def test_what_cannot_be_worked_out_is_one_sentence(filled: World) -> None:
    found = filled.client().get(
        "/w/lumen/investments/?initiatives=Z&first_quarter=2026-Q4&last_quarter=2026-Q4"
    )
    assert (found.status_code, b"No initiative" in found.content) == (404, True)


def test_no_list_of_decisions_needs_more_queries_than_its_bar(filled: World) -> None:
    parts = ("commitments/", "investments/", "pricing/", "declined/", "research/", "roadmap/")
    counts = {part: queries_of(filled, part) for part in parts}
    assert {part: count for part, count in counts.items() if count > QUERIES_MOST} == {}


def queries_of(world: World, part: str) -> int:
    client = world.client()
    client.get(f"/w/lumen/{part}")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/w/lumen/{part}").status_code == 200
    return len(queries)
