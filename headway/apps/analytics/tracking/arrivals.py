"""Whether planned events really come, told by the data alone."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from headway.apps.analytics.tracking.answers import Arrival, DriftRow
from headway.apps.analytics.tracking.models import ObservedEvent, PlannedEvent
from headway.core.access import rows
from headway.core.context import Context
from headway.engine.locales.conventions import day

UNKNOWN = "nobody has looked at the events yet; analytics.tracking_observe does"
NEVER = "no event of this name has come"
RETIRED_BUT_COMES = "it is retired and still comes"


def observed_named(context: Context, names: Iterable[str]) -> dict[str, ObservedEvent]:
    """What was seen of events, by name; heavy parts are read only when they are asked for."""
    found = rows(ObservedEvent, context).filter(event__in=list(names))
    return {one.event: one for one in found.defer("proposal", "seen", "drifts", "days")}


def looked_at(context: Context) -> datetime | None:
    """When somebody last looked at the events."""
    return rows(ObservedEvent, context).order_by("-as_of").values_list("as_of", flat=True).first()


def arrival(found: ObservedEvent | None, as_of: datetime | None, status: str = "") -> Arrival:
    """Whether an event comes; null where nobody has looked."""
    if found is None:
        known = as_of is not None
        return Arrival(implemented=False if known else None, reason=NEVER if known else UNKNOWN, as_of=as_of)
    return Arrival(
        implemented=True,
        reason=RETIRED_BUT_COMES if status == PlannedEvent.Status.DEPRECATED else "",
        events=found.events,
        people=found.people,
        accounts=found.accounts,
        first_at=found.first_at,
        last_at=found.last_at,
        versions=found.versions,
        as_of=found.as_of,
    )


def drift_rows(found: ObservedEvent) -> list[DriftRow]:
    """The properties of an event whose type changed, in words."""
    return [_drift_row(found.event, one) for one in found.drifts]


def _drift_row(event: str, one: dict[str, Any]) -> DriftRow:
    until, since = date.fromisoformat(one["until"]), date.fromisoformat(one["since"])
    text = f"{one['property']} was {one['was']} until {day(until)}, {one['now']} since {day(since)}"
    return DriftRow(
        event=event,
        property=one["property"],
        was=one["was"],
        until=until,
        now=one["now"],
        since=since,
        text=text,
    )
