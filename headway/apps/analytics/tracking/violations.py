"""Counted violations, put together over days."""

from collections.abc import Iterable

from headway.apps.analytics.models import EventSource
from headway.apps.analytics.tracking.answers import ViolationRow
from headway.apps.analytics.tracking.models import TrackingViolation
from headway.core.access import rows
from headway.core.context import Context
from headway.core.roles import MAKERS
from headway.engine.tracking.plan import KINDS

LATELY_DAYS = 7
ROWS_MOST = 200


def violation_rows(context: Context, found: Iterable[TrackingViolation]) -> list[ViolationRow]:
    """One row for each way to violate the plan by event, source and version, the most frequent first.

    Examples are for those who work on the product: they are what somebody's event had.
    """
    told: dict[tuple[str, ...], ViolationRow] = {}
    for one in sorted(found, key=lambda row: row.last_at):
        key = (one.kind, one.event, one.property, one.source, one.app_version, one.mode)
        row = told.setdefault(key, _row(one))
        row.events += one.events
        row.first_day, row.last_day = min(row.first_day, one.day), max(row.last_day, one.day)
        row.last_at = one.last_at
        if context.role in MAKERS:
            row.example = one.example or row.example
    return sorted(told.values(), key=lambda row: (-row.events, row.event, row.kind, row.property))[:ROWS_MOST]


def _row(one: TrackingViolation) -> ViolationRow:
    return ViolationRow(
        kind=one.kind, words=KINDS[one.kind], event=one.event, property=one.property, source=one.source,  # type: ignore[arg-type, index]
        app_version=one.app_version, mode=one.mode, events=0, example="", first_day=one.day, last_day=one.day,  # type: ignore[arg-type]
        last_at=one.last_at,
    )  # fmt: skip


def source_names(context: Context) -> list[str]:
    """The names of the event sources."""
    return list(rows(EventSource, context).order_by("name").values_list("name", flat=True))
