"""When a token was used last, noted on the way and never at the cost of the request."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import OperationalError, connection

from headway.core.models import ApiToken

NOTED_EVERY = timedelta(minutes=1)
WAIT_MS = 50


def used(token: ApiToken, now: datetime) -> None:
    """Note that a token was used, at most once a minute."""
    if token.last_used_at and token.last_used_at > now - NOTED_EVERY:
        return
    with hardly_waiting():
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


@contextmanager
def hardly_waiting() -> Iterator[None]:
    """Give up a write at once while somebody else writes.

    SQLite has one writer at a time, and no read by token may wait for a long import only to note its time.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    usual_ms = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    _wait_at_most(WAIT_MS)
    try:
        yield
    except OperationalError:
        pass  # The next use notes it.
    finally:
        _wait_at_most(usual_ms)


def _wait_at_most(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
