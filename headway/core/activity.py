"""The append-only, hash-chained log of what happened in a workspace.

What a row tells in words may name people, and people have the right to be erased. So the chain is made over
a salted hash of the words, their seal, and never over the words: they can go and the chain stays whole.
An erasure says in its own row of the chain how it left each row, so nobody else can pass a change off as one.
"""

import json
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from headway.core.audit import ends
from headway.core.audit.canonical import canonical, digest, microseconds
from headway.core.context import Context
from headway.core.models import Activity, User
from headway.core.registry import Done

FIRST_HASH = "0" * 64
DONE, PENDING, REFUSED = "done", "pending", "refused"
INSTALLATION_LOCK = 0x4845_4144_5741_59
WHOLE_FROM = 1e16
LEFT = "log_rows"
ERASING = "privacy."
_LISTENERS: list[Callable[[Context, Activity, Done[Any]], None]] = []


def listen(listener: Callable[[Context, Activity, Done[Any]], None]) -> None:
    """Have a function called with each new row of a workspace's chain, in the transaction that adds it."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def append(context: Context, action: str, done: Done[Any], outcome: str = DONE) -> Activity:
    """Add one row to the workspace's chain; the caller holds the workspace's lock in a transaction."""
    subject = done.subject
    entry = _chained(
        Activity(
            workspace=context.workspace,
            at=context.now,
            actor=context.actor,
            channel=context.channel,
            action=action,
            outcome=outcome,
            subject_kind=subject._meta.label_lower if subject else "",
            subject_id=str(subject.pk) if subject else "",
            summary=done.summary[:500],
            changes=done.changes,
        )
    )
    for listener in _LISTENERS:
        listener(context, entry, done)
    return entry


def append_installation(
    at: datetime,
    channel: str,
    action: str,
    summary: str,
    *,
    changes: dict[str, Any] | None = None,
    actor: User | None = None,
    outcome: str = DONE,
) -> Activity:
    """Add one row to the chain of the installation: what happens outside any workspace, such as a sign-in.

    Names no person other than by `actor`: rows stay for good, so nothing that may have to be erased is in them.
    """
    with transaction.atomic():
        installation_lock()
        return _chained(
            Activity(
                at=at, actor=actor, channel=channel, action=action, outcome=outcome, summary=summary[:500],
                changes=changes or {},
            )
        )  # fmt: skip


def installation_lock() -> None:
    """Wait until nobody else adds to the chain of the installation; the caller is in a transaction."""
    # SQLite transactions take the write lock at their start; PostgreSQL needs to be asked.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [INSTALLATION_LOCK])


def _chained(entry: Activity) -> Activity:
    last = Activity.objects.filter(workspace=entry.workspace).order_by("-sequence").first()
    entry.sequence = last.sequence + 1 if last else 1
    entry.previous_hash = last.hash if last else FIRST_HASH
    entry.changes = json.loads(json.dumps(entry.changes, default=str), parse_float=_plain_number)
    entry.salt = secrets.token_hex(16)
    entry.seal = seal_of(entry)
    entry.hash = row_hash(entry)
    entry.save(force_insert=True)
    ends.mark(entry)
    return entry


def _plain_number(text: str) -> float | int:
    # PostgreSQL gives 1e23 back as a whole number and -0.0 as 0.0, which would look like a changed row.
    number = float(text)
    return int(number) if abs(number) >= WHOLE_FROM else number + 0.0


def seal_of(entry: Activity) -> str:
    """SHA-256 over the row's own random salt and what it tells in words."""
    return digest(entry.salt + canonical([entry.summary, entry.changes]))


def content(entry: Activity) -> dict[str, Any]:
    """Every field of a row that its hash covers, in a form that both databases give back alike.

    Its words are covered by their seal, so that a person named in them can be erased.
    """
    return {
        "v": 2,
        "id": str(entry.pk),
        "workspace": str(entry.workspace_id),
        "sequence": entry.sequence,
        "at": microseconds(entry.at),
        "actor": str(entry.actor_id),
        "channel": entry.channel,
        "action": entry.action,
        "outcome": entry.outcome,
        "subject": [entry.subject_kind, entry.subject_id],
        "seal": entry.seal,
    }


def row_hash(entry: Activity) -> str:
    """SHA-256 over the previous row's hash and the SHA-256 of this row's content.

    Two steps, so that a link can be shown to somebody who may not read the row.
    """
    return digest(entry.previous_hash + digest(canonical(content(entry))))


def words_erase(entry: Activity, summary: str, changes: dict[str, Any], at: datetime) -> str:
    """Put what is left of a row's words in their place, for good; gives the hash of the row as it is left.

    The caller writes that hash into the `changes` of the erasure's own row: `{LEFT: {sequence: hash}}`.
    """
    entry.summary, entry.changes, entry.salt, entry.erased_at = summary[:500], changes, "", at
    Activity.objects.filter(pk=entry.pk).update(
        summary=entry.summary, changes=entry.changes, salt="", erased_at=at
    )
    return left_hash(entry)


def left_hash(entry: Activity) -> str:
    """SHA-256 over a row, what an erasure left of its words, and when it did."""
    at = microseconds(entry.erased_at) if entry.erased_at else None
    return digest(entry.hash + canonical([entry.summary, entry.changes, at]))
