"""From the inbox to sealed segments: what is written, what it is listed by, and that nothing counts twice.

A segment is written and synced first; it counts from the transaction on that lists it and marks the logs it was
made from as read. A kill in between leaves a file that nothing lists, which is swept later, and logs that are read
again.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F

from headway.apps.analytics.inbox import SEALED, Line, inbox_dir, lines, logs, sealed
from headway.apps.analytics.models import EventRejection, EventSegment, EventSource, InboxLog
from headway.apps.analytics.segments import collected_write
from headway.apps.analytics.stitching import stitched, stitches, stitches_keep
from headway.apps.analytics.store import Written
from headway.apps.analytics.tracking.keeping import is_off_plan, off_plan_keep, off_plan_taken
from headway.core.consent import why_withdrawn
from headway.core.models import Workspace
from headway.core.owners import enter_for_owner
from headway.engine.text.redaction import redact

if TYPE_CHECKING:
    from uuid import UUID

BYTES_AT_ONCE = 64 * 1024 * 1024
EXAMPLE_SIGNS_MOST = 300
UNKNOWN_SOURCE = "unknown"
WITHDRAWN = "it was withdrawn on the page Privacy that its source may send"
Rejected = dict[tuple[str, date, str], "Rejections"]


@dataclass
class Rejections:
    """How many events were left out for one reason, and how the last of them began."""

    events: int = 0
    example: str = ""

    def add(self, began: str = "") -> None:
        self.events, self.example = self.events + 1, began or self.example


@dataclass
class Reading:
    """What some logs of one workspace hold, and the segments written of it that nothing lists yet."""

    logs: list[InboxLog] = field(default_factory=list)
    lines: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    rejected: Rejected = field(default_factory=lambda: defaultdict(Rejections))
    known: list[str] = field(default_factory=list)
    written: dict[str, Written] = field(default_factory=dict)
    off_plan: list[tuple[str, Line]] = field(default_factory=list)

    @property
    def events(self) -> int:
        return sum(one.rows for one in self.written.values())

    def discard(self) -> None:
        for one in self.written.values():
            one.path.unlink(missing_ok=True)


def compact_all(now: datetime) -> int:
    """Bring what waits in every inbox into segments; gives how many events are new.

    Raises ExceptionGroup in the end where some workspace's cannot be; the others' are in by then.
    """
    total, faults = 0, []
    for workspace in Workspace.objects.order_by("pk"):
        try:
            total += compact(workspace, now)
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise ExceptionGroup("Events wait in the inbox until this is mended", faults)
    return total


def compact(workspace: Workspace, now: datetime) -> int:
    """Bring what waits in the inbox of a workspace into segments; gives how many events are new."""
    total = 0
    while paths := _unread(workspace):
        reading = _read(workspace, paths, now)
        try:
            with transaction.atomic():
                Workspace.objects.select_for_update().get(pk=workspace.pk)
                if _is_stale(workspace, reading):
                    reading.discard()
                    continue
                _list(workspace, reading, now)
        except BaseException:
            reading.discard()
            raise
        total += reading.events
    return total


def _unread(workspace: Workspace) -> list[Path]:
    """Some of the logs that nothing was read from, the oldest first."""
    folder = inbox_dir(workspace.pk)
    if not folder.is_dir():
        return []
    paths, size = sealed(folder), 0
    chosen: list[Path] = []
    read = _read_before(workspace, [path.name for path in paths])
    for path in paths:
        if path.name not in read and (not chosen or size < BYTES_AT_ONCE):
            chosen.append(path)
            size += path.stat().st_size
    return chosen


def waiting(workspace: Workspace) -> Iterator[Line]:
    """The lines in the inbox that are in no segment yet."""
    paths = logs(inbox_dir(workspace.pk))
    read = _read_before(workspace, [path.with_suffix(SEALED).name for path in paths])
    for path in paths:
        if path.with_suffix(SEALED).name not in read:
            yield from lines(path.read_bytes())


def _read_before(workspace: Workspace, names: Iterable[str]) -> set[str]:
    found = InboxLog.objects.filter(workspace=workspace, name__in=list(names))
    return set(found.values_list("name", flat=True))


def _read(workspace: Workspace, paths: Sequence[Path], now: datetime) -> Reading:
    reading = Reading(known=segment_paths(workspace))
    names = source_names(workspace)
    for path in paths:
        content = path.read_bytes()
        found = list(lines(content))
        digest = hashlib.sha256(content).hexdigest()
        reading.logs.append(InboxLog(workspace=workspace, name=path.name, sha256=digest, lines=len(found)))
        for line in found:
            source = names.get(line.source, UNKNOWN_SOURCE)
            if line.reason:
                reading.rejected[source, _day(line), line.reason].add(_began(line))
                if is_off_plan(line):
                    reading.off_plan.append((source, line))
            else:
                reading.lines[source].append(line)
    _leave_withdrawn(workspace, reading, now)
    reading.off_plan += off_plan_taken(reading.lines)
    folder = Path(settings.FILES_DIR) / str(workspace.pk) / "events"
    for source, some in sorted(reading.lines.items()):
        reading.written[source] = collected_write(some, folder, reading.known)
    return reading


def _leave_withdrawn(workspace: Workspace, reading: Reading, now: datetime) -> None:
    """Leave out, and only count, what waited in the inbox when it was withdrawn that its source may send."""
    for source in list(reading.lines):
        if withdrawn(workspace, source, now):
            for line in reading.lines.pop(source):
                reading.rejected[source, _day(line), WITHDRAWN].add()


def withdrawn(workspace: Workspace, source: str, now: datetime) -> str:
    """Why a source may send nothing any more; empty where it may."""
    context = enter_for_owner(workspace, now)
    return why_withdrawn(context, source) if context else ""


def _began(line: Line) -> str:
    """How a refused event began, without the particulars that can be told by their form."""
    told = json.loads(bytes(line.properties))
    return redact(told).text[:EXAMPLE_SIGNS_MOST] if isinstance(told, str) else ""


def _day(line: Line) -> date:
    return datetime.fromtimestamp(line.received_us / 1e6, UTC).date()


def segment_paths(workspace: Workspace) -> list[str]:
    """Every segment that is listed."""
    found = EventSegment.objects.filter(workspace=workspace).order_by("id")
    return list(found.values_list("path", flat=True))


def source_names(workspace: Workspace) -> dict[str, str]:
    """The name of each source by its id as it stands in the inbox."""
    found: Iterable[tuple[UUID, str]] = EventSource.objects.filter(workspace=workspace).values_list(
        "pk", "name"
    )
    return {pk.hex: name for pk, name in found}


def _is_stale(workspace: Workspace, reading: Reading) -> bool:
    """Whether somebody else read the same logs or changed the segments meanwhile."""
    read = _read_before(workspace, [one.name for one in reading.logs])
    return bool(read) or segment_paths(workspace) != reading.known


def _list(workspace: Workspace, reading: Reading, now: datetime) -> None:
    """Let the segments count, mark the logs as read, and keep what was told about ids; one transaction."""
    everything = [line for some in reading.lines.values() for line in some]
    ties = stitches(workspace, everything)
    names = source_names(workspace)
    for line, reason in stitched(ties, sorted(everything, key=lambda one: one.received_us)):
        reading.rejected[names.get(line.source, UNKNOWN_SOURCE), _day(line), reason].add()
    stitches_keep(workspace, ties, now)
    off_plan_keep(workspace, reading.off_plan, now)
    for source, written in reading.written.items():
        if written.rows:
            segment_list(workspace, source, written, now)
            EventSource.objects.filter(workspace=workspace, name=source).update(last_event_at=now)
        else:
            written.path.unlink(missing_ok=True)
    _count(workspace, reading.rejected, now)
    InboxLog.objects.bulk_create(reading.logs)


def segment_list(workspace: Workspace, source: str, written: Written, now: datetime) -> EventSegment:
    """Let a written segment count from the end of the caller's transaction on."""
    return EventSegment.objects.create(
        workspace=workspace,
        ref=written.path.stem,
        source=source,
        external_id=written.path.stem,
        created_at=now,
        path=str(written.path),
        sha256=written.sha256,
        rows=written.rows,
        people=written.people,
        first_at=written.first_at,
        last_at=written.last_at,
    )


def _count(workspace: Workspace, rejected: Rejected, now: datetime) -> None:
    for (source, day, reason), some in sorted(rejected.items(), key=lambda one: one[0]):
        which = {"workspace": workspace, "source": source, "day": day, "reason": reason[:200]}
        found, _ = EventRejection.objects.get_or_create(**which, defaults={"last_at": now})
        found.events, found.last_at = F("events") + some.events, now
        found.example = some.example or found.example
        found.save(update_fields=["events", "last_at", "example"])
