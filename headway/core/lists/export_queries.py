"""A list as a file: every row that fits, not only those on the page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.lists.answers import (
    ColumnShown,
    FilterGroup,
    KindQuestion,
    Match,
    RowShown,
    RowsList,
    RowsQuestion,
)
from headway.core.lists.columns import list_of
from headway.core.lists.export_text import MEDIA, ExportColumn, Format, written
from headway.core.lists.listing import page_of
from headway.core.registry import Answer, query

ROWS_MOST, CHUNK_ROWS = 100_000, 2000


class ExportQuestion(KindQuestion):
    """The list as lists.rows_list is asked for it, and what to write it as."""

    filters: list[FilterGroup] = Field([], max_length=3)
    join: Match = "all"
    sort: list[str] = Field([], max_length=5)
    group: list[str] = Field([], max_length=3)
    columns: list[str] = Field([], max_length=100)
    format: Format = "csv"
    bom: bool = Field(False, description="Mark a CSV file as UTF-8, for spreadsheets that guess wrong.")


class RowsExport(Answer):
    """`problems` has a sentence for each chip, order or column that could not be used."""

    file_name: str
    media_type: str
    text: str
    rows: int
    problems: list[str] = []


@dataclass(frozen=True)
class ExportFile:
    """A file before it is written: what it is called, how many rows it will have, and its parts."""

    file_name: str
    media_type: str
    total: int
    columns: tuple[ExportColumn, ...]
    rows: Iterator[dict[str, Any]]
    parts: Iterator[str]
    problems: tuple[str, ...]
    plural: str


@query("lists.rows_export")
def rows_export(context: Context, question: ExportQuestion) -> RowsExport:
    """All rows of a list as CSV, JSON or Markdown, in the order of the list, with its columns after ref and title.

    In CSV an amount has its currency in a column beside it, and a text that a spreadsheet would take for a formula
    has an apostrophe before it. Raises NotFound for a kind without a list, and Invalid for more than 100,000 rows.
    """
    file = export_file(context, question)
    return RowsExport(
        file_name=file.file_name,
        media_type=file.media_type,
        text="".join(file.parts),
        rows=file.total,
        problems=list(file.problems),
    )


def export_file(context: Context, question: ExportQuestion) -> ExportFile:
    """The file, whose rows are read as its parts are taken; what is wrong with the question shows at once."""
    asked = RowsQuestion(
        kind=question.kind, filters=question.filters, join=question.join, limit=1, after="", totals=False, group=[],
        count_most=0, sort=list(dict.fromkeys([*question.group, *question.sort]))[:5], columns=question.columns,
    )  # fmt: skip
    # More rows at once than a page may have; nobody outside asks this way.
    asked = asked.model_copy(update={"limit": CHUNK_ROWS})
    first = page_of(context, asked)
    if first.total > ROWS_MOST:
        raise Invalid(f"There are {first.total} rows, more than the {ROWS_MOST} of a file; add a filter.")
    columns = _columns(first)
    rows = (_cells(row) for row in _rows(context, asked, first))
    ending, media_type = MEDIA[question.format]
    return ExportFile(
        file_name=f"{question.kind}-{context.today.isoformat()}.{ending}",
        media_type=media_type,
        total=first.total,
        columns=columns,
        rows=rows,
        parts=written(columns, rows, question.format, question.bom),
        problems=tuple(first.problems),
        plural=first.plural,
    )


def _columns(page: RowsList) -> tuple[ExportColumn, ...]:
    title = next((one for one in page.all_columns if one.name == title_name(page.kind)), None)
    own = {"ref", title.name if title else "title"}
    lead = (
        ExportColumn("ref", "Ref", "text"),
        ExportColumn("title", title.label if title else "Title", "text"),
    )
    return (*lead, *(_column(one) for one in page.columns if one.name not in own))


def title_name(kind: str) -> str:
    """The column that holds what stands as the title of a record; empty where none does."""
    declared = list_of(kind)
    found: Sequence[str] = [one.name for one in declared.columns if one.place == declared.kind.title]
    return found[0] if found else ""


def _column(one: ColumnShown) -> ExportColumn:
    choices = () if one.type == "person" else tuple((choice.value, choice.label) for choice in one.choices)
    return ExportColumn(one.name, one.label, one.type, one.unit, choices)


def _rows(context: Context, asked: RowsQuestion, page: RowsList) -> Iterator[RowShown]:
    while True:
        yield from page.rows
        if not page.next:
            return
        page = page_of(context, asked.model_copy(update={"after": page.next}))


def _cells(row: RowShown) -> dict[str, Any]:
    return row.cells | {"ref": row.ref, "title": row.title}
