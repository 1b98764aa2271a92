"""What can be done with dashboards and their tiles."""

from typing import Any, Literal

from django.db.models import Max
from pydantic import Field, FiniteFloat, JsonValue

from headway.apps.reporting.aiming import aim_checked
from headway.apps.reporting.finding import dashboard_changeable, dashboard_seen, tile_seen
from headway.apps.reporting.models import Dashboard, DashboardFavourite, Tile
from headway.apps.reporting.reading import checked
from headway.core.access import rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.records import differences, next_ref
from headway.core.registry import Done, Question, action
from headway.core.roles import CONTRIBUTORS, EVERYONE

TILES_MOST = 40
DrawingName = Literal["number", "line", "bars", "table"]
GoalName = Literal["", "at_least", "at_most"]
AimsAtName = Literal["number", "previous", "metric"]
FIELDS = ("title", "width", "drawing", "goal", "aims_at", "target", "aim_metric")


class DashboardSave(Question):
    ref: str = Field("", max_length=100, description="None makes a new one.")
    title: str | None = Field(None, min_length=1, max_length=200)
    note: str | None = Field(None, max_length=1000)
    shared: bool | None = Field(None, description="Whether every member sees it.")


@action("reporting.dashboard_save", roles=CONTRIBUTORS)
def dashboard_save(context: Context, question: DashboardSave) -> Done[RecordRef]:
    """Make a dashboard, or change its title, its note or who sees it.

    Its owner may, and of a shared one those who decide. Raises NotFound, Refused, Invalid without a title.
    """
    if not question.ref:
        return _made(context, question)
    found = dashboard_changeable(context, question.ref)
    values = {"title": question.title, "note": question.note, "is_shared": question.shared}
    changes = differences(found, values)
    for name in changes:
        setattr(found, name, values[name])
    found.version += 1
    found.save()
    return Done(ref_of(found), f"Changed the dashboard {found.ref}", found, _unworded(changes))


def _made(context: Context, question: DashboardSave) -> Done[RecordRef]:
    if not question.title:
        raise Invalid("Field title: a new dashboard needs a title.")
    made = _dashboard_made(context, question.title, question.note or "", bool(question.shared))
    return Done(ref_of(made), f"Made the dashboard {made.ref}", made, {"shared": {"after": made.is_shared}})


def _dashboard_made(context: Context, title: str, note: str = "", is_shared: bool = False) -> Dashboard:
    return Dashboard.objects.create(
        workspace=context.workspace, ref=next_ref(context, Dashboard, "DB"), created_at=context.now,
        title=title, note=note, owner=context.actor, is_shared=is_shared,
    )  # fmt: skip


def _unworded(changes: dict[str, Any]) -> dict[str, Any]:
    # The log is read by everybody, and what a private dashboard is called is not.
    return {name: True if name in ("title", "note") else change for name, change in changes.items()}


@action("reporting.dashboard_remove", roles=CONTRIBUTORS, destructive=True)
def dashboard_remove(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Remove a dashboard with its tiles. Raises NotFound, Refused."""
    found = dashboard_changeable(context, question.ref)
    told = ref_of(found)
    found.delete()
    return Done(told, f"Removed the dashboard {question.ref}")


class DashboardFavour(Question):
    ref: str = Field("", max_length=100, description="None: no dashboard opens first any more.")


@action("reporting.dashboard_favour", roles=EVERYONE)
def dashboard_favour(context: Context, question: DashboardFavour) -> Done[RecordRef]:
    """Have a dashboard open first for you, instead of the one before. Raises NotFound."""
    own = rows(DashboardFavourite, context).filter(person=context.actor)
    own.delete()
    if not question.ref:
        return Done(ref_of(context.workspace, ""), "Chose no favourite dashboard")
    found = dashboard_seen(context, question.ref)
    DashboardFavourite.objects.create(
        workspace=context.workspace, person=context.actor, dashboard=found, created_at=context.now
    )
    return Done(ref_of(found), f"Chose the dashboard {found.ref} as favourite")


AIMS_AT = "previous: the period before, and `target` per cent more; metric: what `aim_metric` is in the same period."
AIM_METRIC = "The name of a metric."


class TileAdd(Question):
    dashboard: str = Field("", max_length=100, description="Its ref; without one a new dashboard is made.")
    title: str = Field(min_length=1, max_length=200)
    query: str = Field(max_length=60, examples=["analytics.trend"])
    question: dict[str, JsonValue] = Field(
        examples=[{"series": [{"event": "opened", "math": "unique"}], "period": "week"}]
    )
    address: str = Field(
        "", max_length=4000, description="Where the question is asked: what stands after `?`."
    )
    drawing: DrawingName = "line"
    width: int = Field(1, ge=1, le=3, description="How many of three columns.")
    goal: GoalName = ""
    aims_at: AimsAtName = Field("number", description=AIMS_AT)
    target: FiniteFloat | None = None
    aim_metric: str = Field("", max_length=100, description=AIM_METRIC)


@action("reporting.tile_add", roles=CONTRIBUTORS)
def tile_add(context: Context, question: TileAdd) -> Done[RecordRef]:
    """Put a question about behaviour, a metric or a saved query on a dashboard, behind its other tiles.

    Raises NotFound, Refused, Invalid for a question that its query does not understand, a target that lacks a part and
    for more than 40 tiles.
    """
    kept = checked(question.query, question.question)
    board = (
        dashboard_changeable(context, question.dashboard)
        if question.dashboard
        else _dashboard_made(context, question.title)
    )
    if board.tiles.count() >= TILES_MOST:
        raise Invalid(f"{board.ref} has {TILES_MOST} tiles; take one off, or begin another dashboard.")
    last = board.tiles.aggregate(last=Max("place"))["last"] or 0
    tile = Tile(
        workspace=context.workspace, ref=next_ref(context, Tile, "TL"), created_at=context.now, dashboard=board,
        title=question.title, query=question.query, question=kept, address=question.address,
        drawing=question.drawing, width=question.width, goal=question.goal, target=question.target, place=last + 1,
        aims_at=question.aims_at, aim_metric=question.aim_metric,
    )  # fmt: skip
    aim_checked(context, tile)
    tile.save(force_insert=True)
    return Done(ref_of(tile), f"Put the tile {tile.ref} on {board.ref}", tile, {"query": question.query})


class TileChange(Question):
    """What to change on a tile; what is left out stays."""

    ref: str = Field(min_length=1, max_length=100)
    title: str | None = Field(None, min_length=1, max_length=200)
    drawing: DrawingName | None = None
    width: int | None = Field(None, ge=1, le=3)
    goal: GoalName | None = None
    aims_at: AimsAtName | None = Field(None, description=AIMS_AT)
    target: FiniteFloat | None = None
    aim_metric: str | None = Field(None, max_length=100, description=AIM_METRIC)
    without_target: bool = Field(False, description="Takes the target away.")


@action("reporting.tile_change", roles=CONTRIBUTORS)
def tile_change(context: Context, question: TileChange) -> Done[RecordRef]:
    """Change how a tile is called and drawn, how wide it is, and its target. Raises NotFound, Refused, Invalid."""
    tile = _tile_changeable(context, question.ref)
    for name in FIELDS:
        if (value := getattr(question, name)) is not None:
            setattr(tile, name, value)
    if question.without_target:
        tile.goal, tile.aims_at = "", Tile.AimsAt.NUMBER
    if not tile.goal or tile.aims_at == Tile.AimsAt.METRIC:
        tile.target = None
    if not tile.goal or tile.aims_at != Tile.AimsAt.METRIC:
        tile.aim_metric = ""
    aim_checked(context, tile)
    tile.version += 1
    tile.save()
    return Done(ref_of(tile), f"Changed the tile {tile.ref}", tile)


class TileMove(Question):
    ref: str = Field(min_length=1, max_length=100)
    to: Literal["up", "down"]


@action("reporting.tile_move", roles=CONTRIBUTORS)
def tile_move(context: Context, question: TileMove) -> Done[RecordRef]:
    """Let a tile change places with the one before or after it; the first and the last stay. Raises NotFound."""
    tile = _tile_changeable(context, question.ref)
    listed = list(tile.dashboard.tiles.order_by("place", "ref"))
    at = next(place for place, one in enumerate(listed) if one.pk == tile.pk)
    other = at + (1 if question.to == "down" else -1)
    if 0 <= other < len(listed):
        listed[at], listed[other] = listed[other], listed[at]
    for place, one in enumerate(listed, 1):
        one.place = place
    Tile.objects.bulk_update(listed, ["place"])
    return Done(ref_of(tile), f"Moved the tile {tile.ref} {question.to}", tile)


@action("reporting.tile_remove", roles=CONTRIBUTORS, destructive=True)
def tile_remove(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Take a tile off its dashboard. Raises NotFound, Refused."""
    tile = _tile_changeable(context, question.ref)
    told = ref_of(tile)
    tile.delete()
    return Done(told, f"Took the tile {question.ref} off {tile.dashboard.ref}")


def _tile_changeable(context: Context, ref: str) -> Tile:
    tile = tile_seen(context, ref)
    dashboard_changeable(context, tile.dashboard.ref)
    return tile
