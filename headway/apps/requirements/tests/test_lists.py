"""Metrics and risks of a plan, and the tracker's tickets."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headway.apps.requirements.models import BacklogItem
from headway.apps.requirements.tests.company import FILES, company_make, import_file
from headway.core.access import row
from headway.core.errors import NotFound
from headway.core.perform import ask, perform
from tests.world import World

BANK = Path(__file__).resolve().parents[4].parent / "shared" / "data" / "bank"


@pytest.fixture
def company(world: World) -> World:
    company_make(world.context())
    return world


def test_metrics_are_proposed_until_a_document_sets_them(company: World) -> None:
    before = ask("requirements.metric_list", {}, company.context())
    perform("requirements.prd_draft", {"initiative": "INI-27"}, company.context())
    after = ask("requirements.metric_list", {}, company.context())

    assert before.plan == "PL-1"
    assert [(one.initiative, one.id, one.metric, one.target, one.guardrail) for one in before.rows] == [
        ("INI-27", "", "topup_failed_share", 0.04, False),
        ("INI-27", "", "activation_14d", 0.4121, True),
        ("INI-27", "", "fraud losses", None, True),
    ]
    assert [one.id for one in after.rows] == ["PRD-1-M1", "PRD-1-M2", "PRD-1-M3"]
    assert [one.model_copy(update={"id": ""}) for one in after.rows] == before.rows


def test_risks_are_read_off_the_records_with_their_sources(company: World) -> None:
    found = ask("requirements.risk_list", {}, company.context())

    assert [(one.kind, one.probability, one.impact) for one in found.rows] == [
        ("late", "possible", "high"),
        ("overload", "possible", "high"),
        ("dependency", "", "high"),
        ("deadline", "possible", "high"),
        ("effort", "", "medium"),
        ("channel", "", "medium"),
    ]
    assert found.rows[0].text == "INI-27 finishes after 2026-Q4 with a chance of 37%."
    assert [(one.kind, one.id) for one in found.rows[3].citations] == [
        ("record", "INI-27"),
        ("record", "PL-1"),
    ]
    assert {one.owner for one in found.rows} == {""}


def test_an_initiative_outside_the_plan_can_be_asked_for(company: World) -> None:
    found = ask("requirements.metric_list", {"initiative": "INI-13"}, company.context())

    assert [(one.metric, one.guardrail) for one in found.rows] == [
        ("activation_14d", True),
        ("fraud losses", True),
    ]
    assert ask("requirements.risk_list", {"initiative": "INI-13"}, company.context()).rows == []
    with pytest.raises(NotFound):
        ask("requirements.risk_list", {"initiative": "INI-99"}, company.context())


def test_without_a_plan_there_is_nothing_to_judge(world: World) -> None:
    assert ask("requirements.metric_list", {}, world.context()).model_dump() == {"plan": "", "rows": []}
    assert ask("requirements.risk_list", {}, world.context()).model_dump() == {"plan": "", "rows": []}


def test_tickets_come_in_as_jira_exports_them(world: World) -> None:
    report = import_file(world.context(), "backlog", FILES["backlog"])
    again = import_file(world.context(), "backlog", FILES["backlog"])
    ticket = row(BacklogItem, world.context(), "BANK-1")

    assert (report["run"]["created"], again["run"]["unchanged"], again["run"]["created"]) == (2, 2, 0)
    assert (ticket.title, ticket.kind, ticket.labels, ticket.points) == (
        "Show why a top-up hangs", "Story", ["topups", "quick-win"], 3.0
    )  # fmt: skip
    assert ticket.description == "h3. Acceptance criteria\n* x"
    assert ticket.opened_at is not None and ticket.opened_at.isoformat() == "2026-04-02T09:15:00+00:00"
    assert ticket.blocks == ["BANK-4"]
    assert row(BacklogItem, world.context(), "BANK-2").blocks == ["BANK-1"]
    assert row(BacklogItem, world.context(), "BANK-2").points is None


def test_a_bad_ticket_is_named_and_the_good_ones_come_in(world: World) -> None:
    content = "Summary,Issue key,Created,Story Points\nA,B-1,soon,1\nB,B-2,02/Apr/26 9:15 AM,2\n,B-3,,\n"
    report = import_file(world.context(), "backlog", content)

    assert report["run"]["created"] == 1
    assert [(one["row"], one["column"]) for one in report["errors"]] == [(2, "Created"), (4, "Summary")]


def test_tickets_are_listed_by_ref_with_filters_in_two_queries(world: World) -> None:
    lines = [f"Ticket {n},B-{n:03},{'Done' if n % 2 else 'To Do'}" for n in range(1, 61)]
    import_file(world.context(), "backlog", "Summary,Issue key,Status\n" + "\n".join(lines) + "\n")
    context = world.context()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        first = ask("requirements.backlog_list", {"status": "done", "limit": 20}, context)

    assert len(queries) == 2
    assert (first.total, first.rows[0].id, len(first.rows), first.next) == (30, "B-001", 20, "B-039")
    second = ask("requirements.backlog_list", {"status": "done", "limit": 20, "after": first.next}, context)
    assert ([one.id for one in second.rows][:2], second.next) == (["B-041", "B-043"], "")


@pytest.mark.skipif(not BANK.exists(), reason=f"the sample data folder {BANK.name} is not beside the project")
def test_the_banks_backlog_comes_in_whole(world: World) -> None:
    report = import_file(world.context(), "backlog", (BANK / "backlog.csv").read_text(encoding="utf-8"))

    assert (report["run"]["created"], report["run"]["refused"]) == (320, 0)
    assert row(BacklogItem, world.context(), "BANK-104").blocks == ["BANK-155"]
