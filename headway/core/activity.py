"""The append-only, hash-chained log of what happened in a workspace."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from headway.core.context import Context
from headway.core.models import Activity, User, Workspace
from headway.core.registry import Done

FIRST_HASH = "0" * 64
DONE, PENDING, REFUSED = "done", "pending", "refused"
INSTALLATION_LOCK = 0x4845_4144_5741_59
WHOLE_FROM = 1e16


@dataclass(frozen=True)
class Verdict:
    """Whether a chain is whole; if not, the sequence number of the first wrong row and what is wrong."""

    rows: int
    head: str
    broken_at: int | None = None
    reason: str = ""


def append(context: Context, action: str, done: Done[Any], outcome: str = DONE) -> Activity:
    """Add one row to the workspace's chain; the caller holds the workspace's lock in a transaction."""
    subject = done.subject
    return _chained(
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
        _installation_lock()
        return _chained(
            Activity(
                at=at, actor=actor, channel=channel, action=action, outcome=outcome, summary=summary[:500],
                changes=changes or {},
            )
        )  # fmt: skip


def _installation_lock() -> None:
    # SQLite transactions take the write lock at their start; PostgreSQL needs to be asked.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [INSTALLATION_LOCK])


def _chained(entry: Activity) -> Activity:
    last = Activity.objects.filter(workspace=entry.workspace).order_by("-sequence").first()
    entry.sequence = last.sequence + 1 if last else 1
    entry.previous_hash = last.hash if last else FIRST_HASH
    entry.changes = json.loads(json.dumps(entry.changes, default=str), parse_float=_plain_number)
    entry.hash = row_hash(entry)
    entry.save(force_insert=True)
    return entry


def _plain_number(text: str) -> float | int:
    # PostgreSQL gives 1e23 back as a whole number and -0.0 as 0.0, which would look like a changed row.
    number = float(text)
    return int(number) if abs(number) >= WHOLE_FROM else number + 0.0


def row_hash(entry: Activity) -> str:
    """SHA-256 over the previous row's hash and every field of this row in a canonical form."""
    content = {
        "id": str(entry.pk),
        "workspace": str(entry.workspace_id),
        "sequence": entry.sequence,
        "at": int(entry.at.timestamp() * 1_000_000),
        "actor": str(entry.actor_id),
        "channel": entry.channel,
        "action": entry.action,
        "subject": [entry.subject_kind, entry.subject_id],
        "summary": entry.summary,
        "changes": entry.changes,
    }
    if entry.outcome != DONE:
        content["outcome"] = entry.outcome
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256((entry.previous_hash + canonical).encode()).hexdigest()


def verify(workspace: Workspace | None) -> Verdict:
    """Walk the chain from its first row and stop at the first that does not follow from the one before.

    Without a workspace it is the chain of the installation.
    """
    expected, previous, count = 1, FIRST_HASH, 0
    for entry in Activity.objects.filter(workspace=workspace).order_by("sequence").iterator(2000):
        if reason := _fault(entry, expected, previous):
            return Verdict(count, previous, entry.sequence, reason)
        expected, previous, count = expected + 1, entry.hash, count + 1
    return Verdict(count, previous)


def _fault(entry: Activity, expected: int, previous: str) -> str:
    if entry.sequence != expected:
        return f"row {expected} is missing"
    if entry.previous_hash != previous:
        return "it does not follow from the row before it"
    return "" if row_hash(entry) == entry.hash else "its content was changed"
