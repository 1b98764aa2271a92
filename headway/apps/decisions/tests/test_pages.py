"""The pages of deciding, read and used as a browser does, forms and all."""

import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from headway.apps.decisions.models import Assessment, Decision, ForumMeeting, Recommendation, Risk
from headway.apps.decisions.tests.scene import (
    CRITERIA,
    MANAGER,
    OPTIONS,
    act,
    enterprise,
    opened,
    problem,
    taken,
)
from headway.apps.discovery.models import Problem
from headway.apps.prioritisation.models import Initiative
from headway.core.models import Activity
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
QUERIES_MOST = 20
BERLIN = ZoneInfo("Europe/Berlin")


def get(world: World, part: str, role: str = "product_manager") -> str:
    response = world.client(role).get(f"/w/lumen/{part}")
    assert response.status_code == 200, response.content
    return response.content.decode()


def post(world: World, name: str, role: str = "product_manager", **fields: Any) -> Any:
    return world.client(role).post(f"/w/lumen/decisions/form/{name}/", fields)


def do(world: World, name: str, role: str = "product_manager", **fields: Any) -> Any:
    return world.client(role).post(f"/w/lumen/do/decisions.{name}/", fields)


@pytest.fixture
def busy(world: World) -> World:
    """One of everything."""
    problem(world)
    Initiative.objects.create(workspace=world.workspace, ref="INI-1", title="Faster export")
    opened(
        world, options=OPTIONS, criteria=CRITERIA, evidence=["P-1"], problem="P-1", due="2026-09-21", now=NOW
    )
    taken(world, question="Which region?")
    act(world, "risk_save", title="Keys leak", compliance="security", threatens=["INI-1"])
    act(world, "assessment_save", subject="INI-1")
    act(world, "request_make", kind="vendor", title="A mail service", rationale="Ours is slow")
    act(world, "forum_save", name="Council", cadence="weekly", kinds=["decision", "request", "risk"])
    return world


PAGES = (
    "decisions/", "decisions/?state=open", "decisions/?overdue=true", "decisions/?start=question", "decisions/new/",
    "decisions/new/?kind=conflict", "decisions/DEC-1/", "decisions/DEC-1/edit/", "decisions/DEC-2/", "decisions/requests/",
    "decisions/requests/?new=hire", "decisions/requests/REC-1/", "risks/", "risks/RSK-1/", "assessments/", "assessments/ASM-1/", "forums/",
    "forums/FRM-1/",
)  # fmt: skip


@pytest.mark.parametrize("part", PAGES)
@pytest.mark.parametrize("role", ["owner", "product_manager", "viewer"])
def test_every_page_opens_for_every_role(busy: World, part: str, role: str) -> None:
    assert "</html>" in get(busy, part, role)


@pytest.mark.parametrize(
    "part", ["decisions/", "decisions/requests/", "risks/", "assessments/", "forums/", "decisions/new/"]
)
def test_empty_pages_open_and_say_what_to_do(world: World, part: str) -> None:
    page = get(world, part)
    assert ("card empty" in page) == (part != "decisions/new/")


@pytest.mark.parametrize("part", ["decisions/", "decisions/requests/", "risks/", "assessments/"])
def test_lists_cost_the_same_however_long_they_are(busy: World, part: str) -> None:
    def queries() -> int:
        client = busy.client()
        client.get(f"/w/lumen/{part}")
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/w/lumen/{part}").status_code == 200
        return len(found)

    before = queries()
    for number in range(5):
        taken(busy, question=f"Again {number}?", problem="P-1", evidence=["P-1"])
        act(busy, "risk_save", title=f"Risk {number}", threatens=["INI-1"], owner=MANAGER)
        act(busy, "assessment_save", subject="INI-1")
        act(busy, "request_make", kind="vendor", title=f"Service {number}", rationale="Ours is slow")
    assert queries() == before <= QUERIES_MOST


def test_the_log_shows_figures_curve_and_signs(busy: World) -> None:
    """A page reads the clock, so what it shows is told from now."""
    now = timezone.now()
    Problem.objects.update(created_at=now - timedelta(days=40))
    Decision.objects.filter(ref="DEC-1").update(due=(now.astimezone(BERLIN) - timedelta(days=9)).date())
    for number in range(3):
        taken(busy, at=now - timedelta(days=20), question=f"Old {number}?", problem="P-1")
    page = get(busy, "decisions/")
    assert "9 days overdue" in page
    assert 'points="0,0 50,0 50,30 100,30"' in page
    assert "Open decisions without criteria: <strong>0</strong>" in page
    assert "1 names no problem and is left out" in page


def test_a_question_is_put_scored_and_taken_through_forms(world: World) -> None:
    problem(world)
    made = post(
        world, "decision_open", question="Build or buy?", kind="general", decider=MANAGER, problem="P-1", evidence="P-1, P-1",
        consulted=["engineer@lumen.test"], criterion=["Speed", "Cost", ""], weight=["3", "1", "1"],
        option=["Build it", "Buy it", ""], option_words=["", "", ""], option_pros=["Ours\n\nTo keep", "", ""],
        option_cons=["Slow", "", ""], due="2026-10-14", metric="accounts", of="P-1", comparison=">=", value="20",
    )  # fmt: skip
    assert (made.status_code, made["Location"]) == (303, "/w/lumen/decisions/DEC-1/")
    form = get(world, "decisions/DEC-1/edit/")
    assert 'name="score_0_0"' in form and 'name="evidence"' in form and 'value="P-1"' in form
    version = re.search(r'name="version" value="(\d+)"', form)
    assert version
    edited = post(
        world, "decision_edit", ref="DEC-1", version=version[1], question="Build or buy?", decider=MANAGER,
        evidence="discovery.problem:P-1", criterion=["Speed", "Cost"], weight=["3", "1"], option=["Build it", "Buy it"],
        option_words=["", "Their cloud"], option_pros=["Ours\nTo keep", ""], option_cons=["Slow", ""],
        score_0_0="2", score_0_1="2", score_1_0="4", score_1_1="",
    )  # fmt: skip
    assert edited.status_code == 303
    page = get(world, "decisions/DEC-1/")
    assert "<strong>2</strong> of 5 by weight" in page and "No overall score: no score for Cost" in page
    assert "Once accounts that wrote about P-1: at least 20." in page
    taken_now = post(world, "decision_take", ref="DEC-1", choice="B", outcome="Buy it", trade_off="Control")
    assert taken_now.status_code == 303
    found = Decision.objects.get()
    assert (found.state, found.choice, found.options[0]["pros"]) == ("decided", "B", ["Ours", "To keep"])
    assert "Decided: Buy it" in get(world, "decisions/DEC-1/")


def test_a_wrong_field_is_one_sentence_and_nothing_is_kept(world: World) -> None:
    refused = post(world, "decision_open", question="Build or buy?", evidence="P-9")
    assert (
        refused.status_code == 404
        and "No record &#x27;P-9&#x27; in this workspace" in refused.content.decode()
    )
    nonsense = post(
        world, "risk_save", title="It rains", probability_p10="a", probability_p50="1", probability_p90="2"
    )
    assert nonsense.status_code == 422
    assert "Field probability p10: &#x27;a&#x27; is not a number." in nonsense.content.decode()
    assert post(world, "no_such_form").status_code == 404
    assert not Decision.objects.exists() and not Risk.objects.exists()


def test_a_form_sent_twice_acts_once(world: World) -> None:
    for _ in range(2):
        assert post(world, "decision_open", question="Build or buy?", key="k1").status_code == 303
    assert Decision.objects.count() == 1


def test_the_note_tells_beforehand_that_others_agree(world: World) -> None:
    enterprise(world)
    opened(world, kind="solution_tradeoff")
    page = get(world, "decisions/DEC-1/")
    assert "Engineering (Egon Engineer)" in page and "Design (Dina Designer)" in page
    waits = post(world, "decision_take", ref="DEC-1", outcome="Buy it")
    assert (waits.status_code, waits["Location"]) == (303, "/w/lumen/approvals/AP-1/")
    assert Decision.objects.get().state == "open"
    assert "Build or buy?" in get(world, "approvals/AP-1/")


def test_a_person_who_is_not_the_decider_gets_no_button(busy: World) -> None:
    assert "Take the decision" in get(busy, "decisions/DEC-1/")
    page = get(busy, "decisions/DEC-1/", "owner")
    assert "Take the decision" not in page and "Pia Manager decides this." in page


def test_a_risk_comes_from_a_form_into_the_matrix(busy: World) -> None:
    made = post(
        busy, "risk_save", title="The vendor leaves", probability_p10="20", probability_p50="50", probability_p90="80",
        impact_p10="1", impact_p50="8", impact_p90="20", impact_unit="person_weeks", owner=MANAGER, compliance="none",
        threatens="INI-1",
    )  # fmt: skip
    assert made["Location"] == "/w/lumen/risks/RSK-2/"
    risk = Risk.objects.get(ref="RSK-2")
    assert (risk.probability, risk.impact_unit) == ({"p10": 0.2, "p50": 0.5, "p90": 0.8}, "person-weeks")
    page = get(busy, "risks/")
    [cell] = re.findall(r'<td class="(\w+)">\s*<a href="/w/lumen/risks/RSK-2/"', page)
    assert cell == "high"
    assert do(busy, "risk_accept", ref="RSK-2", reason="We can live with it").status_code == 303
    assert Risk.objects.get(ref="RSK-2").state == "accepted"


def test_an_assessment_is_filled_in_and_signed_on_its_page(busy: World) -> None:
    fields = {
        "ref": "ASM-1", "title": "Data in export", "data_classes": ["contact"], "purpose": "To send it",
        "lawful_basis": "contract", "retention_days": "30", "controls": "Encrypted\nTwo keys", "residual": "low",
        "review_on": "2027-09-30",
    }  # fmt: skip
    assert post(busy, "assessment_save", **fields).status_code == 303
    assert "Sign version 2" in get(busy, "assessments/ASM-1/", "owner")
    assert do(busy, "assessment_sign", "owner", ref="ASM-1", version="2").status_code == 303
    signed = Assessment.objects.get()
    assert (signed.controls, signed.signed_by) == (["Encrypted", "Two keys"], busy.users["owner"])
    assert "Signed by Olga Owner as" in get(busy, "assessments/ASM-1/")


def test_requests_are_made_with_a_scorecard_and_answered_on_the_page(world: World) -> None:
    made = post(
        world, "request_make", kind="hire", title="A researcher", rationale="Two waits a week", area=["Judgement", ""],
        mark=["4", ""], quote=["I would ask five first", ""], alternatives="An agency",
    )  # fmt: skip
    assert made["Location"] == "/w/lumen/decisions/requests/REC-1/"
    assert "I would ask five first" in get(world, "decisions/requests/")
    assert "Your answer, with the reason" not in get(world, "decisions/requests/")
    assert "Your answer, with the reason" in get(world, "decisions/requests/", "owner")
    assert (
        do(
            world, "request_answer", "owner", ref="REC-1", state="declined", answer="Not this year"
        ).status_code
        == 303
    )
    assert Recommendation.objects.get().state == "declined"
    budget = post(
        world, "request_make", kind="budget", title="A region", rationale="Renewals", amount="1200.50"
    )
    assert budget.status_code == 303 and Recommendation.objects.get(ref="REC-2").amount_minor == 120_050


def test_a_forum_is_closed_on_its_page(busy: World) -> None:
    page = get(busy, "forums/FRM-1/")
    assert page.count('name="item"') == 3
    closed = post(
        busy, "forum_close", ref="FRM-1", item=["DEC-1", "REC-1", "RSK-1"], outcome=["Ask two customers", "", ""],
        owner=["engineer@lumen.test", "", ""], due=["2026-10-07", "", ""], notes="All there",
    )  # fmt: skip
    assert (closed.status_code, closed["Location"]) == (303, "/w/lumen/forums/FRM-1/")
    assert ForumMeeting.objects.get().outcomes[0]["item"] == "DEC-1"
    assert "Ask two customers" in get(busy, "forums/FRM-1/")
    text = busy.client().get("/w/lumen/forums/FRM-1/?as=text")
    assert text["Content-Type"] == "text/markdown; charset=utf-8" and text.content.startswith(b"# Council, ")


def test_another_workspace_sees_nothing_of_it(busy: World) -> None:
    from django.test import Client

    outsider = Client()
    outsider.force_login(busy.outsider)
    for part in PAGES:
        assert outsider.get(f"/w/lumen/{part}").status_code == 404
    for part in (
        "decisions/DEC-1/",
        "decisions/requests/REC-1/",
        "risks/RSK-1/",
        "assessments/ASM-1/",
        "forums/FRM-1/",
    ):
        assert outsider.get(f"/w/elsewhere/{part}").status_code == 404
    assert b"Keys leak" not in outsider.get("/w/elsewhere/risks/").content


def test_what_people_write_is_text(world: World) -> None:
    opened(world, question="<script>alert(1)</script>", background="<b>x</b>")
    act(world, "decision_dissent", ref="DEC-1", words="<img src=x onerror=alert(1)>")
    page = get(world, "decisions/DEC-1/")
    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page and "<img src=x" not in page


def test_a_posted_form_leaves_one_row(world: World) -> None:
    post(world, "decision_open", question="Build or buy?")
    row = Activity.objects.get()
    assert (row.action, row.channel) == ("decisions.decision_open", "web")
