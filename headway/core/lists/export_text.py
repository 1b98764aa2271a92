"""Rows as a file: CSV, JSON or Markdown, written part by part so that a long list is never whole in memory."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from headway.core.audit.evidence import CALCULATED
from headway.core.lists.answers import ColumnType

Format = Literal["csv", "json", "markdown"]
MEDIA: Mapping[Format, tuple[str, str]] = {
    "csv": ("csv", "text/csv"),
    "json": ("json", "application/json"),
    "markdown": ("md", "text/markdown"),
}
BOM = "\ufeff"
MARKED = re.compile(r"([\\`*_\[\]<>|#~])")
CENTS = 100


@dataclass(frozen=True)
class ExportColumn:
    """A column of a file. `choices` are the labels of its values."""

    name: str
    label: str
    type: ColumnType
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()


Cells = Mapping[str, Any]


def guarded(cell: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> guarded("=1+1"), guarded("fine"), guarded(" @cmd")
    ("'=1+1", 'fine', "' @cmd")
    """
    return f"'{cell}" if cell.startswith(CALCULATED) or cell.lstrip().startswith(CALCULATED) else cell


def written(
    columns: Sequence[ExportColumn], rows: Iterable[Cells], format_: Format, bom: bool
) -> Iterator[str]:
    """The parts of a file; together they are the whole of it. `bom` marks a CSV file as UTF-8 for spreadsheets."""
    if format_ == "csv":
        return _csv(columns, rows, bom)
    return _json(columns, rows) if format_ == "json" else _markdown(columns, rows)


def cell_text(column: ExportColumn, value: Any) -> str:
    """A value in plain words that programs read too: dates as ISO 8601, amounts in whole units, no id.

    >>> cell_text(ExportColumn("arr", "ARR", "money"), {"minor": 123450, "currency": "USD"})
    '1234.50 USD'
    >>> cell_text(ExportColumn("tags", "Tags", "choices"), ["a", "b"])
    'a; b'
    """
    if value is None or value == "":
        return ""
    if isinstance(value, dict):
        if "minor" in value:
            return f"{_amount(value)} {value['currency']}"
        return str(value.get("title") or value.get("name") or value.get("ref") or "")
    if isinstance(value, list):
        return "; ".join(_label(column, one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _label(column, value)


def _amount(value: Mapping[str, Any]) -> str:
    return f"{value['minor'] / CENTS:.2f}"


def _label(column: ExportColumn, value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return dict(column.choices).get(str(value), str(value))


def _csv(columns: Sequence[ExportColumn], rows: Iterable[Cells], bom: bool) -> Iterator[str]:
    yield (BOM if bom else "") + _line([guarded(name) for one in columns for name in _headings(one)])
    for row in rows:
        yield _line([cell for one in columns for cell in _csv_cells(one, row.get(one.name))])


def _headings(column: ExportColumn) -> list[str]:
    return [column.label, f"{column.label} currency"] if column.type == "money" else [column.label]


def _csv_cells(column: ExportColumn, value: Any) -> list[str]:
    if column.type == "money":
        return [_amount(value), str(value["currency"])] if isinstance(value, dict) else ["", ""]
    text = cell_text(column, value)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return [text if is_number else guarded(text)]


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _json(columns: Sequence[ExportColumn], rows: Iterable[Cells]) -> Iterator[str]:
    told = [{"name": one.name, "label": one.label, "type": one.type, "unit": one.unit} for one in columns]
    yield f'{{"columns": {_dumped(told)}, "rows": ['
    comma = "\n"
    for row in rows:
        yield comma + _dumped({one.name: _bare(row.get(one.name)) for one in columns})
        comma = ",\n"
    yield "\n]}\n"


def _bare(value: Any) -> Any:
    """A value without where it is found in here."""
    if isinstance(value, dict):
        return {name: part for name, part in value.items() if name not in {"id", "address"}}
    return value


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _markdown(columns: Sequence[ExportColumn], rows: Iterable[Cells]) -> Iterator[str]:
    yield _markdown_line([plain_line(one.label) for one in columns])
    yield _markdown_line(["---:" if one.type in {"number", "money", "formula"} else "---" for one in columns])
    for row in rows:
        yield _markdown_line([plain_line(cell_text(one, row.get(one.name))) for one in columns])


def plain_line(text: str) -> str:
    r"""A text that stays what it is in a cell of Markdown.

    >>> plain_line("a|b <script>\nc")
    'a\\|b \\<script\\> c'
    """
    return MARKED.sub(r"\\\1", " ".join(text.split()))


def _markdown_line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
