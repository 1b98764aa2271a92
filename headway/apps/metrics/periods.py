"""Periods of a series: where one begins, which comes next, and which is not over yet."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

Grain = Literal["day", "week", "month"]
SHOWN: Mapping[str, int] = {"day": 91, "week": 53, "month": 25}


def following(start: date, grain: str) -> date:
    """The first day of the period after the one that begins on a day.

    >>> following(date(2026, 12, 1), "month"), following(date(2026, 9, 28), "week")
    (datetime.date(2027, 1, 1), datetime.date(2026, 10, 5))
    """
    if grain == "month":
        return date(start.year + start.month // 12, start.month % 12 + 1, 1)
    return start + timedelta(days=7 if grain == "week" else 1)


def filled(values: Mapping[date, float | None], grain: str) -> list[tuple[str, float | None]]:
    """Every period from the first to the last, the latest of them where there are many; unknown where there is no row.

    >>> filled({date(2026, 7, 1): 2.0, date(2026, 9, 1): 3.0}, "month")
    [('2026-07-01', 2.0), ('2026-08-01', None), ('2026-09-01', 3.0)]
    """
    found: list[tuple[str, float | None]] = []
    at, last = min(values, default=date.max), max(values, default=date.min)
    while at <= last:
        found.append((at.isoformat(), values.get(at)))
        at = following(at, grain)
    return found[-SHOWN[grain] :]


def last_over(points: list[tuple[str, float | None]], grain: str, today: date) -> int | None:
    """The place of the last period that is over on a day; None where none is."""
    over = [
        at for at, (start, _) in enumerate(points) if following(date.fromisoformat(start), grain) <= today
    ]
    return over[-1] if over else None
