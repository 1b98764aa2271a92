"""The six months, as days and weeks counted from the first."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random

FIRST_DAY = date(2026, 4, 2)
LAST_DAY = date(2026, 9, 30)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
HALF = 91
BROKEN_FROM = date(2026, 8, 10)
OUTAGE = date(2026, 7, 21)
WEEKDAY_LOAD = (1.15, 1.1, 1.05, 1.0, 0.95, 0.3, 0.15)
RELEASES = (("4.6.0", FIRST_DAY), ("4.7.0", date(2026, 6, 1)), ("4.8.0", BROKEN_FROM))


def day_at(index: int) -> date:
    return FIRST_DAY + timedelta(days=index)


def newest_version(day: date) -> str:
    return [name for name, since in RELEASES if since <= day][-1]


def moment(rng: Random, day: date) -> datetime:
    """A time in the working day, a few before and after it."""
    seconds = min(max(rng.gauss(11.5, 3.2), 0.1), 23.9) * 3600
    return datetime.combine(day, time(), UTC) + timedelta(seconds=int(seconds))


def spread(rng: Random, count: int, first: int, last: int) -> list[date]:
    """`count` days from first to last (day indexes, last excluded), evenly apart, weekends mostly avoided."""
    step = (last - first) / count
    return [_working(rng, first + step * (i + rng.random()), last) for i in range(count)]


def ramp(rng: Random, count: int, first: int, last: int, power: float) -> list[date]:
    """`count` days that grow denser towards the end (power < 1) or the beginning (power > 1)."""
    shares = [((i + rng.random()) / count) ** power for i in range(count)]
    return [_working(rng, first + share * (last - first), last) for share in shares]


def _working(rng: Random, index: float, last: int) -> date:
    day = day_at(min(int(index), last - 1))
    keep = rng.random() < WEEKDAY_LOAD[day.weekday()]
    if keep or day.weekday() < 5:
        return day
    return day - timedelta(days=day.weekday() - 4) if day > FIRST_DAY + timedelta(days=3) else day
