"""What a tile shows, kept for a while: for as long as nothing new came in, a question has one answer."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import CharField, Count, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from headway.apps.analytics.models import EventSegment, PersonAlias
from headway.apps.cohorts.models import Cohort
from headway.apps.kpis.models import Kpi
from headway.apps.metrics.models import Metric, MetricTable, SemanticModel
from headway.apps.reporting.aiming import aim_of, aim_question
from headway.apps.reporting.answers import Reading, TileAnswer
from headway.apps.reporting.finding import tile_row
from headway.apps.reporting.models import Goal, SavedQuery, Tile
from headway.apps.reporting.ranges import Over, Question
from headway.apps.reporting.reading import read
from headway.core.access import rows
from headway.core.context import Context
from headway.core.roles import MAKERS

KEPT_S = 15 * 60
Asked = tuple[str, Question]
Kept = dict[str, Any]


def answers_of(
    context: Context, tiles: Sequence[Tile], over: Over, *, is_fresh: bool = False
) -> list[TileAnswer]:
    """The answers of tiles, taken from what is kept unless fresh ones are wanted."""
    stand = stand_of(context)
    return [
        _answer(one, [_taken(context, part, over, stand, is_fresh) for part in _asked(one)]) for one in tiles
    ]


def _taken(context: Context, asked: Asked, over: Over, stand: str, is_fresh: bool) -> Kept:
    key = _key(context, asked, over, stand)
    kept: Kept | None = None if is_fresh else cache.get(key)
    if kept is None:
        reading = read(context, *asked, over)
        kept = {"reading": reading.model_dump(mode="json"), "taken_at": context.now.isoformat()}
        cache.set(key, kept, KEPT_S)
    return kept


def answers_kept(context: Context, tiles: Sequence[Tile], over: Over) -> dict[str, TileAnswer]:
    """The answers that are there already, by the tile's ref."""
    stand = stand_of(context)
    keys = {one.ref: [_key(context, part, over, stand) for part in _asked(one)] for one in tiles}
    kept: dict[str, Kept] = cache.get_many({key for some in keys.values() for key in some})
    return {
        one.ref: _answer(one, [kept[key] for key in keys[one.ref]])
        for one in tiles
        if all(key in kept for key in keys[one.ref])
    }


def stand_of(context: Context) -> str:
    """What all answers stand on: another text as soon as events, tables, definitions or cohorts change."""
    version = Concat("ref", Value(" "), Cast("version", CharField()))
    parts = [
        _told(rows(EventSegment, context), F("sha256")),
        _told(rows(MetricTable, context), F("sha256")),
        *(_told(rows(one, context), version) for one in (Metric, SemanticModel, SavedQuery, Cohort, Kpi)),
        _told(rows(PersonAlias, context).values("workspace"), Cast(Count("pk"), CharField())),
    ]
    listed = sorted(parts[0].union(*parts[1:], all=True))
    return hashlib.sha256(json.dumps(listed).encode()).hexdigest()


def _told(found: QuerySet[Any], stand: Any) -> "QuerySet[Any, Any]":
    told: QuerySet[Any, Any] = found.order_by().annotate(
        of_model=Value(found.model._meta.label, CharField()), stood=Cast(stand, TextField())
    )
    return told.values_list("of_model", "stood")


def _asked(tile: Tile) -> list[Asked]:
    """What a tile asks: its own question, and that of the metric it aims at."""
    aim = aim_question(tile)
    return [(tile.query, tile.question), *([aim] if aim else [])]


def _key(context: Context, asked: Asked, over: Over, stand: str) -> str:
    parts = [str(context.workspace.pk), stand, *asked, over.since, over.until, over.by, context.role in MAKERS,
             context.today.isoformat()]  # fmt: skip
    return "tile:" + hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _answer(tile: Tile, kept: Sequence[Kept]) -> TileAnswer:
    reading, *others = (Reading.model_validate(one["reading"]) for one in kept)
    aim = aim_of(tile, reading, others[0] if others else None)
    return TileAnswer(
        tile=tile_row(tile, tile.dashboard.ref),
        reading=reading,
        change=change_of(reading),
        aim=aim.number,
        aim_reason=aim.reason,
        met=is_met(reading.value, tile.goal, aim.number),
        taken_at=datetime.fromisoformat(str(kept[0]["taken_at"])),
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
