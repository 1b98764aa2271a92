"""What becomes of lines that violate the plan once they leave the inbox: counted, and some put aside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from django.db.models import F

from headway.apps.analytics.inbox import Line
from headway.apps.analytics.tracking.intake import ASIDE, OFF_PLAN, faults_of, loaded_for
from headway.apps.analytics.tracking.models import QuarantinedEvent, TrackingViolation
from headway.core.models import Workspace
from headway.engine.text.redaction import redact
from headway.engine.tracking.check import Fault

# Names that somebody makes up as they go must not make a row each.
COUNTS_A_DAY_MOST = 2_000
OTHERS = "(further events)"
EXAMPLE_SIGNS_MOST = 100
VERSION_SIGNS_MOST = 60
VERSION_NAMES = ("$app_version", "$app_version_string", "app_version", "version_name")
Key = tuple[date, str, str, str, str, str, str]


@dataclass
class Counted:
    events: int = 0
    example: str = ""


def off_plan_keep(workspace: Workspace, found: Sequence[tuple[str, Line]], now: datetime) -> None:
    """Count what violates the plan, and put aside what is marked so; lines with the names of their sources.

    In the transaction that marks the logs as read, so that nothing counts twice. A line that the plan has no
    objection to any more is counted no more; one that was put aside stays aside until somebody decides.
    """
    if not found:
        return
    plan = loaded_for(str(workspace.pk), {line.event for _, line in found})
    counts: dict[Key, Counted] = {}
    aside: list[QuarantinedEvent] = []
    for source, line in found:
        checker = plan.checker(line.source)
        faults = faults_of(checker, line) if checker else ()
        count_add(counts, source, line, faults)
        if line.flags & ASIDE and not line.reason:
            aside.append(quarantined(workspace, source, line, faults))
    aside_keep(aside)
    counts_keep(workspace, counts, now)


def aside_keep(aside: Sequence[QuarantinedEvent]) -> None:
    """Put events aside; one that waits there already stays as it is."""
    QuarantinedEvent.objects.bulk_create(aside, batch_size=500, ignore_conflicts=True)


def count_add(counts: dict[Key, Counted], source: str, line: Line, faults: Iterable[Fault]) -> None:
    """Count what a line violates under its day, source, version, event, kind, property and what it leads to."""
    day = datetime.fromtimestamp(line.received_us / 1e6, UTC).date()
    mode = "block" if line.reason else "quarantine" if line.flags & ASIDE else "flag"
    version = version_of(line)
    for one in faults:
        counted = counts.setdefault(
            (day, source, version, line.event, one.kind, one.property, mode), Counted()
        )
        counted.events += 1
        counted.example = one.example or counted.example


def version_of(line: Line) -> str:
    """The version of the product that sent an event, where its SDK says so; else empty."""
    context, properties = _plain(line.context), _plain(line.properties)
    app = context.get("app")
    found = [app.get("version") if isinstance(app, dict) else None]
    found += [place.get(name) for name in VERSION_NAMES for place in (properties, context)]
    return next((one for one in found if isinstance(one, str) and one), "")[:VERSION_SIGNS_MOST]


def _plain(raw: msgspec.Raw) -> dict[str, Any]:
    """An object as both databases store it: without the sign that PostgreSQL takes in no text."""
    try:
        found = msgspec.json.decode(raw)
    except msgspec.MsgspecError:
        return {}
    if not isinstance(found, dict):
        return {}
    return _without_nul(found) if b"\\u0000" in bytes(raw) else found


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, dict):
        return {_without_nul(name): _without_nul(one) for name, one in value.items()}
    return [_without_nul(one) for one in value] if isinstance(value, list) else value


def quarantined(workspace: Workspace, source: str, line: Line, faults: Iterable[Fault]) -> QuarantinedEvent:
    """A line as it waits aside."""
    return QuarantinedEvent(
        workspace=workspace, source=source, source_key=line.source, event_id=line.id, event=line.event,
        person=line.person, anonymous=line.anonymous, account=line.account, at_us=line.at_us,
        received_us=line.received_us, received_at=datetime.fromtimestamp(line.received_us / 1e6, UTC),
        flags=line.flags & ~(OFF_PLAN | ASIDE), merged=line.merged, properties=_plain(line.properties),
        context=_plain(line.context), faults=[list(one) for one in faults],
    )  # fmt: skip


def line_of(one: QuarantinedEvent) -> Line:
    """The line that a quarantined event was."""
    return Line(
        source=one.source_key, id=one.event_id, event=one.event, person=one.person, anonymous=one.anonymous,
        account=one.account, at_us=one.at_us, received_us=one.received_us, flags=one.flags, merged=one.merged,
        properties=msgspec.Raw(msgspec.json.encode(one.properties)),
        context=msgspec.Raw(msgspec.json.encode(one.context)),
    )  # fmt: skip


def counts_keep(workspace: Workspace, counts: dict[Key, Counted], now: datetime) -> None:
    """Add counts to those of their day."""
    for key, counted in _bounded(workspace, counts).items():
        which = dict(
            zip(("day", "source", "app_version", "event", "kind", "property", "mode"), key, strict=True)
        )
        found, _ = TrackingViolation.objects.get_or_create(
            workspace=workspace, **which, defaults={"last_at": now}
        )
        found.events, found.last_at = F("events") + counted.events, now
        found.example = redact(counted.example).text[:EXAMPLE_SIGNS_MOST] or found.example
        found.save(update_fields=["events", "last_at", "example"])


def _bounded(workspace: Workspace, counts: dict[Key, Counted]) -> dict[Key, Counted]:
    """The counts, with those of new names put together where a day has thousands of names already."""
    days = {key[0] for key in counts}
    there = TrackingViolation.objects.filter(workspace=workspace, day__in=days)
    left = COUNTS_A_DAY_MOST - there.count()
    if left >= len(counts):
        return counts
    known = set(there.values_list("day", "source", "app_version", "event", "kind", "property", "mode"))
    bounded: dict[Key, Counted] = {}
    for key, counted in counts.items():
        if key not in known:
            left -= 1
        day, source, _, _, kind, _, mode = key
        place = key if key in known or left >= 0 else (day, source, "", OTHERS, kind, "", mode)
        total = bounded.setdefault(place, Counted())
        total.events, total.example = total.events + counted.events, counted.example or total.example
    return bounded


def is_off_plan(line: Line) -> bool:
    """Whether the collector found something against a line."""
    return bool(line.flags & OFF_PLAN)


def off_plan_taken(lines: dict[str, list[Line]]) -> list[tuple[str, Line]]:
    """The lines by source that violate the plan; those to be put aside are taken out of the others."""
    found = [(source, line) for source, some in lines.items() for line in some if is_off_plan(line)]
    for source in {source for source, line in found if line.flags & ASIDE}:
        kept = [line for line in lines.pop(source) if not line.flags & ASIDE]
        if kept:
            lines[source] = kept
    return found
