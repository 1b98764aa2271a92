"""For each action on dashboards, saved queries and alerts, a question that the owner of the small world may send."""

from collections.abc import Callable
from typing import Any

from headway.core.perform import perform
from tests.world import World

Question = dict[str, Any]
TREND = {"series": [{"event": "opened", "math": "unique"}], "period": "week", "week_start": "monday"}
TILE = {
    "title": "Who opened it",
    "query": "analytics.trend",
    "question": TREND,
    "address": "ask=trend&event=opened",
}
QUERY = {
    "title": "Events by name",
    "sql": "SELECT event, count(*) AS times FROM events GROUP BY 1 ORDER BY 2 DESC",
}
ALERT = {
    "title": "Many openers",
    "condition": "above",
    "threshold": 0,
    "query": "analytics.trend",
    "question": TREND,
}
REPLAY = {"title": "Replay", "template": "https://replay.example.com/users/{person}?from={at}"}
RELEASE = {"title": "Version 2", "sort": "release", "starts_on": "2026-09-09"}


def made(world: World, name: str, question: Question) -> Question:
    return {"ref": perform(name, question, world.context("owner")).model_dump()["ref"]}


def board_there(world: World) -> Question:
    return made(world, "reporting.dashboard_save", {"title": "Usage", "shared": True})


def tile_there(world: World) -> Question:
    return made(world, "reporting.tile_add", TILE)


def query_there(world: World) -> Question:
    return made(world, "analytics.query_save", QUERY)


def subscription_there(world: World) -> Question:
    return made(world, "reporting.subscription_save", {"dashboard": board_there(world)["ref"]})


def alert_there(world: World) -> Question:
    return made(world, "reporting.alert_save", ALERT)


def alert_told(world: World) -> Question:
    """An alert that went off, since more people came than its limit."""
    rows = "person_id,ts,event\nP1,2026-09-22T10:00:00Z,opened\nP2,2026-09-29T10:00:00Z,opened\n"
    perform("analytics.event_import", {"file_name": "e.csv", "content": rows}, world.context("owner"))
    alert = alert_there(world)
    perform("reporting.alert_check", alert, world.context("owner"))
    return alert


REPORTING_EXAMPLES: dict[str, Callable[[World], Question]] = {
    "analytics.query_save": lambda world: QUERY,
    "analytics.query_remove": query_there,
    "analytics.sql_stop": lambda world: {"run": "0199c0de-0000-7000-8000-000000000001"},
    "reporting.dashboard_save": lambda world: {"title": "Usage", "shared": True},
    "reporting.dashboard_remove": board_there,
    "reporting.dashboard_favour": board_there,
    "reporting.tile_add": lambda world: TILE,
    "reporting.tile_change": lambda world: tile_there(world) | {"width": 2, "drawing": "bars"},
    "reporting.tile_move": lambda world: tile_there(world) | {"to": "up"},
    "reporting.tile_remove": tile_there,
    "reporting.alert_save": lambda world: ALERT,
    "reporting.alert_remove": alert_there,
    "reporting.alert_mute": lambda world: alert_there(world) | {"days": 3},
    "reporting.alert_check": alert_there,
    "reporting.alert_resolve": alert_told,
    "reporting.alert_send": lambda world: alert_told(world) | {"period": "2026-09-21"},
    "reporting.replay_link_save": lambda world: REPLAY,
    "reporting.replay_link_remove": lambda world: made(world, "reporting.replay_link_save", REPLAY),
    "reporting.subscription_save": lambda world: {"dashboard": board_there(world)["ref"], "every": "week"},
    "reporting.subscription_stop": subscription_there,
    "reporting.annotation_save": lambda world: RELEASE,
    "reporting.annotation_remove": lambda world: made(world, "reporting.annotation_save", RELEASE),
}
