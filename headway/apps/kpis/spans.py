"""Periods of a KPI: the last one that is over, those before it, and the one that it is held against."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Max

from headway.apps.analytics.models import EventSegment
from headway.apps.analytics.queries import UsageQuestion, usage_summary
from headway.apps.analytics.warehouse.connecting import is_there
from headway.core.access import rows
from headway.core.context import Context

DAY = timedelta(days=1)
MONTHS = {"month": 1, "quarter": 3}
MONTHS_BACK = {"quarter": 3, "year": 12}
WEEKS_BACK = {"quarter": 13, "year": 52}


@dataclass(frozen=True, order=True)
class Span:
    """The days from `since` until `until`, both counted."""

    since: date
    until: date

    def before(self, period: str) -> "Span":
        return span_of(self.since - DAY, period)

    def base(self, period: str, base: str) -> "Span":
        """The period that this one is held against: the one `before`, one as long a `quarter` or `year` earlier, or
        the `last_quarter`, which is the whole calendar quarter before.

        >>> august = span_of(date(2026, 8, 31), "month")
        >>> [str(august.base("month", one).since) for one in ("before", "quarter", "year", "last_quarter")]
        ['2026-07-01', '2026-05-01', '2025-08-01', '2026-04-01']
        """
        if base == "last_quarter":
            return span_of(self.since, "quarter").before("quarter")
        if base == "before":
            return self.before(period)
        if period == "week":
            return span_of(self.since - timedelta(weeks=WEEKS_BACK[base]), period)
        return span_of(_months_before(self.since, MONTHS_BACK[base]), period)

    def limits(self, context: Context) -> tuple[datetime, datetime]:
        """Its first moment and the first one after it, in the workspace's time."""
        zone = context.workspace.zone
        return datetime.combine(self.since, time(), zone), datetime.combine(self.until + DAY, time(), zone)


def last_span(context: Context, period: str) -> Span:
    """The last period whose days are all known: those before today, as far as events go."""
    last = _last_event(context)
    day = context.today - DAY if last is None else min(last, context.today - DAY)
    found = span_of(day, period)
    return found if found.until <= day else found.before(period)


def span_of(day: date, period: str) -> Span:
    """The week (from Monday), month or quarter that a day lies in.

    >>> [str(span_of(date(2026, 8, 30), one).since) for one in ("week", "month", "quarter")]
    ['2026-08-24', '2026-08-01', '2026-07-01']
    """
    if period == "week":
        first = day - timedelta(days=day.weekday())
        return Span(first, first + timedelta(days=6))
    months = MONTHS[period]
    first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    return Span(first, _months_before(first, -months) - DAY)


def _months_before(first: date, months: int) -> date:
    """The first of a month, so many months earlier."""
    counted = first.year * 12 + first.month - 1 - months
    return date(counted // 12, counted % 12 + 1, 1)


def _last_event(context: Context) -> date | None:
    if is_there():
        last = usage_summary(context, UsageQuestion(days=1)).last_at
    else:
        last = rows(EventSegment, context).aggregate(last=Max("last_at"))["last"]
    return last.astimezone(context.workspace.zone).date() if last else None
