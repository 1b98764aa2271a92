"""What customers said about each problem: who, how often, through which channels, how long ago."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max

from headway.apps.analytics.queries import usage_active_people
from headway.apps.discovery.models import Feedback
from headway.core.access import rows
from headway.core.context import Context

WINDOW_DAYS = 91


@dataclass
class Voices:
    """The messages about one problem; people (else accounts) are those of the last quarter of the records."""

    people: set[UUID] = field(default_factory=set)
    messages_in_window: int = 0
    accounts: set[UUID] = field(default_factory=set)
    channels: Counter[str] = field(default_factory=Counter)
    age_days: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Gathered:
    """All voices by problem; how many people wrote at all and used the product in the same quarter."""

    by_problem: dict[UUID, Voices]
    writers: int
    active_people: int | None
    as_of: datetime | None

    @property
    def first_at(self) -> datetime | None:
        """When the window begins."""
        return self.as_of and self.as_of - timedelta(days=WINDOW_DAYS)


def voices_gather(context: Context, problems: Collection[UUID]) -> Gathered:
    """Read the messages behind the problems once.

    The window is the 91 days that end with the last message, so the answer depends on the records alone.
    """
    feedback = rows(Feedback, context)
    as_of = feedback.aggregate(last=Max("at"))["last"]
    if as_of is None:
        return Gathered({}, 0, None, None)
    first = as_of - timedelta(days=WINDOW_DAYS)
    by_problem: dict[UUID, Voices] = {problem: Voices() for problem in problems}
    found = feedback.filter(theme__problem_id__in=list(problems))
    columns = ("theme__problem_id", "person_id", "account_id", "channel", "at")
    for problem, person, account, channel, at in found.values_list(*columns).iterator(5000):
        _hear(by_problem[problem], person, account, channel, (as_of - at).total_seconds() / 86_400)
    writers = set(feedback.filter(at__gte=first).values_list("person_id", "account_id").distinct())
    identified = {person or account for person, account in writers} - {None}
    return Gathered(by_problem, len(identified), usage_active_people(context, WINDOW_DAYS), as_of)


def _hear(voices: Voices, person: UUID | None, account: UUID | None, channel: str, age_days: float) -> None:
    voices.channels[channel] += 1
    voices.age_days.append(age_days)
    if account:
        voices.accounts.add(account)
    if age_days <= WINDOW_DAYS:
        voices.messages_in_window += 1
        if who := person or account:
            voices.people.add(who)


def together(found: Collection[Voices]) -> Voices:
    """Several problems' voices as one; a person who wrote about two counts once."""
    joint = Voices()
    for one in found:
        joint.people |= one.people
        joint.accounts |= one.accounts
        joint.channels += one.channels
        joint.messages_in_window += one.messages_in_window
        joint.age_days += one.age_days
    return joint
