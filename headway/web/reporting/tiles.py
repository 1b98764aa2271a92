"""A tile as its page shows it: the number in words, the drawing, its table, and what happened meanwhile."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from pydantic import JsonValue

from headway.apps.reporting.answers import Mark, Reading, TileAnswer, TileRow
from headway.core.context import Context
from headway.core.perform import is_open
from headway.core.registry import entry_named
from headway.web.diagnosis.points import COLUMN, Whys
from headway.web.drawing.numbers import day, percent, short, unit_word, with_unit
from headway.web.reporting.drawing import Series, bars_chart, line_chart, marks_of

Cell = str | SafeString
GOALS = {"at_least": "at least", "at_most": "at most"}
ROWS_SHOWN_MOST = 200
DRAWN_MOST = 400
STRANGE = "Stands out"


@dataclass(frozen=True)
class Shown:
    """A tile with everything in it said or drawn; `answer` is None while it is still to come."""

    tile: TileRow
    address: str
    source: str
    answer: TileAnswer | None = None
    number: str = ""
    unit: str = ""
    said: str = ""
    target: str = ""
    drawing: SafeString | str = ""
    columns: Sequence[dict[str, Any]] = ()
    rows: Sequence[Sequence[Cell]] = ()
    left_out: int = 0
    marks: Sequence[Mark] = ()


def waiting(tile: TileRow, address: str, slug: str) -> Shown:
    return Shown(tile, address, source_address(tile.query, tile.question, tile.address, slug))


def shown_tile(answer: TileAnswer, marks: Sequence[Mark], address: str, here: Context) -> Shown:
    """A tile with its answer."""
    tile, reading = answer.tile, answer.reading
    is_drawn = reading.over_time and tile.drawing in ("line", "bars")
    met = marks_of(reading.points[-DRAWN_MOST:], marks) if is_drawn else []
    columns, rows = _table(reading, here, tile)
    return Shown(
        tile, address, source_address(tile.query, tile.question, tile.address, here.workspace.slug), answer,
        number=with_unit(reading.value, reading.unit), unit=unit_word(reading.unit), said=_said(answer),
        target=_target(answer), drawing=_drawing(answer, met), columns=columns,
        rows=rows,
        left_out=max(0, len(reading.rows) - ROWS_SHOWN_MOST), marks=met,
    )  # fmt: skip


def _table(
    reading: Reading, here: Context, tile: TileRow
) -> tuple[list[dict[str, Any]], list[Sequence[Cell]]]:
    """The table with a link in the row of each point to why it changed; of several series the first is meant."""
    columns = columns_of(reading)
    rows: list[Sequence[Cell]] = [*rows_of(reading, here, tile.query)[-ROWS_SHOWN_MOST:]]
    whys = Whys(here, tile.query, tile.question)
    first = len(reading.rows) - len(rows)
    links = [_why(whys, reading, first + at) for at in range(len(rows))]
    if not any(links):
        return columns, rows
    return [*columns, COLUMN], [[*row, link] for row, link in zip(rows, links, strict=True)]


def _why(whys: Whys, reading: Reading, at: int) -> Cell:
    if not reading.over_time:
        return whys.link(str(reading.rows[at][0]), step=at) if whys.query == "analytics.funnel" else ""
    behind = reading.behind[at] if at < len(reading.behind) else {}
    part = {name: behind[name] for name in ("row", "value") if behind.get(name) is not None}
    return whys.link(str(reading.rows[at][0]), period=str(reading.rows[at][0]), **part)


def source_address(query: str, question: dict[str, JsonValue], address: str, slug: str) -> str:
    """The page on which a question can be asked otherwise."""
    if query == "metrics.metric_value":
        named = question.get("metrics")
        return reverse("metrics:metric", args=[slug, named[0]]) if isinstance(named, list) and named else ""
    if query == "kpis.kpi_detail":
        return reverse("kpis:kpi", args=[slug, str(question.get("ref", ""))])
    if query == "analytics.query_run":
        return reverse("reporting:saved-query", args=[slug, str(question.get("ref", ""))])
    return f"{reverse('explore:explore', args=[slug])}?{address}" if address else ""


def _said(answer: TileAnswer) -> str:
    reading = answer.reading
    if reading.value is None:
        return ""
    parts = [f"in the period from {_when(reading.period)}"] if reading.period else []
    if reading.low is not None and reading.high is not None:
        low, high = with_unit(reading.low, reading.unit), with_unit(reading.high, reading.unit)
        parts.append(f"{low} to {high}")
    if answer.change is not None:
        direction = "up" if answer.change > 0 else "down"
        moved = f"{direction} by {percent(abs(answer.change))}" if answer.change else "no change"
        parts.append(f"{moved} against the period before")
    return ", ".join([*parts, *filter(None, [_aimed(answer)])])


def _when(period: str) -> str:
    """The beginning of a period: its day, of an hour also the hour."""
    return f"{day(period)}, {period[11:16]}" if "T" in period else day(period)


def _target(answer: TileAnswer) -> str:
    tile = answer.tile
    if not tile.goal:
        return ""
    if answer.aim is None:
        return f"Target: {GOALS[tile.goal]} what is not known"
    return f"Target: {GOALS[tile.goal]} {with_unit(answer.aim, answer.reading.unit)}"


def _aimed(answer: TileAnswer) -> str:
    """Where a target comes from that is worked out, or why it is not known."""
    tile = answer.tile
    if not tile.goal or tile.aims_at == "number":
        return ""
    if answer.aim is None:
        return f"the target is unknown: {answer.aim_reason}"
    if tile.aims_at == "metric":
        return f"the target is what {tile.aim_metric} is"
    return f"the target is the period before and {tile.target:+g} %"


def _drawing(answer: TileAnswer, marks: Sequence[Mark]) -> SafeString | str:
    tile, points = answer.tile, answer.reading.points[-DRAWN_MOST:]
    if tile.drawing not in ("line", "bars") or not points:
        return ""
    strange = {str(row[0]) for row in answer.reading.rows if row[-1] == STRANGE}
    target = answer.aim if answer.reading.over_time else None
    series = Series(points, tile.title, target, marks, strange)
    return line_chart(series) if tile.drawing == "line" else bars_chart(series)


def columns_of(reading: Reading) -> list[dict[str, Any]]:
    return [{"label": one.label, "number": one.number} for one in reading.columns]


def rows_of(reading: Reading, here: Context, query: str) -> list[list[Cell]]:
    """The cells of the table; the first number of a row leads to whom it counts."""
    may = is_open(entry_named("analytics.people_behind", "query"), here)
    address = reverse("explore:people", args=[here.workspace.slug])
    unknown = "" if query == "analytics.retention" else "Unknown"
    found = []
    for at, row in enumerate(reading.rows):
        cells: list[Cell] = [_cell(one, unknown) for one in row]
        behind = reading.behind[at] if may and at < len(reading.behind) else None
        if behind and len(row) > 1 and row[1]:
            asked = {name: value for name, value in behind.items() if value is not None}
            asked["question"] = json.dumps(behind["question"])
            asked |= {"at": str(row[0])} if reading.over_time else {}
            cells[1] = format_html('<a href="{}?{}">{}</a>', address, urlencode(asked), cells[1])
        found.append(cells)
    return found


def _cell(value: JsonValue, unknown: str) -> str:
    if value is None:
        return unknown
    if isinstance(value, bool):
        return "yes" if value else "no"
    return short(value) if isinstance(value, int | float) else str(value)
