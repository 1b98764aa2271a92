"""What can be asked about imports: which files came in, and which of their rows did not."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field

from headway.core.access import rows
from headway.core.answers import PageQuestion
from headway.core.context import Context
from headway.core.imports.registry import Importer, importers
from headway.core.models import ImportRowError, ImportRun
from headway.core.registry import Answer, Empty, Question, query

QUOTED = re.compile("'[^']*'" + '|"[^"]*"')


class ImportRow(Answer):
    """`notes` is what there is to say of the file beside its rows."""

    id: str
    kind: str
    source: str
    file_name: str
    status: str
    at: datetime
    read: int
    created: int
    updated: int
    unchanged: int
    refused: int
    notes: list[str] = []


class ImportList(Answer):
    rows: list[ImportRow]


@query("core.import_list")
def import_list(context: Context, question: PageQuestion) -> ImportList:
    """The files that were read, the latest first, with how many rows came in and how many did not."""
    found = rows(ImportRun, context).order_by("-at", "-id")[: question.limit]
    return ImportList(rows=[import_row(run) for run in found])


def import_row(run: ImportRun) -> ImportRow:
    return ImportRow(
        id=str(run.pk),
        kind=run.kind,
        source=run.source,
        file_name=run.file_name,
        status=run.status,
        at=run.at,
        read=run.rows_read,
        created=run.rows_created,
        updated=run.rows_updated,
        unchanged=run.rows_unchanged,
        refused=run.rows_refused,
        notes=run.notes,
    )


class ImportErrorsQuestion(Question):
    run: UUID = Field(description="The import's id, from core.import_list.")
    limit: int = Field(200, ge=1, le=5000)


class RowError(Answer):
    row: int
    column: str
    message: str


class ErrorReason(Answer):
    """A reason that several rows share; `message` has … for the value that is another in each row."""

    column: str
    message: str
    rows: int
    first_row: int


class ImportErrors(Answer):
    rows: list[RowError]
    total: int
    reasons: list[ErrorReason] = Field(description="The reasons of all rows, the commonest first.")


@query("core.import_errors")
def import_errors(context: Context, question: ImportErrorsQuestion) -> ImportErrors:
    """Why rows of a file were left out: row number as in the file (the header is row 1), column, reason."""
    kept = ImportRowError.objects.filter(run__workspace=context.workspace, run_id=question.run)
    found = [RowError(row=one.row, column=one.column, message=one.message) for one in kept.order_by("row")]
    return ImportErrors(rows=found[: question.limit], total=len(found), reasons=_reasons(found))


def _reasons(found: Sequence[RowError]) -> list[ErrorReason]:
    firsts: dict[tuple[str, str], RowError] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for one in found:
        reason = (one.column, QUOTED.sub("…", one.message))
        firsts.setdefault(reason, one)
        counts[reason] += 1
    return [
        ErrorReason(
            column=column,
            message=message if count > 1 else firsts[column, message].message,
            rows=count,
            first_row=firsts[column, message].row,
        )
        for (column, message), count in counts.most_common()
    ]


class ColumnRow(Answer):
    name: str
    needed: bool
    aliases: list[str]
    example: str


class KindRow(Answer):
    """A kind of file: what it is called in a folder, and the columns Headway knows of it."""

    kind: str
    file_name: str
    about: str
    key: str = Field("", description="The column that names a row in its source, where it is one.")
    columns: list[ColumnRow]


class KindList(Answer):
    rows: list[KindRow]


@query("core.import_kind_list")
def import_kind_list(context: Context, question: Empty) -> KindList:
    """The kinds of files that can be imported, in the order in which a folder of them is read, with their columns."""
    return KindList(rows=[kind_row(one) for one in importers()])


def kind_row(importer: Importer) -> KindRow:
    return KindRow(
        kind=importer.kind,
        file_name=importer.file_name,
        about=importer.doc,
        key=importer.key if isinstance(importer.key, str) else "",
        columns=[
            ColumnRow(name=one.name, needed=one.needed, aliases=list(one.aliases), example=one.example)
            for one in importer.columns
        ],
    )
