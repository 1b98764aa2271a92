"""Persons in the files behind metrics: found, exported and taken out by writing the table anew."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from headway.apps.analytics.store import connection, segments_sql
from headway.apps.metrics.models import MetricTable
from headway.core.holdings import Subject, Treatment, file_destroy, holding_add
from headway.core.ids import new_id
from headway.core.models import Workspace
from headway.engine.metrics.expressions import quoted, select

if TYPE_CHECKING:
    import duckdb


class TableHolding:
    """The tables of a workspace; their rows have no age of their own, so retention leaves them to whoever brought
    them."""

    name = "metric tables"
    retained = "events"

    def find(self, workspace: Workspace, subject: Subject) -> int:
        return sum(1 for _ in self.export(workspace, subject))

    def export(self, workspace: Workspace, subject: Subject) -> Iterator[dict[str, Any]]:
        for one in _tables(workspace):
            with connection() as session:
                for _, row in _rows(session, one):
                    if _is_about(subject, row):
                        yield {"table": one.ref} | json.loads(json.dumps(row, default=str))

    def erase(self, workspace: Workspace, subject: Subject) -> int:
        return sum(_without(one, subject) for one in _tables(workspace))

    def old(self, workspace: Workspace, source: str, before: datetime, treatment: Treatment) -> int:
        return 0

    def expire(self, workspace: Workspace, source: str, before: datetime, treatment: Treatment) -> int:
        return 0


def _tables(workspace: Workspace) -> list[MetricTable]:
    return list(MetricTable.objects.filter(workspace=workspace).order_by("ref"))


def _rows(session: "duckdb.DuckDBPyConnection", table: MetricTable) -> Iterator[tuple[int, dict[str, Any]]]:
    session.execute(f"CREATE OR REPLACE TABLE kept AS {select('*', segments_sql([table.path]))}")
    found = session.execute(select("rowid, *", "kept"))
    names = [column[0] for column in found.description][1:]
    while part := found.fetchmany(10_000):
        for number, *values in part:
            yield number, dict(zip(names, values, strict=True))


def _is_about(subject: Subject, row: dict[str, Any]) -> bool:
    """Whether a value is one of the person's identifiers, or a text mentions the person."""
    texts = [one for one in row.values() if isinstance(one, str)]
    return any(subject.is_named_at_all(one) or subject.mentions(one) for one in texts)


def _without(table: MetricTable, subject: Subject) -> int:
    """Write the table anew with every mention struck and every identifier replaced; destroy the old file after."""
    old = Path(table.path)
    new = old.with_name(f"{new_id()}.parquet")
    with connection() as session:
        hit = [(number, row) for number, row in _rows(session, table) if _is_about(subject, row)]
        if not hit:
            return 0
        for number, row in hit:
            _mend(session, subject, number, row)
        session.execute(f"COPY kept TO '{new}' (FORMAT parquet, COMPRESSION zstd)")
    table.path, table.sha256 = str(new), hashlib.sha256(new.read_bytes()).hexdigest()
    table.version += 1
    table.save(update_fields=["path", "sha256", "version"])
    transaction.on_commit(lambda: file_destroy(old))
    return len(hit)


def _mend(session: "duckdb.DuckDBPyConnection", subject: Subject, number: int, row: dict[str, Any]) -> None:
    texts = {name: value for name, value in row.items() if isinstance(value, str)}
    mended = {name: _mended(subject, value) for name, value in texts.items()}
    changed = {name: value for name, value in mended.items() if value != texts[name]}
    marks = ", ".join(f"{quoted(name)} = ?" for name in changed)
    session.execute(f"UPDATE kept SET {marks} WHERE rowid = ?", [*changed.values(), number])  # nosec B608 # noqa: S608 - quoted


def _mended(subject: Subject, value: str) -> str:
    if subject.is_named_at_all(value):
        return subject.token(value)
    struck: str = subject.struck(value)
    return struck


holding_add(TableHolding())
