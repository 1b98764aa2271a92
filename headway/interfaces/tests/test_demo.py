"""The sample company from the command line, as tables and as one document."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from headway.apps.analytics.tracking.models import PlannedEvent
from headway.apps.launch.models import Launch
from headway.apps.reporting.models import Dashboard
from headway.apps.roadmap.models import Plan
from headway.interfaces.cli.app import app

PARTS = ("Problems", "Initiatives", "Plan", "Load", "Left out", "proven gap", "PRD: ")


@pytest.mark.slow
def test_demo_plans_once_and_shows_all_parts(db: None) -> None:
    first, again = (CliRunner().invoke(app, ["demo"]) for _ in range(2))
    assert first.exit_code == 0, first.output
    assert [part for part in PARTS if part not in first.stdout] == []
    assert "18% Find themes" in first.stderr and "100% Done" in first.stderr
    assert again.exit_code == 0 and again.stdout == "" and "has its plan already" in again.stderr
    assert Plan.objects.get().workspace.slug == "fernhill"
    # Nobody meets an empty page: what is seen together, what is planned to come, what goes out.
    assert (Dashboard.objects.get().tiles.count(), Launch.objects.get().ref) == (4, "LCH-1")
    assert PlannedEvent.objects.count() >= 20


@pytest.mark.slow
def test_plan_names_the_workspace_after_the_folder(db: None, tmp_path: Path) -> None:
    from headway.sample.company import write_company

    folder = tmp_path / "Small Firm"
    write_company(folder)
    done = CliRunner().invoke(app, ["plan", str(folder), "--quarter", "2026-Q4", "--horizon", "1", "--json"])
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert report["plan"]["periods"] == ["2026-Q4"] and len(report["initiatives"]) == 22
    assert Plan.objects.get().workspace.slug == "small-firm"
