"""Three people over three weeks, as the tests of dashboards and alerts start from."""

from typing import Any

from headway.core.perform import ask, perform
from tests.world import World

STORY = "P1: 1 opened web, 2 paid web; P2: 1 opened ios, 9 opened ios; P3: 8 opened web, 20 paid web; P1: 22 opened web"
TREND = {
    "series": [{"event": "opened", "math": "unique"}],
    "period": "week",
    "week_start": "monday",
    "from": "2026-09-01",
}


def events_there(world: World) -> None:
    """Two people opened it in each of the first two weeks, nobody in the third, one in the fourth (still going on)."""
    rows = ["person_id,ts,event,device"]
    for person, did in (part.split(": ") for part in STORY.split("; ")):
        for one in did.split(", "):
            day, event, device = one.split()
            rows.append(f"{person},2026-09-{int(day):02}T10:00:00Z,{event},{device}")
    question = {"file_name": "events.csv", "content": "\n".join(rows) + "\n"}
    perform("analytics.event_import", question, world.context("product_manager"))


def done(world: World, name: str, /, role: str = "product_manager", **question: Any) -> dict[str, Any]:
    return perform(name, question, world.context(role)).model_dump(mode="json")


def asked(world: World, name: str, /, role: str = "product_manager", **question: Any) -> dict[str, Any]:
    return ask(name, question, world.context(role)).model_dump(mode="json")
