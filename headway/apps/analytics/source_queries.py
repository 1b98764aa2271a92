"""Which sources send events, how much of it is kept, and what is left out and why."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import Sum
from pydantic import Field

from headway.apps.analytics.models import EventRejection, EventSegment, EventSource
from headway.core.access import rows
from headway.core.context import Context
from headway.core.registry import Answer, Question, query


class SourceList(Question):
    days: int = Field(7, ge=1, le=366, description="How many days back rejections are counted.")


class Rejection(Answer):
    reason: str
    events: int


class SourceRow(Answer):
    ref: str
    name: str
    events: int = Field(description="Kept in segments, from this source.")
    rejected: list[Rejection] = Field(description="Left out in those days; the most frequent reason first.")
    created_at: datetime
    last_event_at: datetime | None = Field(description="When events last came into a segment; null: never.")
    revoked_at: datetime | None


class SourceRows(Answer):
    rows: list[SourceRow]


@query("analytics.source_list")
def source_list(context: Context, question: SourceList) -> SourceRows:
    """The sources of events, the newest first; keys are not kept, so none is told."""
    kept = dict(rows(EventSegment, context).values_list("source").annotate(Sum("rows")))
    rejected = _rejected(context, question.days)
    found = rows(EventSource, context).order_by("-created_at", "-ref")
    return SourceRows(
        rows=[
            SourceRow(
                ref=one.ref,
                name=one.name,
                events=kept.get(one.name, 0),
                rejected=rejected.get(one.name, []),
                created_at=one.created_at,
                last_event_at=one.last_event_at,
                revoked_at=one.revoked_at,
            )
            for one in found
        ]
    )


def _rejected(context: Context, days: int) -> dict[str, list[Rejection]]:
    since = context.now.date() - timedelta(days=days)
    found = (
        rows(EventRejection, context)
        .filter(day__gte=since)
        .values_list("source", "reason")
        .annotate(events=Sum("events"))
        .order_by("-events", "reason")
    )
    by_source: dict[str, list[Rejection]] = defaultdict(list)
    for source, reason, events in found:
        by_source[source].append(Rejection(reason=reason, events=events))
    return by_source
