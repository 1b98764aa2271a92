"""Bringing usage events in."""

import codecs
import csv
import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.conf import settings
from django.db import transaction
from pydantic import Field

from headway.apps.analytics.exports import Export, is_export
from headway.apps.analytics.importers import EVENTS
from headway.apps.analytics.inbox import Line
from headway.apps.analytics.keys import met_load
from headway.apps.analytics.models import EventSegment, EventSource
from headway.apps.analytics.packing import events_unpacked
from headway.apps.analytics.segments import collected_write
from headway.apps.analytics.stitching import stitched, stitches, stitches_keep
from headway.apps.analytics.store import (
    FAULTS_KEPT_MOST,
    EventColumns,
    Written,
    connection,
    segment_write,
    segments_sql,
)
from headway.apps.analytics.tracking.filing import FileCheck
from headway.apps.analytics.tracking.intake import loaded
from headway.core.access import rows
from headway.core.consent import refuse_without_consent, tell_arrival
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid
from headway.core.files import upload_path, upload_store, workspace_dir
from headway.core.imports.actions import ImportReport
from headway.core.imports.columns import positions
from headway.core.imports.queries import RowError, import_row
from headway.core.imports.reading import GZIP, delimiter_of, encoding_of
from headway.core.models import ImportRowError, ImportRun
from headway.core.registry import Done, Question, action
from headway.core.roles import MAKERS


class EventImport(Question):
    """A CSV of events, or an export of Amplitude, Mixpanel or PostHog in JSON: its text in `content`, or the name of
    an earlier `upload` (which may be gzip, or a ZIP archive of exports)."""

    file_name: str = Field(min_length=1, max_length=300)
    content: str | None = None
    upload: str | None = None
    source: str = Field(
        "file",
        min_length=1,
        max_length=100,
        description="An export under the name of an event source adds nothing that its SDK sent already.",
    )
    mapping: dict[str, str] = {}
    dry_run: bool = False


@dataclass(frozen=True)
class Prepared:
    written: Written
    known: list[str]
    file_sha256: str
    encoding: str
    check: FileCheck
    telling: list[Line] = field(default_factory=list)


def segment_before(context: Context, question: EventImport) -> Prepared:
    """Read the file and write the segment before the transaction opens; nothing lists it yet."""
    if (question.content is None) == (question.upload is None):
        raise Invalid("Give the events either as content or as an upload.")
    refuse_without_consent(context, question.source)
    path = upload_path(context, question.upload or upload_store(context, [(question.content or "").encode()]))
    try:
        content = events_unpacked(path, question.file_name, settings.IMPORT_BYTES_MOST)
        return (_export_read if is_export(content) else _table_read)(context, question, path, content)
    finally:
        path.unlink(missing_ok=True)


def _table_read(context: Context, question: EventImport, path: Path, content: bytes) -> Prepared:
    encoding = _readable(path, question.file_name, content)
    known = _segment_paths(context)
    folder, check = workspace_dir(context, "events"), _check(context, question)
    written = segment_write(
        path, _columns(path, question), folder, known, settings.IMPORT_BYTES_MOST,
        rule=check.left_out if check.is_needed else None,
    )  # fmt: skip
    return Prepared(written, known, hashlib.sha256(path.read_bytes()).hexdigest(), encoding, check)


def _export_read(context: Context, question: EventImport, path: Path, content: bytes) -> Prepared:
    check = _check(context, question)
    received_us = round(context.now.timestamp() * 1e6)
    export = Export(content, check.source_key, received_us, check if check.is_needed else None)
    known = _segment_paths(context)
    written = collected_write(export.lines(), workspace_dir(context, "events"), known)
    written = replace(written, faults=export.faults[:FAULTS_KEPT_MOST])
    return Prepared(written, known, hashlib.sha256(content).hexdigest(), "utf-8", check, export.telling)


def _check(context: Context, question: EventImport) -> FileCheck:
    """What holds the file against the tracking plan."""
    plan, key = loaded(str(context.workspace.pk)), _source_key(context, question.source)
    return FileCheck(plan, context.workspace, question.source, key, context.now)


def _source_key(context: Context, name: str) -> str:
    """What ids of events are told apart by: the source as its SDK's events have it, or the name alone."""
    found = rows(EventSource, context).filter(name=name).first()
    return found.pk.hex if found else name


def _segment_paths(context: Context) -> list[str]:
    return list(rows(EventSegment, context).order_by("id").values_list("path", flat=True))


def _readable(path: Path, name: str, content: bytes) -> str:
    """Refuse an empty file, and turn other encodings into the UTF-8 that DuckDB reads."""
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

    A table needs the columns person_id, event and ts; every other column becomes a property of the event. An export in
    JSON (a list, or an object a line) is read as the tool's SDK would have sent it, with what it tells of ids. Each
    event is held against the tracking plan; `notes` of the run tell what differs, also of a file that is only tried.
    Raises Conflict when some of its events came in, or others were taken back, while the file was read.
    """
    written = prepared.written
    if _is_overtaken(context, prepared):
        written.path.unlink()
        raise Conflict("The same events came in or were taken back meanwhile; import the file again.")
    run = _run_kept(context, question, prepared)
    if question.dry_run or written.rows == 0:
        transaction.on_commit(lambda: written.path.unlink(missing_ok=True))
    else:
        _segment_listed(context, run, question, written)
        _ties_kept(context, prepared.telling)
        tell_arrival(context)
    if not question.dry_run:
        prepared.check.keep()
    errors = [RowError(row=row, column=column, message=text) for row, column, text in written.faults[:50]]
    report = ImportReport(run=import_row(run), errors=errors, unknown_columns=[], encoding=prepared.encoding)
    summary = f"Imported {question.file_name}: {run.rows_created} events new, {run.rows_refused} refused"
    return Done(report, summary, run, {"sha256": prepared.file_sha256, "source": question.source})


def _is_overtaken(context: Context, prepared: Prepared) -> bool:
    """Whether what the new events were held against has changed so that some would be there twice, or not at all."""
    now = _segment_paths(context)
    if now == prepared.known:
        return False
    if set(prepared.known) - set(now):
        return True
    new = [path for path in now if path not in set(prepared.known)]
    with connection() as session:
        session.execute(f"CREATE VIEW own AS SELECT key FROM {segments_sql([str(prepared.written.path)])}")  # nosec B608 # noqa: S608 - our own file names, quoted
        met_load(session, "own", new)
        return session.execute("SELECT count(*) FROM met").fetchone() != (0,)


def _run_kept(context: Context, question: EventImport, prepared: Prepared) -> ImportRun:
    written = prepared.written
    run = ImportRun.objects.create(
        workspace=context.workspace,
        kind="events",
        source=question.source,
        file_name=question.file_name,
        file_sha256=prepared.file_sha256,
        mapping=question.mapping,
        notes=prepared.check.notes(),
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


def _ties_kept(context: Context, telling: Sequence[Line]) -> None:
    ties = stitches(context.workspace, telling)
    # What contradicts an earlier tie is left out, as it is when an SDK tells it.
    list(stitched(ties, telling))
    stitches_keep(context.workspace, ties, context.now)


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
