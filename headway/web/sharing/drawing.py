"""What a shared list looks like: texts of cells, columns of a board, quarters of a timeline. Nothing leads inside."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from headway.core.quarters import PATTERN, quarter_index, quarter_named, quarter_of, quarters_from
from headway.core.sharing.answers import SharedColumn, SharedPage, SharedRow
from headway.web.drawing.numbers import day, minor_money, moment, short, with_unit
from headway.web.sharing.charts import Chart, charts_of

QUARTERS_MOST = 16
NUMBERS = frozenset({"number", "money", "formula"})
UNSET, UNNAMED = "Not set", "(no title shown)"


@dataclass(frozen=True)
class Cell:
    label: str
    text: str
    kind: str
    link: str = ""


@dataclass(frozen=True)
class Heading:
    label: str
    kind: str
    address: str
    order: str


@dataclass(frozen=True)
class Line:
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Place:
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Lane:
    """A row of a timeline: for each quarter whether it is in it; `soft` is a direction and no commitment."""

    title: str
    marks: tuple[bool, ...]
    words: str
    soft: bool


@dataclass(frozen=True)
class Timeline:
    quarters: tuple[str, ...]
    lanes: tuple[Lane, ...]
    undated: int


@dataclass(frozen=True)
class Drawn:
    """A shared page as its template shows it."""

    page: SharedPage
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    places: tuple[Place, ...]
    timeline: Timeline | None
    charts: tuple[Chart, ...]
    views: tuple[tuple[str, str, bool], ...]
    more: str


WORDS = {"chart": "Charts", "table": "Table", "board": "Board", "timeline": "Timeline"}


def drawn(page: SharedPage, own_host: str) -> Drawn:
    """Everything that the template needs; `own_host` is the address that no link may lead to."""
    lines = tuple(_line(page, row, own_host) for row in page.rows)
    return Drawn(
        page=page,
        headings=_headings(page),
        lines=lines,
        places=_places(page, lines) if page.view == "board" else (),
        timeline=_timeline(page) if page.view == "timeline" else None,
        charts=charts_of(page),
        views=tuple((WORDS[name], _address(name), name == page.view) for name in page.views),
        more=_address(page.view, page.sort, page.next) if page.next else "",
    )


def _address(view: str, sort: str = "", after: str = "") -> str:
    parts = {"view": view, "sort": sort, "after": after}
    return "?" + urlencode({name: value for name, value in parts.items() if value})


def _headings(page: SharedPage) -> tuple[Heading, ...]:
    lead = SharedColumn(name=page.title_column, label=page.title_label, type="text")
    columns = [lead, *page.columns] if page.title_column else page.columns
    return tuple(_heading(one, page) for one in columns)


def _heading(column: SharedColumn, page: SharedPage) -> Heading:
    order = {column.name: "ascending", f"-{column.name}": "descending"}.get(page.sort, "")
    following = f"-{column.name}" if order == "ascending" else column.name
    address = _address("table", following) if column.sortable else ""
    return Heading(column.label, "num" if column.type in NUMBERS else "", address, order)


def _line(page: SharedPage, row: SharedRow, own_host: str) -> Line:
    return Line(row.title, tuple(_cell(one, row.cells.get(one.name), own_host) for one in page.columns))


def _cell(column: SharedColumn, value: Any, own_host: str) -> Cell:
    said = text(column, value)
    kind = "num" if column.type in NUMBERS else ""
    if column.type == "link" and re.match(r"https?://", said):
        host = said.partition("://")[2]
        return Cell(column.label, host, kind, "" if host.startswith(own_host) else said)
    return Cell(column.label, said, kind)


def text(column: SharedColumn, value: Any) -> str:
    """A value as people read it; empty where there is none."""
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return with_unit(float(value), column.unit) if column.unit else short(float(value))
    return _words(column, value)


def _words(column: SharedColumn, value: Any) -> str:
    if isinstance(value, dict):
        return minor_money(int(value["minor"]), str(value["currency"]))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if column.type == "date":
        return day(str(value))
    return moment(datetime.fromisoformat(str(value))) if column.type == "moment" else str(value)


def _places(page: SharedPage, lines: Sequence[Line]) -> tuple[Place, ...]:
    """The columns of a board in the order in which their values come, the rows without one at the end."""
    by = next((one for one in page.columns if one.name == page.group), None)
    if by is None:
        return ()
    found: dict[str, list[Line]] = {}
    for row, line in zip(page.rows, lines, strict=True):
        rest = tuple(cell for cell in line.cells if cell.label != by.label)
        found.setdefault(text(by, row.cells.get(by.name)) or UNSET, []).append(Line(line.title, rest))
    order = sorted(found, key=lambda label: label == UNSET)
    return tuple(Place(label, tuple(found[label])) for label in order)


def _timeline(page: SharedPage) -> Timeline:
    spans = [(row, _span(page, row)) for row in page.rows]
    dated = [(row, *span) for row, span in spans if span]
    if not dated:
        return Timeline((), (), len(spans))
    begin = min(first for _, first, _ in dated)
    count = min(QUARTERS_MOST, max(last for _, _, last in dated) - begin + 1)
    lanes = tuple(_lane(row, first - begin, last - begin, count) for row, first, last in dated)
    return Timeline(tuple(quarters_from(quarter_named(begin), count)), lanes, len(spans) - len(dated))


def _span(page: SharedPage, row: SharedRow) -> tuple[int, int] | None:
    """The first and the last quarter of a row, by their running numbers."""
    found = [_quarter(row.cells.get(name)) for name in (page.start, page.end)]
    known = [one for one in found if one is not None]
    return (min(known), max(known)) if known else None


def _lane(row: SharedRow, first: int, last: int, count: int) -> Lane:
    soft = row.cells.get("certainty") == "Direction"
    words = "a direction, no commitment" if soft else "planned"
    return Lane(row.title or UNNAMED, tuple(first <= place <= last for place in range(count)), words, soft)


def _quarter(value: Any) -> int | None:
    """The running number of a quarter, from its name or from a day in it."""
    said = str(value or "")
    if re.match(PATTERN, said):
        return quarter_index(said)
    try:
        return quarter_index(quarter_of(date.fromisoformat(said[:10])))
    except ValueError:
        return None
