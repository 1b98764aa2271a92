"""What was planted in teams, initiatives, backlog and objectives is in the files."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from headway.sample.tests.reading import labelled, rows
from headway.sample.truth import Truth

END = datetime(2026, 9, 30, 18)


def test_demand_is_about_one_and_two_fifths_of_capacity(folder: Path, truth: Truth) -> None:
    net = sum(
        float(row["capacity_person_weeks"]) * (1 - float(row["run_reserve_share"]))
        for row in rows(folder, "teams")
    )
    initiatives = rows(folder, "initiatives")
    asked = sum(int(row[c]) for row in initiatives for c in row if c.startswith("effort_p50"))
    assert asked / net == pytest.approx(truth.planning.demand_to_capacity, abs=0.001)
    assert 1.3 < asked / net < 1.5


def test_one_initiative_cannot_fit_its_window(folder: Path, truth: Truth) -> None:
    by_id = {row["id"]: row for row in rows(folder, "initiatives")}
    stuck = by_id["INI-10"]
    assert (stuck["deadline"], stuck["depends_on"]) == ("2026-12-31", "INI-16")
    assert by_id["INI-16"]["earliest_quarter"] == "2027-Q1"
    assert truth.planning.cannot_fit.initiative == "INI-10"
    assert [i for i, row in by_id.items() if row["mandatory"] == "1"] == ["INI-21", "INI-22"]
    assert [i for i, row in by_id.items() if row["enabler"] == "1"] == ["INI-16", "INI-17", "INI-18"]


def test_initiatives_cover_every_category(folder: Path) -> None:
    covered = {c for row in rows(folder, "initiatives") for c in row["problem_categories"].split(";") if c}
    assert covered == {category for _, category in labelled(folder)}


def jira_date(text: str) -> datetime:
    return datetime.strptime(text, "%d/%b/%y %I:%M %p")


def test_backlog_findings(folder: Path, truth: Truth) -> None:
    items = rows(folder, "backlog")
    old = [r for r in items if r["Status"] == "To Do" and END - jira_date(r["Updated"]) > timedelta(days=365)]
    assert [row["Issue key"] for row in old] == list(truth.backlog.stale)
    bare = [r for r in items if r["Issue Type"] == "Story" and "Acceptance criteria" not in r["Description"]]
    assert [row["Issue key"] for row in bare] == list(truth.backlog.stories_without_acceptance_criteria)
    assert (len(old), len(bare), len(truth.backlog.near_duplicates)) == (14, 7, 8)


def test_duplicate_items_share_most_words(folder: Path, truth: Truth) -> None:
    words = {r["Issue key"]: set(re.findall(r"\w+", r["Summary"].lower())) for r in rows(folder, "backlog")}
    alike = [
        len(words[a] & words[b]) / min(len(words[a]), len(words[b])) for a, b in truth.backlog.near_duplicates
    ]
    assert min(alike) >= 0.5
    assert all(a != b for a, b in truth.backlog.near_duplicates)


def test_key_results_start_from_what_the_files_hold(folder: Path, truth: Truth) -> None:
    by_id = {row["key_result_id"]: row for row in rows(folder, "objectives")}
    counts = truth.events.activation_funnel.counts["all signups"]
    assert float(by_id["KR1"]["baseline"]) == round(counts[-1] / counts[0], 4)
    assert by_id["KR4"]["baseline"] == str(truth.feedback.rising["offline_forms_lost"].last_13_weeks)
    assert len({row["objective_id"] for row in by_id.values()}) == 3
