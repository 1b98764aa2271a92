"""A number with all that is needed to take its change apart, whether it comes from events or from a metric."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from headway.apps.diagnosis.periods import Daily, Periods
from headway.engine.anomalies.since import Since
from headway.engine.behaviour.histories import Longs
from headway.engine.diagnosis.parts import Table


def _unwritten(by: Sequence[str], first: date, last: date) -> str:
    return ""


@dataclass(frozen=True)
class Asked:
    """A step as it was asked for: events of a name (none: of any) whose properties have these values."""

    event: str | None
    props: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """Where the number is opened: the steps of a question, or a metric with what writes its SQL by columns and days."""

    asked: Sequence[Asked] = ()
    metric: str = ""
    window_days: float = 14.0
    cohort: str = ""
    sql: Callable[[Sequence[str], date, date], str] = _unwritten

    @property
    def steps(self) -> list[str]:
        return [one.event or "any event" for one in self.asked]


@dataclass(frozen=True)
class Gathered:
    """The rows of both periods with their dimensions, the daily series around them, and of a way of several steps how
    many of them after the first each row got to.

    `exact` are the numbers of the base and of now where the sums of the rows need not give them, as of a metric that
    counts people once: what a part holds twice is then left over.
    """

    title: str
    unit: str
    table: Table
    daily: Daily
    periods: Periods
    since: Since | None
    source: Source
    depth: Longs | None = None
    exact: tuple[float, float] | None = None
    as_of: datetime | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Nothing:
    """Why a change cannot be taken apart."""

    reason: str
    title: str = ""
    as_of: datetime | None = None
    notes: list[str] = field(default_factory=list)
