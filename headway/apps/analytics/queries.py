"""What usage tells: who was active, and how often each event happened."""

from datetime import datetime

from pydantic import Field

from headway.apps.analytics.index.keeping import index_of
from headway.apps.analytics.index.remembering import remembered
from headway.apps.analytics.models import EventSegment
from headway.apps.analytics.segments import stitched_events
from headway.apps.analytics.warehouse.connecting import is_there
from headway.core.access import rows
from headway.core.context import Context
from headway.core.figures import Figure
from headway.core.registry import Answer, Question, query


class UsageQuestion(Question):
    days: int = Field(91, ge=1, le=3660, description="Length of the window that ends with the last event.")


class EventCount(Answer):
    event: str
    events: int
    people: int


class UsageSummary(Answer):
    """Usage in a window: people and accounts active, and each event with how many people did it."""

    active_people: Figure
    active_accounts: Figure
    events: list[EventCount]
    first_at: datetime | None
    last_at: datetime | None


@query("analytics.usage_summary")
def usage_summary(context: Context, question: UsageQuestion) -> UsageSummary:
    """Who used the product in the last days of the recorded usage, and what they did.

    Counts are whole-population counts of distinct ids, so they carry no interval.
    """
    if is_there():
        return _there(context, question.days)
    segments = list(rows(EventSegment, context).order_by("id"))
    if not segments:
        return _nothing()
    last_at = max(one.last_at for one in segments if one.last_at)
    from_us = int(last_at.timestamp() * 1e6) - question.days * 86_400_000_000
    people, accounts, counts = remembered(
        context.workspace, f"usage-{question.days}", lambda: _counted(context, from_us)
    )
    return UsageSummary(
        active_people=_count(people, "people", last_at),
        active_accounts=_count(accounts, "accounts", last_at),
        events=[EventCount(event=event, events=many, people=who) for event, many, who in counts],
        first_at=min(one.first_at for one in segments if one.first_at),
        last_at=last_at,
    )


def _counted(context: Context, from_us: int) -> tuple[int, int, list[tuple[str, int, int]]]:
    """People, accounts and events since a moment."""
    index = index_of(context.workspace, "person")
    if index is None:
        return _read(context, from_us)
    # Numerical libraries, which most processes never need.
    from headway.apps.analytics.index.usage import usage_counted  # noqa: PLC0415

    return usage_counted(index, from_us)


def _read(context: Context, from_us: int) -> tuple[int, int, list[tuple[str, int, int]]]:
    """The same of few events, as they lie in their segments."""
    with stitched_events(context) as session:
        people, accounts = session.execute(
            "SELECT count(DISTINCT person), count(DISTINCT nullif(account, '')) FROM events WHERE at_us > ?",
            [from_us],
        ).fetchall()[0]
        counts = session.execute(
            "SELECT event, count(*), count(DISTINCT person) FROM events WHERE at_us > ? GROUP BY event "
            "ORDER BY 2 DESC, 1",
            [from_us],
        ).fetchall()
    return people, accounts, counts


def _there(context: Context, days: int) -> UsageSummary:
    """The same of a company's own warehouse."""
    # Numerical libraries, which most processes never need.
    from headway.apps.analytics.warehouse.usage import usage_there  # noqa: PLC0415

    found = usage_there(context, days)
    if found is None:
        return _nothing()
    last_at = found.last_at
    return UsageSummary(
        active_people=_count(found.people, "people", last_at),
        active_accounts=_count(found.accounts, "accounts", last_at),
        events=[EventCount(event=event, events=many, people=who) for event, many, who in found.events],
        first_at=found.first_at,
        last_at=last_at,
    )


def _count(value: int, unit: str, as_of: datetime) -> Figure:
    return Figure(value=value, unit=unit, n=value, as_of=as_of, definition=f"analytics.active_{unit}@1")


def _nothing() -> UsageSummary:
    unknown = Figure(value=None, unit="people", reason="no usage events have been imported")
    return UsageSummary(active_people=unknown, active_accounts=unknown.model_copy(update={"unit": "accounts"}),
                        events=[], first_at=None, last_at=None)  # fmt: skip


def usage_active_people(context: Context, days: int = 91) -> int | None:
    """How many people were active in the last days of the recorded usage; None where there is no usage."""
    value = usage_summary(context, UsageQuestion(days=days)).active_people.value
    return None if value is None else int(value)
