"""What the cache in the database keeps for a while, such as counts of attempts and half-done sign-ins."""

import pickle  # nosec B403 # the cache of the database is written so by Django
from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.utils import timezone

from headway.core.holdings import Subject, Treatment
from headway.core.models import Workspace


class CacheHolding:
    """A cached value that mentions the person goes, as do those that ran out; what needs one makes it again."""

    name = "cached values"
    retained = "security"

    def find(self, workspace: Workspace, subject: Subject) -> int:
        return sum(len(_about(table, subject)) for table in _tables())

    def export(self, workspace: Workspace, subject: Subject) -> Iterator[dict[str, Any]]:
        for table in _tables():
            yield from ({"key": key} for key in _about(table, subject))

    def erase(self, workspace: Workspace, subject: Subject) -> int:
        return sum(_removed(table, _about(table, subject)) for table in _tables())

    def old(self, workspace: Workspace, source: str, before: datetime, treatment: Treatment) -> int:
        return 0

    def expire(self, workspace: Workspace, source: str, before: datetime, treatment: Treatment) -> int:
        return 0


def _tables() -> Iterator[str]:
    for cache in caches.all(initialized_only=False):
        if isinstance(cache, DatabaseCache):
            yield connection.ops.quote_name(cache._table)  # type: ignore[attr-defined]


def _about(table: str, subject: Subject) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key, value FROM {table}")  # nosec B608 # noqa: S608 - from the settings, quoted
        return [key for key, value in cursor.fetchall() if subject.mentions([key, _words(value)])]


def _words(value: str) -> str:
    # Django put it there itself, so it is as trusted as the rest of the database.
    return str(pickle.loads(b64decode(value)))  # nosec B301 # noqa: S301


def _removed(table: str, keys: list[str]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [timezone.now()])  # nosec B608 # noqa: S608 - quoted
        cursor.executemany(f"DELETE FROM {table} WHERE cache_key = %s", [[key] for key in keys])  # nosec B608 # noqa: S608 - quoted
    return len(keys)
