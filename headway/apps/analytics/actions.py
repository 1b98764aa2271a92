"""Bringing usage events in."""

import codecs
import csv
import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from pydantic import Field

from headway.apps.analytics.importers import EVENTS
from headway.apps.analytics.models import EventSegment
from headway.apps.analytics.store import EventColumns, Written, segment_write
from headway.core.access import rows
from headway.core.consent import refuse_without_consent, tell_arrival
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid
from headway.core.files import upload_path, upload_store, workspace_dir
from headway.core.imports.actions import ImportReport
from headway.core.imports.columns import positions
from headway.core.imports.queries import RowError, import_row
from headway.core.imports.reading import GZIP, delimiter_of, encoding_of, unpacked
from headway.core.models import ImportRowError, ImportRun
from headway.core.registry import Done, Question, action
from headway.core.roles import MAKERS


class EventImport(Question):
    """A CSV of events: its text in `content`, or the name of an earlier `upload` (which may be gzip)."""

    file_name: str = Field(min_length=1, max_length=300)
    content: str | None = None
    upload: str | None = None
    source: str = Field("file", min_length=1, max_length=100)
    mapping: dict[str, str] = {}
    dry_run: bool = False


@dataclass(frozen=True)
class Prepared:
    written: Written
    known: list[str]
    file_sha256: str
    encoding: str


def segment_before(context: Context, question: EventImport) -> Prepared:
    """Read the file and write the segment before the transaction opens; nothing lists it yet."""
    if (question.content is None) == (question.upload is None):
        raise Invalid("Give the events either as content or as an upload.")
    refuse_without_consent(context, question.source)
    path = upload_path(context, question.upload or upload_store(context, [(question.content or "").encode()]))
    try:
        encoding = _readable(path, question.file_name)
        known = _segment_paths(context)
        written = segment_write(
            path,
            _columns(path, question),
            workspace_dir(context, "events"),
            known,
            settings.IMPORT_BYTES_MOST,
        )
        return Prepared(written, known, hashlib.sha256(path.read_bytes()).hexdigest(), encoding)
    finally:
        path.unlink(missing_ok=True)


def _segment_paths(context: Context) -> list[str]:
    return list(rows(EventSegment, context).order_by("id").values_list("path", flat=True))


def _readable(path: Path, name: str) -> str:
    """Refuse what is too large once unpacked, and turn other encodings into the UTF-8 that DuckDB reads."""
    content = unpacked(path, name, settings.IMPORT_BYTES_MOST)
    if not content.strip():
        raise Invalid(f"{name} is empty; it needs a header row and at least one row.")
    encoding = encoding_of(content, name)
    if encoding != "utf-8":
        path.write_bytes(
            content.decode(encoding, errors="replace").removeprefix(codecs.BOM_UTF8.decode()).encode()
        )
    return encoding


def _columns(path: Path, question: EventImport) -> EventColumns:
    with path.open("rb") as probe:
        packed = probe.read(2) == GZIP[:2]
    with gzip.open(path, "rt") if packed else path.open() as stream:
        header = stream.readline()
    headers = next(csv.reader([header.rstrip("\r\n")], delimiter=delimiter_of(header)))
    at = positions(question.file_name, headers, EVENTS.columns, question.mapping)
    # DuckDB trims names too.
    named = {name: headers[places[0]].strip() if places else "" for name, places in at.items()}
    return EventColumns(named["person_id"], named["event"], named["ts"], named["account_id"])


@action("analytics.event_import", roles=MAKERS, prepare=segment_before)
def event_import(context: Context, question: EventImport, prepared: Prepared) -> Done[ImportReport]:
    """Read usage events into a new segment; events that are there already are left out.

    Needs the columns person_id, event and ts; every other column becomes a property of the event. Raises
    Conflict when other events came in while the file was read, since some could then come in twice.
    """
    written = prepared.written
    if _segment_paths(context) != prepared.known:
        written.path.unlink()
        raise Conflict("Other events came in or were taken back meanwhile; import the file again.")
    run = _run_kept(context, question, prepared)
    if question.dry_run or written.rows == 0:
        transaction.on_commit(lambda: written.path.unlink(missing_ok=True))
    else:
        _segment_listed(context, run, question, written)
        tell_arrival(context)
    errors = [RowError(row=row, column=column, message=text) for row, column, text in written.faults[:50]]
    report = ImportReport(run=import_row(run), errors=errors, unknown_columns=[], encoding=prepared.encoding)
    summary = f"Imported {question.file_name}: {run.rows_created} events new, {run.rows_refused} refused"
    return Done(report, summary, run, {"sha256": prepared.file_sha256, "source": question.source})


def _run_kept(context: Context, question: EventImport, prepared: Prepared) -> ImportRun:
    written = prepared.written
    run = ImportRun.objects.create(
        workspace=context.workspace,
        kind="events",
        source=question.source,
        file_name=question.file_name,
        file_sha256=prepared.file_sha256,
        mapping=question.mapping,
        status=ImportRun.Status.DRY if question.dry_run else ImportRun.Status.DONE,
        rows_read=written.rows + written.known_already + len(written.faults),
        rows_created=written.rows,
        rows_unchanged=written.known_already,
        rows_refused=len(written.faults),
        actor=context.actor,
        at=context.now,
    )
    ImportRowError.objects.bulk_create(
        ImportRowError(run=run, row=row, column=column, message=text[:500])
        for row, column, text in written.faults
    )
    return run


def _segment_listed(context: Context, run: ImportRun, question: EventImport, written: Written) -> None:
    EventSegment.objects.create(
        workspace=context.workspace,
        ref=written.path.stem,
        import_run=run,
        source=question.source,
        external_id=written.path.stem,
        created_at=context.now,
        path=str(written.path),
        sha256=written.sha256,
        rows=written.rows,
        people=written.people,
        first_at=written.first_at,
        last_at=written.last_at,
    )
