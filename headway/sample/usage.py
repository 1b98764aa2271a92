"""What people did in the product: twenty kinds of event, one broken step, one day of failed payments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random

from headway.sample.customers import Person, joining_day
from headway.sample.days import (
    DAYS,
    FIRST_DAY,
    LAST_DAY,
    OUTAGE,
    RELEASES,
    WEEKDAY_LOAD,
    moment,
    newest_version,
)  # fmt: skip
from headway.sample.draws import stream, weighted

ACTIVATION = ("signup", "profile_completed", "job_opened", "form_started", "form_submitted", "job_completed")
STEP_SHARES = (0.93, 0.9, 0.93, 0.88, 0.96)
STEP_HOURS = (3.0, 22.0, 7.0, 0.6, 0.8)
BROKEN_STEP, BROKEN_DEVICE, BROKEN_VERSION = "form_submitted", "android", "4.8.0"
BROKEN_SHARE = 0.38
WEEKLY_LEAVING = {"trial": 0.09, "starter": 0.04, "team": 0.025, "enterprise": 0.012}
SESSIONS = (0, 1, 2, 3, 4)
SESSION_WEIGHTS = (37, 35, 18, 7, 3)
COUNTRIES = {
    "UK": ("GB",), "DACH": ("DE", "DE", "AT", "CH"), "Ireland": ("IE",), "Nordics": ("SE", "DK", "NO", "FI"),
    "Benelux": ("NL", "BE"), "North America": ("US", "US", "CA"),
}  # fmt: skip
FIELD_EXTRAS = (("photo_uploaded", 0.4), ("payment_taken", 0.36), ("support_opened", 0.03))
OFFICE_EXTRAS = (
    ("board_opened", 0.9), ("job_created", 0.5), ("job_scheduled", 0.45), ("job_dispatched", 0.42),
    ("quote_sent", 0.2), ("quote_signed", 0.12), ("invoice_sent", 0.25), ("route_optimised", 0.22),
    ("invite_sent", 0.05), ("support_opened", 0.05),
)  # fmt: skip
PAYMENT_FAILS = 0.1
OUTAGE_PEOPLE = 46


@dataclass(frozen=True, slots=True)
class Event:
    ts: datetime
    person_id: str
    account_id: str
    name: str
    plan: str
    country: str
    device: str
    version: str


@dataclass(frozen=True)
class Habits:
    person: Person
    country: str
    device: str
    late_updater: bool
    joined: date | None

    def version_on(self, day: date) -> str:
        newest = newest_version(day)
        names = [name for name, _ in RELEASES]
        return names[max(0, names.index(newest) - 1)] if self.late_updater else newest

    def broken_on(self, day: date) -> bool:
        return self.device == BROKEN_DEVICE and self.version_on(day) == BROKEN_VERSION

    def event(self, ts: datetime, name: str) -> Event:
        account = self.person.account
        return Event(
            ts,
            self.person.id,
            account.id,
            name,
            account.plan,
            self.country,
            self.device,
            self.version_on(ts.date()),
        )


def events_make(seed: int, people: list[Person]) -> list[Event]:
    """All events in order of time."""
    rng = stream(seed, "events")
    habits = [_habits(rng, person) for person in people]
    events = [event for habit in habits for event in _life(rng, habit)]
    events += _outage(rng, habits)
    last = FIRST_DAY + timedelta(days=DAYS)
    return sorted((e for e in events if e.ts.date() < last), key=lambda e: (e.ts, e.person_id, e.name))


def _habits(rng: Random, person: Person) -> Habits:
    devices = {"web": 0.75, "android": 0.15, "ios": 0.1} if person.office else {"android": 0.7, "ios": 0.3}
    country = rng.choice(COUNTRIES[person.account.region])
    return Habits(person, country, weighted(rng, devices), rng.random() < 0.1, joining_day(rng))


def _life(rng: Random, habits: Habits) -> list[Event]:
    if habits.joined is None:
        return _weeks(rng, habits, FIRST_DAY, active=True)
    start = _activation(rng, habits, habits.joined)
    active = start[-1].name == ACTIVATION[-1]
    return start + _weeks(rng, habits, start[-1].ts.date() + timedelta(days=1), active=active)


def _activation(rng: Random, habits: Habits, day: date) -> list[Event]:
    ts = _micro(rng, moment(rng, day))
    broken = habits.broken_on(day)
    events = [habits.event(ts, ACTIVATION[0])]
    for name, share, hours in zip(ACTIVATION[1:], STEP_SHARES, STEP_HOURS, strict=True):
        if rng.random() > (BROKEN_SHARE if broken and name == BROKEN_STEP else share):
            break
        ts += timedelta(seconds=int(rng.expovariate(1 / hours) * 3600) + 40)
        events.append(habits.event(ts, name))
    return events


def _weeks(rng: Random, habits: Habits, first: date, *, active: bool) -> list[Event]:
    """Sessions until the person leaves; those who never got going look in for a few weeks only."""
    leaving = WEEKLY_LEAVING[habits.person.account.plan] if active else 0.6
    events: list[Event] = []
    while first <= LAST_DAY and rng.random() > leaving:
        for _ in range(rng.choices(SESSIONS, SESSION_WEIGHTS)[0]):
            offset = rng.choices(range(7), [WEEKDAY_LOAD[(first.weekday() + i) % 7] for i in range(7)])[0]
            events += _session(rng, habits, first + timedelta(days=offset), active=active)
        first += timedelta(days=7)
    return events


def _session(rng: Random, habits: Habits, day: date, *, active: bool) -> list[Event]:
    ts = _micro(rng, moment(rng, day))
    names = ["app_opened"]
    if not active:
        names += ["support_opened"] if rng.random() < 0.12 else []
    else:
        names += _office_work(rng) if habits.person.office else _field_work(rng, broken=habits.broken_on(day))
    gaps = [0, *(rng.randint(15, 900) for _ in names[1:])]
    times = (ts + timedelta(seconds=seconds) for seconds in accumulate(gaps))
    return [habits.event(when, name) for name, when in zip(names, times, strict=True)]


def _field_work(rng: Random, *, broken: bool) -> list[str]:
    names = ["job_opened", "form_started"] if rng.random() < 0.6 else ["job_opened"]
    if names[-1] == "form_started" and rng.random() < (0.6 if broken else 0.93):
        names += ["form_submitted", "job_completed"]
    names += [name for name, share in FIELD_EXTRAS if rng.random() < share]
    return ["payment_failed" if n == "payment_taken" and rng.random() < PAYMENT_FAILS else n for n in names]


def _office_work(rng: Random) -> list[str]:
    return [name for name, share in OFFICE_EXTRAS if rng.random() < share]


def _outage(rng: Random, habits: list[Habits]) -> list[Event]:
    """One day on which the card processor was down and people tried again and again."""
    there = [
        h for h in habits if not h.person.office and (h.joined or FIRST_DAY) < OUTAGE - timedelta(days=10)
    ]
    return [event for habit in rng.sample(there, OUTAGE_PEOPLE) for event in _attempts(rng, habit)]


def _attempts(rng: Random, habits: Habits) -> list[Event]:
    first = _micro(rng, moment(rng, OUTAGE))
    times = [first + timedelta(minutes=7 * attempt) for attempt in range(rng.randint(2, 4))]
    return [habits.event(ts, "payment_failed") for ts in times]


def _micro(rng: Random, ts: datetime) -> datetime:
    return ts + timedelta(microseconds=rng.randrange(1_000_000))
