"""A product in which one thing went wrong, as tests of diagnosis start from."""

from datetime import UTC, datetime, timedelta
from typing import Any

from headway.core.perform import ask, perform
from tests.world import World

Question = dict[str, Any]
FIRST = datetime(2026, 6, 1, tzinfo=UTC)
DAYS, BROKEN = 84, 56
BROKEN_ON = "2026-07-27"
WHY = {
    "steps": ["opened"], "now_from": "2026-09-08", "now_to": "2026-09-14",
    "base_from": "2026-09-01", "base_to": "2026-09-07",
}  # fmt: skip
SERIES = {"series": {"event": "opened"}, "period": "day"}
WATCHED = {"title": "Openings", "query": "analytics.anomalies", "question": SERIES, "condition": "anomaly"}


def story(days: int = DAYS, broken: int = BROKEN) -> str:
    """Twelve sign-ups a day on two devices and in three lands; all confirm an hour later and half of those pay; from a
    day on nobody on android in pt confirms."""
    rows = ["person_id,ts,event,device,land"]
    for day in range(days):
        for n in range(12):
            device, land = ("android", "ios")[n % 2], ("de", "fr", "pt")[n % 3]
            at, person = FIRST + timedelta(days=day, hours=1), f"{day}-{n}"
            done = [("signup", 0)]
            if day < broken or (device, land) != ("android", "pt"):
                done += [("confirm", 1)] + [("pay", 2)] * (n >= 6)
            rows += [
                f"{person},{(at + timedelta(hours=hours)).isoformat()},{event},{device},{land}"
                for event, hours in done
            ]
    return "\n".join(rows) + "\n"


def broken_there(world: World) -> None:
    perform("analytics.event_import", {"file_name": "events.csv", "content": story()}, world.context("owner"))
    for title, sort, day in (
        ("Version 2 for android", "release", "2026-07-26"),
        ("Version 1 for android", "release", "2026-07-10"),
        ("Green button", "experiment", "2026-07-27"),
        ("Version 3 for android", "release", "2026-08-02"),
    ):
        annotation = {"title": title, "sort": sort, "starts_on": day}
        perform("reporting.annotation_save", annotation, world.context("owner"))


def explained(world: World, **question: Any) -> Question:
    asked = {"steps": ["signup", "confirm"], "window_seconds": 86_400} | question
    return ask("diagnosis.change_explain", asked, world.context("owner")).model_dump(mode="json")


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
