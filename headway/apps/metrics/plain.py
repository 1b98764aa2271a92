"""Values of DuckDB as answers hold them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import JsonValue

DAY_LETTERS = len("2026-09-30")


def plain_of(value: Any, *, with_time: bool = False) -> JsonValue:
    """A value as JSON has it; a moment is its day, unless `with_time`."""
    if isinstance(value, datetime | date):
        return (
            value.isoformat(" ", "seconds")
            if with_time and isinstance(value, datetime)
            else value.isoformat()[:DAY_LETTERS]
        )
    if isinstance(value, Decimal | float):
        number = float(value)
        # Neither NaN nor infinity is a value that anybody can decide by.
        return number if abs(number) < float("inf") else None
    return value if isinstance(value, bool | int | str | None) else str(value)


def number_of(value: Any) -> float | None:
    """A value as a number; None where it is none."""
    found = plain_of(value)
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None
