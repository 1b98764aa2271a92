"""Days of the calendar where a workspace is, and the moments at which they begin and end."""

from datetime import UTC, date, datetime, time, timedelta

from headway.core.errors import Invalid
from headway.core.models import Workspace


def day_of(workspace: Workspace, moment: datetime) -> date:
    """The day that a moment falls on."""
    return moment.astimezone(workspace.zone).date()


def days_between(start: datetime, end: datetime) -> float:
    """Days from one moment to another, parts of a day included; never below zero.

    >>> days_between(datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 9, 2, 12, tzinfo=UTC))
    1.5
    """
    return max(0.0, (end - start) / timedelta(days=1))


def day_begin(workspace: Workspace, day: date, field: str) -> datetime:
    """The moment at which a day begins, in UTC. Raises Invalid for a field that names one before all time."""
    try:
        return datetime.combine(day, time(), workspace.zone).astimezone(UTC)
    except OverflowError:
        raise Invalid(f"Field {field}: {day} is too far off; take a nearer day.") from None


def day_end(workspace: Workspace, day: date, field: str) -> datetime:
    """The moment at which the day after begins, in UTC. Raises Invalid for a field that names one after all time."""
    if day == date.max:
        raise Invalid(f"Field {field}: {day} is too far off; leave it out for no last day.")
    return day_begin(workspace, day + timedelta(days=1), field)


def whole_days(
    workspace: Workspace, dated: str, since: date | None, until: date | None, prefix: str = ""
) -> dict[str, datetime]:
    """A filter of rows whose moment `dated` lies in these days, the last one included; None leaves an end open.

    The fields of the question are `prefix` with `since` and `until`. Raises Invalid for a last day before the first.
    """
    if since and until and until < since:
        raise Invalid(f"Field {prefix}until: {until} is before {since}, the first day; swap them.")
    begin = {f"{dated}__gte": day_begin(workspace, since, f"{prefix}since")} if since else {}
    return begin | ({f"{dated}__lt": day_end(workspace, until, f"{prefix}until")} if until else {})
