"""Which sources send events, how much of it is kept, and what is left out and why."""

from collections import defaultdict
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db.models import Sum
from pydantic import Field

from headway.apps.analytics.models import EventRejection, EventSegment, EventSource
from headway.apps.analytics.snippets import snippets
from headway.core.access import rows
from headway.core.context import Context
from headway.core.registry import Answer, Question, query
from headway.core.roles import MAKERS


class SourceList(Question):
    days: int = Field(7, ge=1, le=366, description="How many days back rejections are counted.")


class Rejection(Answer):
    reason: str
    events: int
    example: str = Field(
        description="How the last of them began, for those who work on the product; empty where none was kept."
    )


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


class SnippetList(Question):
    address: str = Field(max_length=300, pattern="^https?://[^/]", description="Where Headway answers SDKs.")
    key: str = Field(
        "YOUR_WRITE_KEY", min_length=1, max_length=200, pattern=r"^[\w-]+$", description="A write key."
    )


class SnippetRow(Answer):
    sdk: str
    language: str
    package: str = Field(description="What to install.")
    code: str
    note: str


class SnippetRows(Answer):
    rows: list[SnippetRow]


@query("analytics.source_list")
def source_list(context: Context, question: SourceList) -> SourceRows:
    """The sources of events, the newest first; keys are not kept, so none is told."""
    kept = dict(rows(EventSegment, context).values_list("source").annotate(Sum("rows")))
    rejected = _rejections(context, question.days)
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


@query("analytics.snippet_list")
def snippet_list(context: Context, question: SnippetList) -> SnippetRows:
    """The lines of code that send events here from each SDK and language, with address and key filled in."""
    found = snippets(question.address.rstrip("/"), question.key)
    return SnippetRows(rows=[SnippetRow(**asdict(one)) for one in found])


def _rejections(context: Context, days: int) -> dict[str, list[Rejection]]:
    since = context.now.date() - timedelta(days=days)
    counted: dict[tuple[str, str], Rejection] = {}
    for one in rows(EventRejection, context).filter(day__gte=since).order_by("last_at"):
        found = counted.setdefault(
            (one.source, one.reason), Rejection(reason=one.reason, events=0, example="")
        )
        found.events += one.events
        if context.role in MAKERS:
            found.example = one.example or found.example
    by_source: dict[str, list[Rejection]] = defaultdict(list)
    for (source, _), found in sorted(counted.items(), key=lambda one: (-one[1].events, one[0])):
        by_source[source].append(found)
    return by_source
