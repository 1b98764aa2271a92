"""Which accounts use a feature, told by the events that mean its use."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max

from headway.apps.analytics.models import EventSegment
from headway.apps.analytics.segments import stitched_events
from headway.apps.discovery.models import Account, Person
from headway.core.access import rows
from headway.core.context import Context

WINDOW_DAYS = 91
DAY_US = 86_400_000_000
PART = 5000
Pairs = Sequence[tuple[str, str]]


@dataclass
class Use:
    """Who did something in the window: accounts on record, accounts that are not, and people without an account."""

    accounts: set[str] = field(default_factory=set)
    strangers: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)

    def reason(self) -> str:
        """What the accounts on record leave out; empty where they are everybody."""
        parts = [
            f"{len(found):,} {one if len(found) == 1 else many}"
            for found, one, many in (
                (self.strangers, "account that is not on record", "accounts that are not on record"),
                (self.people, "person without an account", "people without an account"),
            )
            if found
        ]
        return f"{' and '.join(parts)} used it too" if parts else ""


@dataclass(frozen=True)
class Customer:
    """An account on record, with what it pays in a year in minor units, None where that is unknown."""

    ref: str
    name: str
    arr_minor: int | None


@dataclass(frozen=True)
class Usage:
    """The recorded use of events in the days before the last event; `known` names all events ever recorded."""

    last_at: datetime | None = None
    known: frozenset[str] = frozenset()
    by_event: Mapping[str, Use] = field(default_factory=dict)
    customers: Mapping[str, Customer] = field(default_factory=dict)

    def of(self, events: Iterable[str]) -> Use:
        """Everybody who did any of these events."""
        found = [self.by_event[event] for event in events if event in self.by_event]
        return Use(
            {ref for one in found for ref in one.accounts},
            {ref for one in found for ref in one.strangers},
            {ref for one in found for ref in one.people},
        )

    def largest(self, use: Use, most: int) -> list[Customer]:
        """The accounts that pay most, those of unknown revenue last."""
        found = [self.customers[ref] for ref in use.accounts]
        return sorted(found, key=lambda one: (one.arr_minor is None, -(one.arr_minor or 0), one.ref))[:most]


@dataclass(frozen=True)
class _Read:
    """What the segments hold: all names of events, and who did the asked ones, by account or else by person."""

    known: frozenset[str]
    accounts: Pairs
    people: Pairs


def usage_of(context: Context, events: Collection[str], days: int = WINDOW_DAYS) -> Usage:
    """Who did these events in the last days of the recorded usage; nothing where no usage is recorded.

    An event counts for the account it names, else for the account that its person belongs to.
    """
    last_at = rows(EventSegment, context).aggregate(last=Max("last_at"))["last"]
    if last_at is None or not events:
        return Usage(last_at)
    read = _read(context, events, int(last_at.timestamp() * 1e6) - days * DAY_US)
    homes = _homes(context, sorted({person for _, person in read.people}))
    named = {account for _, account in read.accounts} | set(homes.values())
    customers = _customers(context, sorted(named))
    return Usage(last_at, read.known, _by_event(read, homes, customers), customers)


def _read(context: Context, events: Collection[str], from_us: int) -> _Read:
    asked = "event IN (SELECT unnest(?)) AND at_us > ?"
    with stitched_events(context) as session:
        known = session.execute("SELECT DISTINCT event FROM events").fetchall()
        accounts = session.execute(
            f"SELECT DISTINCT event, account FROM events WHERE {asked} AND account <> ''",  # nosec B608 # noqa: S608 - our own names; values are bound
            [sorted(events), from_us],
        ).fetchall()
        people = session.execute(
            f"SELECT DISTINCT event, person FROM events WHERE {asked} AND account = ''",  # nosec B608 # noqa: S608 - our own names; values are bound
            [sorted(events), from_us],
        ).fetchall()
    return _Read(frozenset(event for (event,) in known), accounts, people)


def _by_event(read: _Read, homes: Mapping[str, str], customers: Collection[str]) -> dict[str, Use]:
    found: dict[str, Use] = defaultdict(Use)
    for event, account in read.accounts:
        (found[event].accounts if account in customers else found[event].strangers).add(account)
    for event, person in read.people:
        home = homes.get(person)
        (found[event].accounts if home else found[event].people).add(home or person)
    return dict(found)


def _homes(context: Context, people: Sequence[str]) -> dict[str, str]:
    """The account of each person who belongs to one."""
    known = rows(Person, context).exclude(account=None)
    return {
        person: account
        for part in _parts(people)
        for person, account in known.filter(ref__in=part).values_list("ref", "account__ref")
    }


def _customers(context: Context, accounts: Sequence[str]) -> dict[str, Customer]:
    """The accounts on record by ref."""
    return {
        one[0]: Customer(*one)
        for part in _parts(accounts)
        for one in rows(Account, context).filter(ref__in=part).values_list("ref", "name", "arr_minor")
    }


def _parts(refs: Sequence[str]) -> Iterator[Sequence[str]]:
    """Refs in parts, since a database takes only so many values in one query."""
    return (refs[start : start + PART] for start in range(0, len(refs), PART))
