"""The append-only, hash-chained log of what happened in a workspace."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from headway.core.context import Context
from headway.core.models import Activity, Workspace
from headway.core.registry import Done

FIRST_HASH = "0" * 64
WHOLE_FROM = 1e16


@dataclass(frozen=True)
class Verdict:
    """Whether a chain is whole; if not, the sequence number of the first wrong row and what is wrong."""

    rows: int
    head: str
    broken_at: int | None = None
    reason: str = ""


def append(context: Context, action: str, done: Done[Any]) -> Activity:
    """Add one row to the workspace's chain; the caller holds the workspace's lock in a transaction."""
    last = Activity.objects.filter(workspace=context.workspace).order_by("-sequence").first()
    subject = done.subject
    entry = Activity(
        workspace=context.workspace,
        sequence=last.sequence + 1 if last else 1,
        at=context.now,
        actor=context.actor,
        channel=context.channel,
        action=action,
        subject_kind=subject._meta.label_lower if subject else "",
        subject_id=str(subject.pk) if subject else "",
        summary=done.summary[:500],
        changes=json.loads(json.dumps(done.changes, default=str), parse_float=_plain_number),
        previous_hash=last.hash if last else FIRST_HASH,
    )
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
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256((entry.previous_hash + canonical).encode()).hexdigest()


def verify(workspace: Workspace) -> Verdict:
    """Walk the chain from its first row and stop at the first that does not follow from the one before."""
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
