"""Tables as lines of JSON and back, the same from either database, all as of one moment."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Field, ForeignKey, JSONField

from headway.core.classes import Classified, classified

CHUNK_ROWS = 1000
FILES = "files:"


def kept_tables() -> list[Classified]:
    """The tables that a backup holds; sessions, queues and sign-in attempts are of the moment only."""
    return [one for one in classified() if one.is_backed_up]


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything as it was at one moment, while others go on writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        yield from _reading_sqlite()


def _reading_sqlite() -> Iterator[None]:
    # Django would take the write lock; a deferred transaction only keeps a view of the log of writes.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            cursor.execute("SELECT count(*) FROM django_migrations").fetchone()
            yield
        finally:
            cursor.execute("ROLLBACK")


def table_lines(one: Classified) -> Iterator[bytes]:
    """Each row of a table as a line of JSON, by primary key."""
    parts = one.model._meta.concrete_fields
    names = [part.attname for part in parts]
    encoders = [_encoder(one, part) for part in parts]
    rows = one.model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(CHUNK_ROWS):
        told = [encode(value) for encode, value in zip(encoders, row, strict=True)]
        whole = dict(zip(names, told, strict=True))
        # Sorted, since PostgreSQL keeps the parts of JSON in an order of its own.
        yield json.dumps(whole, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _encoder(one: Classified, part: "Field[Any, Any]") -> Callable[[Any], Any]:
    if part.name in one.paths:
        return _under_files
    return (lambda value: value) if isinstance(part, JSONField) else _plain


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return b64encode(bytes(value)).decode()
    return str(value) if isinstance(value, UUID | Decimal) else value


def _under_files(path: str) -> str:
    folder = Path(settings.FILES_DIR)
    return f"{FILES}{Path(path).relative_to(folder)}" if Path(path).is_relative_to(folder) else path


def files_named(lines: Iterable[bytes], one: Classified) -> Iterator[tuple[str, str]]:
    """The files that rows name, each relative to the files' folder, with the SHA-256 that it must have."""
    for line in lines:
        row = json.loads(line)
        for path, digest in one.paths.items():
            yield row[path].removeprefix(FILES), row[digest]


def table_load(one: Classified, lines: Iterable[bytes]) -> int:
    """Put rows in the place of whatever the table holds; the caller's transaction. Gives how many."""
    parts = one.model._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(part.column or "") for part in parts)
    table, marks = connection.ops.quote_name(one.model._meta.db_table), ", ".join(["%s"] * len(parts))
    total = 0
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # nosec B608 # noqa: S608 - names of our own tables, quoted
        for chunk in _chunks(lines):
            values = [[_stored(one, part, row) for part in parts] for row in map(json.loads, chunk)]
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)  # nosec B608 # noqa: S608 - names of our own tables, quoted
            total += len(chunk)
    return total


def _chunks(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    chunk: list[bytes] = []
    for line in lines:
        chunk.append(line)
        if len(chunk) == CHUNK_ROWS:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _stored(one: Classified, part: "Field[Any, Any]", row: dict[str, Any]) -> Any:
    value = row[part.attname]
    if value is None:
        return None
    if part.name in one.paths and value.startswith(FILES):
        value = str(Path(settings.FILES_DIR) / value.removeprefix(FILES))
    typed = part.target_field if isinstance(part, ForeignKey) else part
    return part.get_db_prep_save(
        value if isinstance(typed, JSONField) else typed.to_python(value), connection
    )


def numbers_set_on() -> None:
    """Let numbered keys go on after the highest that was loaded."""
    models = [one.model for one in kept_tables()]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
