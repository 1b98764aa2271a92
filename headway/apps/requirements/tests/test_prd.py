"""Drafting a PRD, editing it, judging it, and what its claims are worth when the records move."""

from datetime import timedelta

import pytest

from headway.apps.discovery.models import Problem
from headway.apps.requirements.models import Prd, SuccessMetric
from headway.apps.requirements.tests.company import TEXTS, company_make
from headway.core.access import row, rows
from headway.core.errors import Conflict, Invalid, NotFound, Refused
from headway.core.models import Activity, Link
from headway.core.perform import answer_json, ask, perform
from tests.world import NOW, World

METRIC = {"ref": "PRD-1", "metric": "first_topup_share", "unit": "share", "baseline": 0.5, "target": 0.6}


@pytest.fixture
def company(world: World) -> World:
    company_make(world.context())
    return world


def draft(world: World, initiative: str = "INI-27"):
    return perform("requirements.prd_draft", {"initiative": initiative}, world.context())


def detail(world: World, ref: str = "PRD-1"):
    return ask("requirements.prd_detail", {"ref": ref}, world.context("viewer"))


def section(world: World, key: str) -> str:
    return next(one.markdown for one in detail(world).sections if one.key == key)


def test_a_draft_is_stored_with_citations_metrics_and_links(company: World) -> None:
    made = draft(company)
    found = detail(company)

    assert (made.ref, found.prd.title, found.prd.status, found.version) == (
        "PRD-1", "Top-up status and recovery", "draft", 1
    )  # fmt: skip
    assert found.faults == []
    assert [int(one.ref) for one in found.citations] == list(range(1, len(found.citations) + 1))
    prd, links = row(Prd, company.context(), "PRD-1"), rows(Link, company.context())
    assert sorted(links.filter(from_id=prd.pk).values_list("kind", flat=True)) == ["cites", "specifies"]
    assert [
        (one.id, one.metric, one.baseline, one.target, one.due, one.guardrail) for one in found.metrics
    ] == [
        ("PRD-1-M1", "topup_failed_share", 0.072, 0.04, "2026-12-31", False),
        ("PRD-1-M2", "activation_14d", 0.4121, 0.4121, "2026-12-31", True),
        ("PRD-1-M3", "fraud losses", None, None, "", True),
    ]
    assert found.markdown.startswith(
        "# Top-up status and recovery\n\n## Header\n\n"
        "**In short:** 2 accounts (95% interval 0.24 to 7.22) wrote about P-001 “Why is my top-up pending?” [1]; "
    )


def test_quotes_are_letter_for_letter_and_what_had_to_be_hidden_is_not_quoted(company: World) -> None:
    draft(company)
    quotes = {one.id: one.quote for one in detail(company).citations if one.kind == "feedback"}

    assert quotes == {"FB-1": TEXTS[0], "FB-2": TEXTS[1], "FB-4": TEXTS[3]}
    assert "> “Why is my top-up \\*still\\* pending? It was 50 euros.” — support, mid, 2026-07-21" in section(
        company, "problem"
    )
    assert "1234567" not in detail(company).markdown
    saying = next(one for one in detail(company).citations if one.quote and one.kind == "record")
    assert (saying.id, saying.quote) == ("N-1", "I saw “pending” for days.")


def test_figures_of_citations_open_their_rows(company: World) -> None:
    draft(company)
    cited = {(one.id, one.name): one.figure for one in detail(company).citations if one.kind == "figure"}

    mentions = cited["P-001", "mentions_per_month"]
    assert mentions.rows.query == "discovery.feedback_list"
    assert ask(mentions.rows.query, mentions.rows.question, company.context()).total == mentions.n == 4
    assert all(figure is not None for figure in cited.values())


def test_a_record_that_moves_is_told_on_the_document(company: World) -> None:
    draft(company)
    problem = row(Problem, company.context(), "P-001")
    problem.size["accounts"]["value"] = 5
    problem.save()

    assert [fault for fault in detail(company).faults if fault.startswith("Citation")] == [
        "Citation [1]: P-001 accounts was 2 accounts (95% interval 0.24 to 7.22) "
        "and is now 5 accounts (95% interval 0.24 to 7.22)."
    ]
    assert "Header: the number 2 is not one of what [1] cites (P-001)." in detail(company).faults


def test_the_same_records_give_the_same_document(company: World) -> None:
    draft(company)
    first = detail(company)
    draft(company)
    second = detail(company)

    assert (second.version, second.markdown, second.citations) == (2, first.markdown, first.citations)
    assert answer_json(detail(company)) == answer_json(second)
    assert rows(SuccessMetric, company.context()).count() == 3


def test_drafting_again_keeps_what_a_person_wrote(company: World) -> None:
    draft(company)
    cited = next(one for one in detail(company).citations if one.id == "KR5")
    text = f"Only this: from 7.2% to 4% [{cited.ref}]."
    question = {"ref": "PRD-1", "section": "goals", "markdown": text, "version": 1}
    perform("requirements.section_edit", question, company.context())
    draft(company)

    found = detail(company)
    assert (section(company, "goals"), found.prd.generated, found.version) == (text, False, 3)
    assert next(one for one in found.citations if one.ref == cited.ref).id == "KR5"
    assert found.faults == []


def test_a_persons_number_without_a_citation_is_told_and_stops_no_draft(company: World) -> None:
    draft(company)
    question = {"ref": "PRD-1", "section": "goals", "markdown": "Win 40 customers.", "version": 1}
    perform("requirements.section_edit", question, company.context())
    draft(company)

    assert detail(company).faults == ["Goals and non-goals: the number 40 has no citation."]


def test_two_edits_of_one_section_keep_both_texts(company: World) -> None:
    draft(company)
    edit = {"ref": "PRD-1", "section": "goals", "version": 1}
    perform("requirements.section_edit", edit | {"markdown": "Mine."}, company.context())
    perform(
        "requirements.section_edit", edit | {"section": "users", "markdown": "Others."}, company.context()
    )
    events = rows(Activity, company.context()).count()

    with pytest.raises(Conflict) as refused:
        perform("requirements.section_edit", edit | {"markdown": "Theirs."}, company.context())

    assert refused.value.detail == (
        "Goals and non-goals of PRD-1 was changed after version 1; bring both texts together."
    )
    assert [one["text"] for one in refused.value.fields] == ["Mine.", "Theirs."]
    assert (section(company, "goals"), section(company, "users")) == ("Mine.", "Others.")
    assert rows(Activity, company.context()).count() == events


def test_an_unknown_section_is_refused_with_those_there_are(company: World) -> None:
    draft(company)
    with pytest.raises(NotFound, match="PRD-1 has no section 'x'; it has header, problem, users, goals"):
        question = {"ref": "PRD-1", "section": "x", "markdown": "", "version": 1}
        perform("requirements.section_edit", question, company.context())


def test_approval_needs_a_metric_with_everything_and_a_guardrail(company: World) -> None:
    perform("core.workspace_edit", {"goal": "Grow."}, company.context())
    draft(company, "INI-13")
    SuccessMetric.objects.all().delete()
    asked = {"ref": "PRD-1", "status": "approved"}

    with pytest.raises(Invalid) as nothing:
        perform("requirements.status_set", asked, company.context())
    perform("requirements.metric_save", METRIC, company.context())
    with pytest.raises(Invalid) as half:
        perform("requirements.status_set", asked, company.context())
    due = {"ref": "PRD-1", "metric_ref": "PRD-1-M1", "due": "2026-12-31"}
    perform("requirements.metric_save", due, company.context())
    perform(
        "requirements.metric_save", METRIC | {"metric": "complaints", "guardrail": True}, company.context()
    )
    with pytest.raises(Refused):
        perform("requirements.status_set", asked, company.context("engineer"))
    perform("requirements.status_set", asked, company.context())

    assert nothing.value.detail == (
        "PRD-1 cannot be approved yet: it needs a success metric with baseline, target and date and a guardrail metric."
    )
    assert half.value.detail == (
        "PRD-1 cannot be approved yet: it needs a success metric with baseline, target and date "
        "(first_topup_share has no due) and a guardrail metric."
    )
    assert (detail(company).prd.status, "**Status:** approved." in section(company, "header")) == (
        "approved",
        True,
    )
    with pytest.raises(Invalid, match="PRD-1 is approved; set it back to draft"):
        draft(company, "INI-13")


def test_a_status_set_on_an_old_version_is_refused(company: World) -> None:
    draft(company)
    draft(company)
    with pytest.raises(Conflict, match="PRD-1 is at version 2 by now"):
        perform(
            "requirements.status_set", {"ref": "PRD-1", "status": "launched", "version": 1}, company.context()
        )
    assert detail(company).prd.status == "draft"


def test_a_metric_that_a_person_set_is_in_the_table_and_stays(company: World) -> None:
    draft(company)
    perform("requirements.metric_save", METRIC | {"due": "2026-12-31"}, company.context())
    rewritten = section(company, "metrics")
    draft(company)

    assert "| `first_topup_share` | success | 50% | 60% | 2026-12-31 |" in rewritten
    assert "| `topup_failed_share` | success | 7.2% | 4% | 2026-12-31 |" in rewritten
    assert "| `first_topup_share` | success | 50% | 60% | 2026-12-31 |" in section(company, "metrics")
    assert [one.metric for one in detail(company).metrics] == [
        "first_topup_share", "topup_failed_share", "activation_14d", "fraud losses"
    ]  # fmt: skip
    assert detail(company).faults == []


def test_an_unknown_initiative_is_refused_and_viewers_draft_nothing(company: World) -> None:
    with pytest.raises(NotFound, match="No initiative 'INI-99'"):
        draft(company, "INI-99")
    with pytest.raises(Refused):
        perform("requirements.prd_draft", {"initiative": "INI-27"}, company.context("viewer"))
    assert rows(Prd, company.context()).count() == 0


def test_documents_are_listed_the_latest_changed_first_page_by_page(company: World) -> None:
    for place, initiative in enumerate(("INI-27", "INI-13", "INI-42")):
        now = NOW + timedelta(minutes=place)
        perform("requirements.prd_draft", {"initiative": initiative}, company.context(now=now))
    first = ask("requirements.prd_list", {"limit": 2}, company.context())
    second = ask("requirements.prd_list", {"limit": 2, "after": first.next}, company.context())

    assert [(one.id, one.initiative) for one in first.rows] == [("PRD-3", "INI-42"), ("PRD-2", "INI-13")]
    assert ([one.id for one in second.rows], second.next) == (["PRD-1"], "")
    assert [
        one.id for one in ask("requirements.prd_list", {"initiative": "INI-13"}, company.context()).rows
    ] == ["PRD-2"]


def test_nobody_elsewhere_reads_a_document(company: World) -> None:
    draft(company)
    with pytest.raises(NotFound):
        ask("requirements.prd_detail", {"ref": "PRD-1"}, company.context_elsewhere())
    assert ask("requirements.prd_list", {}, company.context_elsewhere()).rows == []
