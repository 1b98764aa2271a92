"""What a tile shows, kept for a while: for as long as nothing new came in, a question has one answer."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from django.core.cache import cache

from headway.apps.analytics.models import EventSegment, PersonAlias
from headway.apps.metrics.models import Metric, MetricTable, SemanticModel
from headway.apps.reporting.answers import Reading, TileAnswer
from headway.apps.reporting.finding import tile_row
from headway.apps.reporting.models import Goal, SavedQuery, Tile
from headway.apps.reporting.ranges import Over
from headway.apps.reporting.reading import read
from headway.core.access import rows
from headway.core.context import Context
from headway.core.roles import MAKERS

KEPT_S = 15 * 60


def tile_answer(context: Context, tile: Tile, over: Over, *, is_fresh: bool = False) -> TileAnswer:
    """The answer of a tile, taken from what is kept unless a fresh one is wanted."""
    key = _key(context, tile, over, stand_of(context))
    kept = None if is_fresh else cache.get(key)
    if kept is None:
        reading = read(context, tile.query, tile.question, over)
        kept = {"reading": reading.model_dump(mode="json"), "taken_at": context.now.isoformat()}
        cache.set(key, kept, KEPT_S)
    return _answer(tile, kept)


def answers_kept(context: Context, tiles: Sequence[Tile], over: Over) -> dict[str, TileAnswer]:
    """The answers that are there already, by the tile's ref."""
    stand = stand_of(context)
    keys = {one.ref: _key(context, one, over, stand) for one in tiles}
    kept = cache.get_many(list(set(keys.values())))
    return {one.ref: _answer(one, kept[keys[one.ref]]) for one in tiles if keys[one.ref] in kept}


def stand_of(context: Context) -> str:
    """What all answers stand on: another text as soon as events, tables or definitions change."""
    parts = (
        rows(EventSegment, context).order_by("id").values_list("sha256", flat=True),
        rows(MetricTable, context).order_by("ref").values_list("sha256", flat=True),
        rows(Metric, context).order_by("ref").values_list("ref", "version"),
        rows(SemanticModel, context).order_by("ref").values_list("ref", "version"),
        rows(SavedQuery, context).order_by("ref").values_list("ref", "version"),
    )
    listed = [*map(list, parts), rows(PersonAlias, context).count()]
    return hashlib.sha256(json.dumps(listed).encode()).hexdigest()


def _key(context: Context, tile: Tile, over: Over, stand: str) -> str:
    asked = [str(context.workspace.pk), stand, tile.query, tile.question, over.since, over.until, over.by,
             context.role in MAKERS, context.today.isoformat()]  # fmt: skip
    return "tile:" + hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def _answer(tile: Tile, kept: dict[str, object]) -> TileAnswer:
    reading = Reading.model_validate(kept["reading"])
    return TileAnswer(
        tile=tile_row(tile, tile.dashboard.ref),
        reading=reading,
        change=change_of(reading),
        met=is_met(reading.value, tile.goal, tile.target),
        taken_at=datetime.fromisoformat(str(kept["taken_at"])),
    )


def change_of(reading: Reading) -> float | None:
    """By which part of it a number moved; None where one of the two is unknown or the earlier one is zero."""
    if reading.value is None or not reading.previous:
        return None
    return (reading.value - reading.previous) / abs(reading.previous)


def is_met(value: float | None, goal: str, target: float | None) -> bool | None:
    """Whether a value reaches its target; None where there is none, or the value is unknown.

    >>> is_met(5, "at_least", 4), is_met(5, "at_most", 4), is_met(None, "at_least", 4)
    (True, False, None)
    """
    if value is None or target is None or not goal:
        return None
    return value >= target if goal == Goal.AT_LEAST else value <= target
