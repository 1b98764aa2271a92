"""Counting in the finished sample, so that the truth written down is what the files hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from statistics import median

from headway.sample.days import DAYS, FIRST_DAY
from headway.sample.usage import ACTIVATION, Event

Keep = Callable[[Event], bool]


def by_person(events: list[Event]) -> dict[str, list[Event]]:
    people: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        people[event.person_id].append(event)
    return people


def activation_times(history: list[Event], window_days: int = 14) -> list[datetime]:
    """When one person reached each activation step, in order, within the window after signup."""
    reached: list[datetime] = []
    for event in history:
        if len(reached) < len(ACTIVATION) and event.name == ACTIVATION[len(reached)]:
            if reached and event.ts > reached[0] + timedelta(days=window_days):
                break
            reached.append(event.ts)
    return reached


def activation_counts(people: dict[str, list[Event]], keep: Keep, window_days: int = 14) -> tuple[int, ...]:
    """People who reached each step, of those whose signup is kept and has a full window of days behind it."""
    end = datetime.combine(FIRST_DAY, time(), UTC) + timedelta(days=DAYS - window_days)
    counts = [0] * len(ACTIVATION)
    for history in people.values():
        signup = next((e for e in history if e.name == ACTIVATION[0]), None)
        if signup and signup.ts < end and keep(signup):
            for step in range(len(activation_times(history, window_days))):
                counts[step] += 1
    return tuple(counts)


def median_days_to_first_job(people: dict[str, list[Event]]) -> float:
    times = (activation_times(history) for history in people.values())
    days = [(t[-1] - t[0]) / timedelta(days=1) for t in times if len(t) == len(ACTIVATION)]
    return round(median(days), 2)


def daily_counts(events: list[Event], name: str) -> dict[date, int]:
    """Events of one kind per day, days without any included as 0."""
    found = Counter(event.ts.date() for event in events if event.name == name)
    days = (FIRST_DAY + timedelta(days=i) for i in range(DAYS))
    return {day: found[day] for day in days}


def share_of(events: list[Event], part: str, other: str) -> float:
    """Share of `part` in `part` and `other` together."""
    counts = Counter(event.name for event in events)
    return round(counts[part] / (counts[part] + counts[other]), 4)


def week_8_retention(people: dict[str, list[Event]], plan: str) -> float:
    """Share of signups on a plan with any event 56 to 62 days later, where those days lie in the window."""
    end = datetime.combine(FIRST_DAY, time(), UTC) + timedelta(days=DAYS - 63)
    cohort = [h for h in people.values() if h[0].name == "signup" and h[0].plan == plan and h[0].ts < end]
    returned = sum(any(56 <= (e.ts - h[0].ts).days < 63 for e in h) for h in cohort)
    return round(returned / len(cohort), 4)
