"""A number that knows where it comes from."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel


class RowsQuery(BaseModel):
    """The registered query, and what to ask it, that lists the rows behind a figure."""

    query: str
    question: dict[str, Any] = {}


class Figure(BaseModel):
    """A value with its unit, sample size, interval, time and definition; unknown is null with a reason.

    `low` and `high` bound the value at confidence `level`; `n` counts the rows behind it; `definition` is
    `name@version`; `rows` opens them.

    >>> Figure(value=None, unit="accounts", reason="no message names an account").value is None
    True
    """

    value: float | None
    unit: str
    n: int = 0
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    as_of: datetime | None = None
    definition: str = ""
    reason: str = ""
    assumption: bool = False
    rows: RowsQuery | None = None
