"""Calendar quarters written `2026-Q4`."""

import re
from datetime import date, timedelta

PATTERN = r"^\d{4}-Q[1-4]$"


def quarter_index(quarter: str) -> int:
    """A quarter as a running number, so that the next one is one more. Raises ValueError.

    >>> quarter_index("2027-Q1") - quarter_index("2026-Q4")
    1
    """
    if not re.match(PATTERN, quarter):
        raise ValueError(f"{quarter!r} is not a quarter; write it like 2026-Q4.")
    return int(quarter[:4]) * 4 + int(quarter[-1]) - 1


def quarter_named(index: int) -> str:
    """The quarter with that running number.

    >>> quarter_named(quarter_index("2026-Q4") + 1)
    '2027-Q1'
    """
    return f"{index // 4}-Q{index % 4 + 1}"


def quarters_from(first: str, count: int) -> list[str]:
    """`count` quarters in a row.

    >>> quarters_from("2026-Q4", 2)
    ['2026-Q4', '2027-Q1']
    """
    start = quarter_index(first)
    return [quarter_named(start + step) for step in range(count)]


def quarter_of(day: date) -> str:
    """The quarter a day lies in.

    >>> quarter_of(date(2026, 11, 22))
    '2026-Q4'
    """
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def last_day(quarter: str) -> date:
    """The last day of a quarter.

    >>> last_day("2026-Q4")
    datetime.date(2026, 12, 31)
    """
    following = quarter_index(quarter) + 1
    return date(following // 4, following % 4 * 3 + 1, 1) - timedelta(days=1)
