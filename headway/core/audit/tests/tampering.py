"""What somebody could do who has the database's password but not the signing key."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from django.db import connection, transaction

from headway.core.activity import row_hash, seal_of
from headway.core.models import Activity

TABLES = ("core_activity", "audit_signedhead", "audit_chainend")


@contextmanager
def unprotected() -> Iterator[None]:
    """Take the triggers off, let the block tamper, and take all of it back."""
    with transaction.atomic():
        mark = transaction.savepoint()
        for statement in _opening():
            run(statement)
        yield
        transaction.savepoint_rollback(mark)


def run(statement: str, parameters: Sequence[Any] = ()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


def _opening() -> list[str]:
    if connection.vendor == "postgresql":
        return [
            "SET CONSTRAINTS ALL IMMEDIATE",
            *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TABLES),
        ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return [f"DROP TRIGGER {name}" for (name,) in cursor.fetchall()]


def rehash(entry: Activity, previous: str) -> None:
    """Make a row follow from another as if Headway had written it so; everybody can compute hashes."""
    entry.previous_hash, entry.seal = previous, seal_of(entry)
    entry.hash = row_hash(entry)
    names = ("summary", "changes", "seal", "sequence", "previous_hash", "hash")
    Activity.objects.filter(pk=entry.pk).update(**{name: getattr(entry, name) for name in names})


def rewrite(entries: Sequence[Activity]) -> None:
    """Write a stretch of the chain anew, each row following from the one before it."""
    for before, entry in pairwise(entries):
        rehash(entry, before.hash)
