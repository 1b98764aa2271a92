"""Days and relative dates as filters name them, resolved to a period from the day it is today."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

UNITS = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}
NAMED = {"day": "d", "week": "w", "month": "m", "quarter": "q", "year": "y"}
MONTHS = {"m": 1, "q": 3, "y": 12}
NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
WHICH = {"last": -1, "this": 0, "next": 1}
COUNT_MOST = 5000
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class Period:
    """Whole days from `start` on, before `end`."""

    start: date
    end: date


def period_of(text: str, today: date, first_weekday: int = 0) -> Period:
    """The period that a word or date names, seen from `today`; weeks begin on `first_weekday` (0 is Monday).

    Knows `2026-09-30`, `2026-09`, `2026-Q3`, `2026`; `today`, `yesterday`, `tomorrow`; `this_`, `last_` and
    `next_` with `week`, `month`, `quarter` or `year`; `last_30_days` (today is the last of them), `next_2_weeks`
    (today is the first of them); `-7d`, `+2w`, `-3m`, `+1q`, `-1y`, which are one day. Raises ValueError with
    one sentence.

    >>> period_of("this_quarter", date(2026, 9, 30))
    Period(start=datetime.date(2026, 7, 1), end=datetime.date(2026, 10, 1))
    >>> period_of("-1m", date(2026, 3, 31)).start
    datetime.date(2026, 2, 28)
    """
    plain = text.strip().lower()
    for pattern, read in _FORMS:
        if match := pattern.fullmatch(plain):
            try:
                return _within(read(match, today, first_weekday), text)
            except (ValueError, OverflowError):
                break
    raise ValueError(
        f"{text[:40]!r} is no date; write it like 2026-09-30, 2026-Q3, this_week or last_30_days."
    )


def _within(found: Period, text: str) -> Period:
    if not FIRST_YEAR <= found.start.year <= LAST_YEAR:
        raise ValueError(text)
    return found


def moved(day: date, count: int, unit: str) -> date:
    """A day so many units (d, w, m, q, y) later; a month's end stays within the month.

    >>> moved(date(2024, 1, 31), 1, "m")
    datetime.date(2024, 2, 29)
    """
    if unit in "dw":
        return day + timedelta(days=count * (7 if unit == "w" else 1))
    month = day.year * 12 + day.month - 1 + count * MONTHS[unit]
    year, number = divmod(month, 12)
    return date(year, number + 1, min(day.day, monthrange(year, number + 1)[1]))


def begun(day: date, unit: str, first_weekday: int = 0) -> date:
    """The first day of the unit that a day lies in.

    >>> begun(date(2026, 9, 30), "w", 6)
    datetime.date(2026, 9, 27)
    """
    if unit == "d":
        return day
    if unit == "w":
        return day - timedelta(days=(day.weekday() - first_weekday) % 7)
    month = {"m": day.month, "q": (day.month - 1) // 3 * 3 + 1, "y": 1}[unit]
    return date(day.year, month, 1)


def _near(match: re.Match[str], today: date, first_weekday: int) -> Period:
    day = today + timedelta(days=NEAR[match[0]])
    return Period(day, day + timedelta(days=1))


def _which(match: re.Match[str], today: date, first_weekday: int) -> Period:
    unit = NAMED[match[2]]
    start = moved(begun(today, unit, first_weekday), WHICH[match[1]], unit)
    return Period(start, moved(start, 1, unit))


def _many(match: re.Match[str], today: date, first_weekday: int) -> Period:
    count, unit = _count(match[2]), NAMED[match[3]]
    if match[1] == "last":
        tomorrow = today + timedelta(days=1)
        return Period(moved(tomorrow, -count, unit), tomorrow)
    return Period(today, moved(today, count, unit))


def _away(match: re.Match[str], today: date, first_weekday: int) -> Period:
    day = moved(today, _count(match[2]) * (-1 if match[1] == "-" else 1), match[3])
    return Period(day, day + timedelta(days=1))


def _count(written: str) -> int:
    count = int(written)
    if count > COUNT_MOST:
        raise ValueError(written)
    return count


def _day(match: re.Match[str], today: date, first_weekday: int) -> Period:
    day = date.fromisoformat(match[0])
    return Period(day, day + timedelta(days=1))


def _month(match: re.Match[str], today: date, first_weekday: int) -> Period:
    start = date(int(match[1]), int(match[2]), 1)
    return Period(start, moved(start, 1, "m"))


def _quarter(match: re.Match[str], today: date, first_weekday: int) -> Period:
    start = date(int(match[1]), int(match[2]) * 3 - 2, 1)
    return Period(start, moved(start, 1, "q"))


def _year(match: re.Match[str], today: date, first_weekday: int) -> Period:
    start = date(int(match[0]), 1, 1)
    return Period(start, moved(start, 1, "y"))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date, int], Period]], ...] = (
    (re.compile(r"yesterday|today|tomorrow"), _near),
    (re.compile(r"(last|this|next)_(week|month|quarter|year)"), _which),
    (re.compile(r"(last|next)_([0-9]{1,4})_(day|week|month|quarter|year)s?"), _many),
    (re.compile(r"([-+])([0-9]{1,4})([dwmqy])"), _away),
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), _day),
    (re.compile(r"([0-9]{4})-([0-9]{2})"), _month),
    (re.compile(r"([0-9]{4})-q([1-4])"), _quarter),
    (re.compile(r"[0-9]{4}"), _year),
)
