"""For each action on diagnoses and anomalies, a question that the owner of the small world may send."""

from collections.abc import Callable
from typing import Any

from headway.core.perform import perform
from tests.world import World

Question = dict[str, Any]
WHY = {
    "steps": ["opened"], "now_from": "2026-09-08", "now_to": "2026-09-14",
    "base_from": "2026-09-01", "base_to": "2026-09-07",
}  # fmt: skip
SERIES = {"series": {"event": "opened"}, "period": "day"}
WATCHED = {"title": "Openings", "query": "analytics.anomalies", "question": SERIES, "condition": "anomaly"}


def question_there(world: World) -> Question:
    """Three open it each day of a week, and one each day of the next."""
    rows = [
        f"P{n},2026-09-{day:02}T1{n}:00:00Z,opened"
        for day in range(1, 16)
        for n in range(3 if day < 8 else 1)
    ]
    content = "\n".join(["person_id,ts,event", *rows]) + "\n"
    perform("analytics.event_import", {"file_name": "e.csv", "content": content}, world.context("owner"))
    return {"title": "Fewer openings", "question": WHY, "review_on": "2026-10-20"}


def diagnosis_there(world: World) -> Question:
    saved = perform("diagnosis.diagnosis_save", question_there(world), world.context("owner"))
    return {"ref": saved.model_dump()["ref"]}


def series_there(world: World) -> Question:
    return {"ref": perform("reporting.alert_save", WATCHED, world.context("owner")).model_dump()["ref"]}


DIAGNOSIS_EXAMPLES: dict[str, Callable[[World], Question]] = {
    "diagnosis.diagnosis_save": question_there,
    "diagnosis.check_add": lambda world: diagnosis_there(world) | {"words": "A holiday", "result": "false"},
    "diagnosis.deed_add": lambda world: diagnosis_there(world) | {"words": "Rolled it back"},
    "diagnosis.diagnosis_settle": lambda world: (
        diagnosis_there(world) | {"state": "confirmed", "outcome": "They came back after the fix."}
    ),
    "diagnosis.anomaly_mark": lambda world: series_there(world) | {"period": "2026-09-09", "verdict": "real"},
}
