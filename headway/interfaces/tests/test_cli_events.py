"""`headway ask --events FILE`: a question about events that somebody has at hand."""

import json
from pathlib import Path

from typer.testing import CliRunner

from headway.interfaces.cli.app import app
from tests.world import World

EVENTS = """{"user": "a", "event": "open", "ts": "2026-04-01T10:00:00Z"}
{"user": "a", "event": "buy", "ts": "2026-04-01T10:00:30Z"}
{"user": "b", "event": "open", "ts": 1775037600}
"""
FUNNEL = {"steps": [{"event": "open"}, {"event": "buy"}], "window_seconds": 60}


def asked(path: Path) -> tuple[int, dict[str, object]]:
    who = ["-w", "lumen", "--as", "owner@lumen.test"]
    asking = ["ask", "analytics.funnel", "--json", json.dumps(FUNNEL), "--events", str(path), *who]
    result = CliRunner().invoke(app, asking)
    return result.exit_code, json.loads(result.stdout)


def test_the_file_is_what_is_asked_about(world: World, tmp_path: Path) -> None:
    path = tmp_path / "events.ndjson"
    path.write_text(EVENTS, "utf-8")
    status, answer = asked(path)
    assert (status, answer["counts"], answer["avg_seconds"]) == (0, [2, 1], [30.0])


def test_a_file_that_is_not_there_is_a_problem_document(world: World, tmp_path: Path) -> None:
    status, problem = asked(tmp_path / "none.csv")
    assert (status, problem["status"]) == (1, 422)
    assert problem["detail"] == "Cannot read none.csv: No such file or directory."
