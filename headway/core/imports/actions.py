"""Importing a file and taking an import back, as actions for every door."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import Field

from headway.core.access import rows
from headway.core.consent import refuse_without_consent, tell_arrival
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound
from headway.core.files import upload_path, upload_store
from headway.core.imports.logged import changes_log, changes_since, records_before
from headway.core.imports.queries import ImportRow, RowError, import_row
from headway.core.imports.registry import importer_of
from headway.core.imports.run import Parsed, Storing, file_parsed, parsed_store, run_undo
from headway.core.imports.telling import Became, Outcome, Telling
from headway.core.lists.imported import imported_columns
from headway.core.models import ImportRun
from headway.core.registry import Answer, Done, Question, action
from headway.core.roles import DECIDERS, MAKERS


class FileImport(Question):
    """A table to read: its text in `content`, or the name of an earlier `upload`."""

    kind: str
    file_name: str = Field(min_length=1, max_length=300)
    content: str | None = None
    upload: str | None = None
    source: str = Field("file", min_length=1, max_length=100)
    mapping: dict[str, str] = Field(
        {}, description="Known column to the name it has in the file; empty where the file has none."
    )
    dry_run: bool = False
    rows_most: int | None = Field(default=None, ge=1, description="Refuse a table that has more rows.")
    told_most: int = Field(default=0, ge=0, le=1000, description="Tell of so many rows what becomes of each.")


class RowTold(Answer):
    """What becomes of a row of the table, in one sentence; the header is row 1."""

    row: int
    became: Became
    ref: str = ""
    sentence: str


class ImportReport(Answer):
    run: ImportRow
    errors: list[RowError]
    told: list[RowTold] = []
    unknown_columns: list[str]
    encoding: str


def parsed_before(context: Context, question: FileImport) -> Parsed:
    """Read the file before the transaction opens."""
    if (question.content is None) == (question.upload is None):
        raise Invalid("Give the table either as content or as an upload.")
    name = question.upload or upload_store(context, [(question.content or "").encode()])
    path = upload_path(context, name)
    try:
        importer = importer_of(question.kind)
        added = imported_columns(context, importer.model, importer.columns)
        parsed = file_parsed(importer, path, question.file_name, question.mapping, added)
    finally:
        path.unlink()
    count = len(parsed.rows) + len(parsed.faults)
    if question.rows_most and count > question.rows_most:
        most = f"{question.rows_most:,}"
        raise Invalid(
            f"{parsed.name} has {count:,} rows, more than the {most} allowed here; import it as a file."
        )
    return parsed


@action("core.file_import", roles=MAKERS, prepare=parsed_before)
def file_import(context: Context, question: FileImport, parsed: Parsed) -> Done[ImportReport]:
    """Read a table of one kind into the workspace: good rows come in, bad rows are named with the reason.

    Rows are matched by source and key, so the same file again changes nothing. `dry_run` only reports.
    """
    refuse_without_consent(context, question.source)
    storing = Storing(question.source, question.mapping, question.dry_run, question.told_most)
    run, tally = parsed_store(context, parsed, storing)
    if not question.dry_run:
        tell_arrival(context)
        model = parsed.importer.model
        changes_log(context, "core.file_import", f"Imported {run.file_name}: changed", model, tally.changes)
    errors = [
        RowError(row=one.row, column=one.column, message=one.message)
        for one in run.errors.order_by("row")[:50]
    ]
    report = ImportReport(
        run=import_row(run),
        errors=errors,
        told=_told(context, parsed, run, tally.outcomes, question.told_most),
        unknown_columns=list(parsed.unknown_columns),
        encoding=parsed.encoding,
    )
    verb = "Tried" if question.dry_run else "Imported"
    summary = (
        f"{verb} {run.file_name}: {run.rows_created} new, {run.rows_updated} changed, "
        f"{run.rows_unchanged} the same, {run.rows_refused} refused"
    )
    return Done(report, summary, run, {"sha256": run.file_sha256, "kind": run.kind, "source": run.source})


def _told(
    context: Context, parsed: Parsed, run: ImportRun, outcomes: Sequence[Outcome], most: int
) -> list[RowTold]:
    if not most:
        return []
    telling = Telling(context, parsed.importer)
    stored = [
        RowTold(row=one.row, became=one.became, ref=one.record.ref, sentence=telling.sentence(one))
        for one in outcomes
    ]
    refused = [
        RowTold(row=one.row, became="refused", sentence=telling.refusal(one.column, one.message))
        for one in run.errors.order_by("row")[:most]
    ]
    return sorted([*stored, *refused], key=lambda one: one.row)[:most]


class ImportUndo(Question):
    run: UUID


class UndoReport(Answer):
    run: ImportRow
    removed: int
    restored: int


@action("core.import_undo", roles=DECIDERS, destructive=True)
def import_undo(context: Context, question: ImportUndo) -> Done[UndoReport]:
    """Take a whole import back: what it made is removed, what it changed is as it was before."""
    run = rows(ImportRun, context).filter(pk=question.run).first()
    if run is None:
        raise NotFound("No such import in this workspace; core.import_list has them.")
    restored = sum(len(records) for records in run.before.values())
    importer = importer_of(run.kind)
    before = records_before(context, run, importer.model)
    removed = run_undo(context, run, importer)
    changes = changes_since(context, run, importer.model, before)
    words = f"Undid the import of {run.file_name}: put back"
    changes_log(context, "core.import_undo", words, importer.model, changes)
    report = UndoReport(run=import_row(run), removed=removed, restored=restored)
    return Done(report, f"Undid the import of {run.file_name}: {removed} removed, {restored} restored", run)
