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
RELEASE = {"title": "Version 2", "sort": "release", "starts_on": "2026-09-09"}


def made(world: World, name: str, question: Question) -> Question:
    return {"ref": perform(name, question, world.context("owner")).model_dump()["ref"]}


def board_there(world: World) -> Question:
    return made(world, "reporting.dashboard_save", {"title": "Usage", "shared": True})


def tile_there(world: World) -> Question:
    return made(world, "reporting.tile_add", TILE)


def query_there(world: World) -> Question:
    return made(world, "analytics.query_save", QUERY)


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
    "reporting.annotation_save": lambda world: RELEASE,
    "reporting.annotation_remove": lambda world: made(world, "reporting.annotation_save", RELEASE),
}
