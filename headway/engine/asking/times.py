"""Days and periods in words: since June, last 4 weeks, weekly, by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from headway.engine.asking.words import Token

Grain = Literal["day", "week", "month"]
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
SHORT_LETTERS = 3
GRAINS: dict[str, Grain] = {
    "daily": "day", "day": "day", "days": "day", "weekly": "week", "week": "week", "weeks": "week", "monthly": "month",
    "month": "month", "months": "month",
}  # fmt: skip
NUMBERS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "ten": 10,
    "twelve": 12,
}
SINCE, UNTIL, IN = (
    {"since", "from", "after", "between"},
    {"until", "to", "till", "through", "and"},
    {"in", "during"},
)
YEARS = range(2000, 2100)
NUMBER_MOST = 3_660
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Spell:
    """Words that tell a time: how many there are, what they mean, and the first and last day; None leaves it open."""

    words: int
    first: date | None
    last: date | None


def spell_at(found: Sequence[Token], at: int, today: date) -> Spell | None:
    """The time that is told from a place on; None where none is."""
    low = found[at].low
    if low in {"yesterday", "today"}:
        day = today - DAY if low == "yesterday" else today
        return Spell(1, day, day)
    if low in {"last", "past", "previous", "this"}:
        return _lately(found, at, today)
    if low in SINCE | IN | {"until", "till", "before"}:
        return _named(found, at, today)
    return None


def _lately(found: Sequence[Token], at: int, today: date) -> Spell | None:
    rest = [one.low for one in found[at + 1 : at + 3]]
    if rest and rest[0] == "year":
        year = today.year - (found[at].low != "this")
        return Spell(2, date(year, 1, 1), today if year == today.year else date(year, 12, 31))
    number = _number(rest[0]) if rest else None
    unit = GRAINS.get(rest[1] if number and len(rest) > 1 else rest[0] if rest else "")
    if unit is None:
        return None
    if number:
        days = {"day": number, "week": 7 * number, "month": 30 * number}[unit]
        return Spell(3, today - timedelta(days=days - 1), today)
    return Spell(2, *_period(unit, today, now=found[at].low == "this"))


def _number(text: str) -> int | None:
    if text.isdecimal() and 0 < int(text[:5]) <= NUMBER_MOST:
        return int(text)
    return NUMBERS.get(text)


def _period(unit: Grain, today: date, *, now: bool) -> tuple[date, date]:
    """This day, week or month, or the one before."""
    first = (
        today if unit == "day" else today.replace(day=1) if unit == "month" else today - DAY * today.weekday()
    )
    if now:
        return first, today
    last = first - DAY
    return (last.replace(day=1) if unit == "month" else last - DAY * (6 if unit == "week" else 0)), last


def _named(found: Sequence[Token], at: int, today: date) -> Spell | None:
    begin = _day(found, at + 1, today)
    if begin is None:
        return None
    words, first, last = begin
    low = found[at].low
    if low in {"until", "till"}:
        return Spell(words + 1, None, last)
    if low == "before":
        return Spell(words + 1, None, first - DAY)
    if low in IN:
        return Spell(words + 1, first, last)
    after = at + 1 + words
    end = _day(found, after + 1, today) if after < len(found) and found[after].low in UNTIL else None
    return Spell(words + 2 + end[0], first, end[2]) if end else Spell(words + 1, first, None)


def _day(found: Sequence[Token], at: int, today: date) -> tuple[int, date, date] | None:
    """How many words name a day, a month or a year, and its first and last day."""
    if at >= len(found):
        return None
    low = found[at].low
    try:
        day = date.fromisoformat(low)
    except ValueError:
        return _month(found, at, today)
    return 1, day, day


def _month(found: Sequence[Token], at: int, today: date) -> tuple[int, date, date] | None:
    low = found[at].low
    if low.isdecimal() and int(low[:5]) in YEARS:
        return 1, date(int(low), 1, 1), date(int(low), 12, 31)
    named = [n for n, name in enumerate(MONTHS, 1) if low in (name, name[:SHORT_LETTERS])]
    if not named:
        return None
    after = found[at + 1].low if at + 1 < len(found) else ""
    has_year = after.isdecimal() and int(after[:5]) in YEARS
    # A month without its year is the last one that has begun.
    year = int(after) if has_year else today.year - (named[0] > today.month)
    first = date(year, named[0], 1)
    return 1 + has_year, first, (first + timedelta(days=31)).replace(day=1) - DAY
