"""One import from file to records: read, parse, store, report; and taking it back."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Model, Q
from django.db.models.deletion import Collector

from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid
from headway.core.imports.columns import Column, Row, RowFault, positions, row_parsed
from headway.core.imports.reading import table_of, unpacked
from headway.core.imports.registry import Importer
from headway.core.imports.store import Tally, rows_store
from headway.core.models import ImportRowError, ImportRun, Link, WorkspaceRecord

ERRORS_KEPT_MOST = 5000


@dataclass(frozen=True)
class Parsed:
    """A file read into rows, before anything is stored."""

    importer: Importer
    name: str
    sha256: str
    rows: Sequence[Row]
    faults: Sequence[tuple[int, str, str]]
    unknown_columns: Sequence[str]
    encoding: str


def file_parsed(
    importer: Importer, path: Path, name: str, mapping: Mapping[str, str], added: Sequence[Column] = ()
) -> Parsed:
    """Read and parse a whole file without touching the database. Raises Invalid for the file as a whole.

    `added` are columns that the importer does not know, such as the workspace's own fields.
    """
    content = unpacked(path, name, settings.IMPORT_BYTES_MOST)
    table = table_of(content, name)
    columns = [*importer.columns, *(importer.dynamic_columns or _no_columns)(table.headers)]
    columns += _there(name, table.headers, added, mapping)
    at = positions(name, table.headers, columns, mapping)
    good: list[Row] = []
    faults: list[tuple[int, str, str]] = []
    for number, cells in table.rows:
        try:
            good.append(row_parsed(number, cells, table.headers, columns, at))
        except RowFault as fault:
            faults.append((number, fault.column, fault.message))
    if not good and not faults:
        raise Invalid(f"{name} has a header but no rows; nothing was imported.")
    known = {place for places in at.values() for place in places}
    unknown = [header for place, header in enumerate(table.headers) if place not in known]
    digest = hashlib.sha256(content).hexdigest()
    return Parsed(importer, name, digest, good, faults, unknown, table.encoding)


def _there(
    name: str, headers: Sequence[str], added: Sequence[Column], mapping: Mapping[str, str]
) -> list[Column]:
    """Those of the added columns that the file has: the others leave what records have in them alone."""
    at = positions(name, headers, added, mapping)
    return [column for column in added if at[column.name]]


def _no_columns(headers: Sequence[str]) -> Sequence[Row]:
    return ()


class _DryRun(Exception):
    """Raised to take back what a dry run wrote."""


@dataclass(frozen=True)
class Storing:
    """How parsed rows are stored: the source they are of, whether it is only tried, how many rows are told."""

    source: str
    mapping: Mapping[str, str]
    dry_run: bool
    told_most: int = 0


def parsed_store(context: Context, parsed: Parsed, storing: Storing) -> tuple[ImportRun, Tally]:
    """Store what was parsed and keep a report of it; a dry run keeps only the report. Gives what became of rows."""
    run = ImportRun(
        workspace=context.workspace, kind=parsed.importer.kind, source=storing.source, file_name=parsed.name,
        file_sha256=parsed.sha256, mapping=dict(storing.mapping), status=ImportRun.Status.DONE,
        actor=context.actor, at=context.now,
    )  # fmt: skip
    run.save()
    tally = _stored(context, run, parsed, storing)
    faults = sorted([*parsed.faults, *tally.faults])
    run.status = ImportRun.Status.DRY if storing.dry_run else ImportRun.Status.DONE
    run.rows_read = len(parsed.rows) + len(parsed.faults)
    run.rows_created, run.rows_updated, run.rows_unchanged = tally.created, tally.updated, tally.unchanged
    run.rows_refused = len(faults)
    run.before = {} if storing.dry_run else run.before
    run.save()
    ImportRowError.objects.bulk_create(
        [
            ImportRowError(run=run, row=row, column=column, message=message[:500])
            for row, column, message in faults[:ERRORS_KEPT_MOST]
        ]
    )
    return run, tally


def _stored(context: Context, run: ImportRun, parsed: Parsed, storing: Storing) -> Tally:
    tally = Tally()
    try:
        with transaction.atomic():
            tally = rows_store(context, run, parsed.importer, parsed.rows, storing.told_most)
            if parsed.importer.finish:
                parsed.importer.finish(context, run, parsed.rows)
            if storing.dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return tally


def run_undo(context: Context, run: ImportRun, importer: Importer) -> int:
    """Take a whole import back: remove what it made, restore what it changed. Raises Conflict when a later
    import of the same kind and source stands on it."""
    if run.status != ImportRun.Status.DONE:
        raise Conflict(f"This import is {run.get_status_display().lower()}; there is nothing to undo.")
    later = rows(ImportRun, context).filter(
        kind=run.kind, source=run.source, status=ImportRun.Status.DONE, at__gt=run.at
    )
    if (newest := later.order_by("-at").first()) is not None:
        raise Conflict(f"Undo the later import of {newest.file_name} first.")
    models = (importer.model, *importer.models)
    _refuse_losing_work(context, run, models)
    for model in models:
        _restore(context, run, model)
    if importer.undo:
        importer.undo(context, run)
    removed = sum(_remove(context, run, model) for model in models)
    run.status = ImportRun.Status.UNDONE
    run.save(update_fields=["status"])
    return removed


def _refuse_losing_work(context: Context, run: ImportRun, models: Sequence[type[WorkspaceRecord]]) -> None:
    """Raise Conflict when deleting what the import made would take along what people made on top of it."""
    lost: Counter[str] = Counter()
    for made in (rows(model, context).filter(import_run=run) for model in models):
        collector = Collector(using=made.db)
        collector.collect(made)
        for model, found in collector.data.items():
            lost += _work_of_people(run, model, [one.pk for one in found])
        for query in collector.fast_deletes:
            lost += _work_of_people(run, query.model, [one.pk for one in query])
    if lost:
        names = ", ".join(f"{count} {name}" for name, count in sorted(lost.items()))
        raise Conflict(f"People built on {run.file_name}: {names} would be lost. Remove or move them first.")


def _work_of_people(run: ImportRun, model: type[Model], ids: Sequence[UUID]) -> Counter[str]:
    condition = model.WORK_OF_PEOPLE if issubclass(model, WorkspaceRecord) else None
    if condition is None or not issubclass(model, WorkspaceRecord):
        return Counter()
    kept = model._default_manager.filter(condition, pk__in=ids).exclude(import_run=run).count()
    return Counter({str(model._meta.verbose_name): kept} if kept else {})


def _remove(context: Context, run: ImportRun, model: type[WorkspaceRecord]) -> int:
    """Delete what the import made, and the links that would lead nowhere."""
    made = rows(model, context).filter(import_run=run)
    ends = Q(from_id__in=made.values("pk")) | Q(to_id__in=made.values("pk"))
    rows(Link, context).filter(ends).delete()
    return made.delete()[0]


def _restore(context: Context, run: ImportRun, model: type[WorkspaceRecord]) -> None:
    for pk, fields in run.before.get(model._meta.label_lower, {}).items():
        names = {
            model._meta.get_field(name).attname: value  # type: ignore[union-attr]
            for name, value in fields.items()
        }
        rows(model, context).filter(pk=pk).update(**names)
