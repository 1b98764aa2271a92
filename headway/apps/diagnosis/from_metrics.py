"""The number of a change as a registered metric gives it, day by day and by its categories."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import numpy as np

from headway.apps.analytics.signals.diagnosing import NO_STEP, VALUES_MOST, WITHOUT
from headway.apps.diagnosis.gathered import Gathered, Nothing, Source
from headway.apps.diagnosis.periods import Daily, Periods, Span, periods_of, since_of
from headway.apps.diagnosis.questions import ChangeQuestion
from headway.apps.diagnosis.wholes import whole_only
from headway.apps.metrics.answers import MetricValues
from headway.apps.metrics.catalogue import catalogue_of, sql_of
from headway.apps.metrics.models import Metric
from headway.core.access import row
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.perform import ask
from headway.engine.diagnosis.parts import Table
from headway.engine.metrics.model import Catalogue, MetricError, MetricInput, SemanticModel
from headway.engine.metrics.question import Ask
from headway.engine.metrics.resolving import lineage

DAY_COLUMN = "metric_time__day"
DAY = timedelta(days=1)
DAY_LETTERS = len("2026-09-30")
DIMENSIONS_TAKEN = 4
NO_DAYS = "the metric has no value on any day that is over"


@dataclass(frozen=True)
class _Sides:
    """The metrics that are read: the one itself, or the two that a ratio divides; and why parts do not add up to it."""

    names: tuple[str, ...]
    whole_only: str = ""

    @property
    def adds_up(self) -> bool:
        return not self.whole_only

    @property
    def is_share(self) -> bool:
        return len(self.names) > 1


def gathered_from_metric(context: Context, question: ChangeQuestion) -> Gathered | Nothing:
    """What is needed to take apart a change of a metric. Raises NotFound, Invalid for one that cannot be computed."""
    metric = row(Metric, context, question.metric)
    catalogue = catalogue_of(context, [metric.ref])
    sides = _sides(catalogue, metric.ref)
    title = metric.label or metric.ref
    daily = _daily(context, sides)
    if daily is None:
        return Nothing(NO_DAYS, title)
    since = since_of(daily)
    periods = periods_of(question, daily, since)
    if periods is None:
        return Nothing(NO_STEP.replace("changed_at", "now_from"), title)
    names = list(question.dimensions) or _categories(catalogue, metric.ref)
    table = _table(context, sides, names if sides.adds_up else [], periods)
    return Gathered(
        title, "share" if sides.is_share else metric.unit or "a day", table, daily, periods, since,
        Source(metric=metric.ref, sql=partial(_sql, catalogue, metric.ref)),
        exact=_exact(context, sides, metric.ref, daily, periods),
        notes=[sides.whole_only] if sides.whole_only else [],
    )  # fmt: skip


def _sql(catalogue: Catalogue, name: str, by: Sequence[str], first: date, last: date) -> str:
    """The SQL of the metric day by day and by columns; empty where it cannot be written."""
    try:
        return sql_of(catalogue, Ask((name,), (DAY_COLUMN, *by), first, last))
    except Invalid:
        return ""


def _sides(catalogue: Catalogue, name: str) -> _Sides:
    try:
        metric = catalogue.metric(name)
        if metric.type == "ratio" and not metric.filters and all(_is_plain(one) for one in metric.inputs):
            return _Sides(tuple(one.name for one in metric.inputs))
        measure = catalogue.measure(metric.measure.name)[1] if metric.measure else None
    except MetricError as error:
        raise Invalid(str(error)) from error
    return _Sides((name,), whole_only(metric, measure.agg if measure else ""))


def _is_plain(one: MetricInput) -> bool:
    """Whether an input of a ratio is a metric as it stands, not a filtered or shifted one."""
    return not (one.filters or one.offset or one.offset_to)


def _categories(catalogue: Catalogue, name: str) -> list[str]:
    """The categories that the rows of all its measures have in themselves, as a question names them."""
    try:
        models = [catalogue.measure(one)[0] for one in lineage(catalogue, name).measures]
    except MetricError:
        return []
    named = [_own_categories(one) for one in models]
    return (
        [one for one in named[0] if all(one in other for other in named)][:DIMENSIONS_TAKEN] if named else []
    )


def _own_categories(model: SemanticModel) -> list[str]:
    entity = model.primary or next((one.name for one in model.entities if one.type == "primary"), "")
    return [f"{entity}__{one.name}" for one in model.dimensions if one.grain is None] if entity else []


def _values(context: Context, sides: _Sides, by: Sequence[str], span: Span | None) -> MetricValues:
    asked = {"metrics": list(sides.names), "by": list(by)}
    days = {"from_day": span.first.isoformat(), "to_day": span.last.isoformat()} if span else {}
    found = ask("metrics.metric_value", asked | days, context)
    assert isinstance(found, MetricValues)
    return found


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _daily(context: Context, sides: _Sides) -> Daily | None:
    rows = [one for one in _values(context, sides, [DAY_COLUMN], None).rows if isinstance(one[0], str)]
    by_day = {date.fromisoformat(str(one[0])[:DAY_LETTERS]): one[1:] for one in rows}
    # The day that it is can still become more.
    known = [day for day in by_day if day < context.today]
    if not known:
        return None
    first, number = min(known), (max(known) - min(known)).days + 1
    listed = [by_day.get(first + DAY * at) for at in range(number)]
    counted = np.array([_number(one[0]) if one else 0.0 for one in listed])
    of = np.array([_number(one[1]) if one else 0.0 for one in listed]) if sides.is_share else np.ones(number)
    return Daily(first, counted, of)


def _exact(
    context: Context, sides: _Sides, name: str, daily: Daily, periods: Periods
) -> tuple[float, float] | None:
    spans = (periods.base, periods.now)
    if not sides.is_share:
        values = [daily.of_span(one) for one in spans]
        return (float(values[0].mean()), float(values[1].mean())) if all(map(len, values)) else None
    found = [_values(context, _Sides((name,)), [], one).rows for one in spans]
    numbers = [one[0][0] if one else None for one in found]
    return None if None in numbers else (_number(numbers[0]), _number(numbers[1]))


def _table(context: Context, sides: _Sides, names: list[str], periods: Periods) -> Table:
    """A row for each day and combination of values, of both periods."""
    rows: list[list[object]] = []
    is_now: list[bool] = []
    for span, now in ((periods.base, False), (periods.now, True)):
        found = _values(context, sides, [DAY_COLUMN, *names], span).rows
        rows += [list(one) for one in found]
        is_now += [now] * len(found)
    flags = np.array(is_now, dtype=bool)
    at = 1 + len(names)
    columns = {name: [_word(one[place]) for one in rows] for place, name in enumerate(names, 1)}
    counted = np.array([_number(one[at]) for one in rows])
    days = np.where(flags, periods.now.days, periods.base.days).astype(float)
    of = np.array([_number(one[at + 1]) for one in rows]) if sides.is_share else days
    few = {name: column for name, column in columns.items() if 2 <= len(set(column)) <= VALUES_MOST}
    return Table(few, flags, counted, of, sides.is_share)


def _word(value: object) -> str:
    return WITHOUT if value is None else str(value)
