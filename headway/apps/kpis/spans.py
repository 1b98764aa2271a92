"""Periods of a KPI: the last one that is over, and those before it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Max

from headway.apps.analytics.models import EventSegment
from headway.apps.analytics.queries import UsageQuestion, usage_summary
from headway.apps.analytics.warehouse.connecting import is_there
from headway.core.access import rows
from headway.core.context import Context

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """The days from `since` until `until`, both counted."""

    since: date
    until: date

    def before(self, period: str) -> "Span":
        return _span(self.since - DAY, period)

    def begins_at(self, context: Context) -> datetime:
        """The first moment of it, in the workspace's time."""
        return datetime.combine(self.since, time(), context.workspace.zone)

    def ends_at(self, context: Context) -> datetime:
        """The last moment of it, in the workspace's time."""
        after = datetime.combine(self.until + DAY, time(), context.workspace.zone)
        return after - timedelta(microseconds=1)


def last_span(context: Context, period: str) -> Span:
    """The last week or month whose days are all known: those before today, as far as events go."""
    last = _last_event(context)
    day = context.today - DAY if last is None else min(last, context.today - DAY)
    found = _span(day, period)
    return found if found.until <= day else found.before(period)


def _span(day: date, period: str) -> Span:
    """The week (from Monday) or month that a day lies in.

    >>> _span(date(2026, 9, 30), "month").until, _span(date(2026, 9, 30), "week").since
    (datetime.date(2026, 9, 30), datetime.date(2026, 9, 28))
    """
    if period == "week":
        first = day - timedelta(days=day.weekday())
        return Span(first, first + timedelta(days=6))
    first = day.replace(day=1)
    return Span(first, (first + timedelta(days=32)).replace(day=1) - DAY)


def _last_event(context: Context) -> date | None:
    if is_there():
        last = usage_summary(context, UsageQuestion(days=1)).last_at
    else:
        last = rows(EventSegment, context).aggregate(last=Max("last_at"))["last"]
    return last.astimezone(context.workspace.zone).date() if last else None
