"""Asking about events that are written as text: a line per person, `name: event time, event time`."""

from datetime import UTC, datetime, timedelta
from typing import Any

from headway.core.perform import ask
from tests.world import World

START = datetime(2021, 5, 1, tzinfo=UTC)
Event = dict[str, Any]


def events(text: str, start: datetime = START, unit: timedelta = timedelta(hours=1)) -> list[Event]:
    """Rows of events: `a: open 0, buy 1.5` is open at the start and buy an hour and a half later."""
    rows = []
    for line in text.strip().splitlines():
        user, _, done = line.partition(":")
        for part in filter(None, map(str.strip, done.split(","))):
            name, _, at = part.rpartition(" ")
            rows.append({"user": user.strip(), "event": name, "ts": (start + float(at) * unit).isoformat()})
    return rows


def asked(world: World, name: str, rows: list[Event] | str, **question: Any) -> dict[str, Any]:
    """The answer to a query about these events."""
    sent = events(rows) if isinstance(rows, str) else rows
    return ask(f"analytics.{name}", question | {"events": sent}, world.context()).model_dump(mode="json")


def steps(names: str) -> list[dict[str, str]]:
    return [{"event": name} for name in names.split(", ")]


def funnel(world: World, rows: list[Event] | str, names: str, **question: Any) -> dict[str, Any]:
    return asked(world, "funnel", rows, steps=steps(names), **question)


def behind(world: World, name: str, rows: str, number: dict[str, Any], **question: Any) -> list[str]:
    """The people behind a number."""
    inner = {"query": f"analytics.{name}", "question": question | {"events": events(rows)}}
    found = ask("analytics.people_behind", inner | number, world.context()).model_dump()
    assert found["count"] == len(found["people"])
    people: list[str] = found["people"]
    return people
