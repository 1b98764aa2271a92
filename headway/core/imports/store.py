"""Rows become records: new ones are made, changed ones updated, the same ones left alone, all undoable."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from headway.core.access import rows as rows_of
from headway.core.context import Context
from headway.core.imports.columns import Row, RowFault
from headway.core.imports.registry import Fields, Importer
from headway.core.imports.telling import Changed, Outcome, changes_by
from headway.core.lists.imported import custom_in, with_custom
from headway.core.models import ImportRun, WorkspaceRecord, snapshot

BATCH = 1000


@dataclass
class Tally:
    """What became of the rows; `changes` are those of records that were there, by ref."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    faults: list[tuple[int, str, str]] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    changes: dict[str, Changed] = field(default_factory=dict)


def rows_store(
    context: Context, run: ImportRun, importer: Importer, parsed: Sequence[Row], told_most: int = 0
) -> Tally:
    """Store parsed rows by (source, external id); a key that comes twice in a file is refused the second time.

    Of the first `told_most` rows that are stored the tally says what became of each.
    """
    tally = Tally()
    build = importer.prepare(context, run, parsed)
    unique = _unique(importer, parsed, tally)
    ready = _built(importer, build, unique, tally)
    told = set(list(ready)[:told_most])
    known = _known(context, importer.model, run.source)
    taken = set(rows_of(importer.model, context).values_list("ref", flat=True)) if ready else set()
    fresh: list[WorkspaceRecord] = []
    changed: list[tuple[WorkspaceRecord, Fields]] = []
    for key, (built, extra, custom) in ready.items():
        digest = _digest(built | custom, extra)
        existing = known.get(key)
        fields = built | with_custom(existing, custom)
        if existing is None:
            ref = key if key not in taken else f"{run.source}:{key}"
            origin = {"hash": digest} | ({"extra": extra} if extra else {})
            record = importer.model(
                workspace=context.workspace, ref=ref[:100], external_id=key, source=run.source,
                import_run=run, origin=origin, created_at=context.now, **fields,
            )  # fmt: skip
            fresh.append(record)
            outcome = Outcome(unique[key].number, "new", key, record)
        elif existing.origin.get("hash") == digest:
            tally.unchanged += 1
            outcome = Outcome(unique[key].number, "same", key, existing)
        else:
            changes = tally.changes[existing.ref] = changes_by(existing, fields)
            outcome = Outcome(unique[key].number, "changed", key, existing, changes)
            changed.append(
                (existing, fields | {"origin": existing.origin | {"hash": digest, "extra": extra}})
            )
        if key in told:
            tally.outcomes.append(outcome)
    importer.model._default_manager.bulk_create(fresh, batch_size=BATCH)
    _update(run, importer.model, changed)
    tally.created, tally.updated = len(fresh), len(changed)
    return tally


def _unique(importer: Importer, parsed: Sequence[Row], tally: Tally) -> dict[str, Row]:
    first: dict[str, Row] = {}
    for row in parsed:
        key = importer.key_of(row)
        if key in first:
            column = importer.key if isinstance(importer.key, str) else ""
            tally.faults.append((row.number, column, f"{key!r} is already in row {first[key].number}"))
        else:
            first[key] = row
    return first


def _built(
    importer: Importer, build: Any, unique: Mapping[str, Row], tally: Tally
) -> dict[str, tuple[Fields, dict[str, str], Fields]]:
    ready = {}
    for key, row in unique.items():
        try:
            ready[key] = (build(row), row.extra, custom_in(row.values))
        except RowFault as fault:
            tally.faults.append((row.number, fault.column, fault.message))
    return ready


def _known(context: Context, model: type[WorkspaceRecord], source: str) -> dict[str, WorkspaceRecord]:
    return {found.external_id: found for found in rows_of(model, context).filter(source=source)}


def _digest(fields: Fields, extra: dict[str, str]) -> str:
    plain = {
        name: str(value.pk) if isinstance(value, Model) else value for name, value in sorted(fields.items())
    }
    return hashlib.sha256(json.dumps([plain, extra], default=str, sort_keys=True).encode()).hexdigest()[:32]


def _update(
    run: ImportRun, model: type[WorkspaceRecord], changed: Sequence[tuple[WorkspaceRecord, Fields]]
) -> None:
    if not changed:
        return
    names = sorted(changed[0][1])
    before = {str(record.pk): snapshot(record, names) | {"version": record.version} for record, _ in changed}
    for record, fields in changed:
        record.version += 1
        for name, value in fields.items():
            setattr(record, name, value)
    records = [record for record, _ in changed]
    model._default_manager.bulk_update(records, [*names, "version"], batch_size=500)
    run.before = run.before | {model._meta.label_lower: json.loads(json.dumps(before, default=str))}
