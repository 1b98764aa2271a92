"""A question about metrics, and the parts of SQL that every type of metric is made from."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from headway.engine.metrics.columns import DAY, truncated
from headway.engine.metrics.expressions import inner, quoted, select
from headway.engine.metrics.filters import Filter, Name
from headway.engine.metrics.model import Catalogue, Grain, MetricError

MONTHS: dict[Grain, int] = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Spine:
    """A table with one row for each day, which gives periods without any row a place."""

    table: str = "days"
    column: str = "ds"


@dataclass(frozen=True, slots=True)
class Plan:
    """A question as it is worked out: the columns to group by, the conditions, the days from and to (both counted)."""

    catalogue: Catalogue
    group: tuple[Name, ...]
    where: tuple[Filter, ...] = ()
    from_day: date | None = None
    to_day: date | None = None
    spine: Spine = Spine()

    @property
    def time(self) -> Name | None:
        """The period that is grouped by, if any."""
        return next((one for one in self.group if one.is_metric_time), None)

    @property
    def grain(self) -> Grain:
        return (self.time.grain if self.time else None) or "day"

    @property
    def columns(self) -> list[str]:
        return [quoted(one.column) for one in self.group]

    @property
    def others(self) -> list[str]:
        """The columns to group by other than time."""
        return [quoted(one.column) for one in self.group if not one.is_metric_time]

    def unbound(self) -> "Plan":
        """The same question over all time."""
        return replace(self, from_day=None, to_day=None)

    def within(self, column: str) -> list[str]:
        """The conditions that keep a column of days inside the question; whole periods are counted."""
        first = [f"{column} >= TIMESTAMP '{_start(self.from_day, self.grain)}'"] if self.from_day else []
        last = [f"{column} <= TIMESTAMP '{_end(self.to_day, self.grain)}'"] if self.to_day else []
        return first + last

    def days(self) -> str:
        """The days of the spine inside the question, as what stands after FROM."""
        day = truncated("day", quoted(self.spine.column))
        conditions = clause("WHERE", self.within(day))
        return f"({select(f'{day} AS {DAY}', quoted(self.spine.table), conditions)})"

    def periods(self) -> str:
        """The periods of the spine inside the question, one row each, in the column of the question's time."""
        assert self.time is not None
        period = f"DISTINCT {truncated(self.grain, DAY)} AS {quoted(self.time.column)}"
        return f"({select(period, f'{self.days()} AS d')})"


@dataclass(frozen=True, slots=True)
class Part:
    """One metric's SQL, with the columns of the group and one named `column`; `fill` stands for none."""

    sql: str
    column: str
    alias: str
    fill: int | None = None


def clause(word: str, conditions: Sequence[str], by: str = " AND ") -> str:
    """A clause of SQL, or nothing where there is nothing to put into it.

    >>> clause("WHERE", ["a > 1", "b"])
    ' WHERE (a > 1) AND (b)'
    """
    parts = [f"({one})" for one in conditions] if by == " AND " else list(conditions)
    return f" {word} {by.join(parts)}" if parts else ""


def grouped(columns: Sequence[str]) -> str:
    return clause("GROUP BY", columns, ", ")


def listed(*columns: str | Sequence[str]) -> str:
    """Columns as what stands after SELECT."""
    flat = [part for one in columns for part in ([one] if isinstance(one, str) else one)]
    return ", ".join(flat)


def combined(plan: Plan, parts: Sequence[Part]) -> str:
    """The parts side by side: one row for each group that any of them has, null where a part has none."""
    rows = " UNION ALL ".join(
        select(listed(plan.columns, [_own(part, one) for one in parts]), inner(part.sql, f"p{n}"))
        for n, part in enumerate(parts)
    )
    merged = [f"{_filled(part)} AS {quoted(part.alias)}" for part in parts]
    return select(listed(plan.columns, merged), inner(rows, "u"), grouped(plan.columns))


def _own(part: Part, other: Part) -> str:
    return f"{quoted(part.column) if part is other else 'NULL'} AS {quoted(other.alias)}"


def _filled(part: Part) -> str:
    merged = f"MAX({quoted(part.alias)})"
    return merged if part.fill is None else f"COALESCE({merged}, {part.fill})"


def _start(day: date, grain: Grain) -> date:
    if grain == "week":
        return day - timedelta(days=day.weekday())
    if grain in MONTHS:
        return date(day.year, (day.month - 1) // MONTHS[grain] * MONTHS[grain] + 1, 1)
    return day


def _end(day: date, grain: Grain) -> date:
    first = _start(day, grain)
    if grain == "week":
        return first + timedelta(days=6)
    if grain in MONTHS:
        month = first.month + MONTHS[grain] - 1
        return date(first.year, month, calendar.monthrange(first.year, month)[1])
    return day


def timeless(plan: Plan, filters: Sequence[Filter], why: str) -> None:
    """Raise MetricError where a filter names the metric's own time, which the question's days are for."""
    if any(name.is_metric_time for one in filters for name in one.names):
        raise MetricError(
            f"a filter on metric_time does not go with {why}; give the days from and to instead."
        )
