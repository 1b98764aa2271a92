"""Whether a metric can be asked at all, and what it is made from."""

from dataclasses import dataclass

from headway.engine.metrics.columns import DAY, ROW, VALUE, dimensions_from, rows_sql
from headway.engine.metrics.expressions import inner, select
from headway.engine.metrics.filters import filter_read
from headway.engine.metrics.model import Catalogue, Metric, MetricError
from headway.engine.metrics.plan import Plan, clause
from headway.engine.metrics.question import Ask, question_sql


@dataclass(frozen=True, slots=True)
class Lineage:
    """What a metric is made from: other metrics, measures, semantic models and tables, each in order of name."""

    metrics: tuple[str, ...]
    measures: tuple[str, ...]
    models: tuple[str, ...]
    tables: tuple[str, ...]


def refused(catalogue: Catalogue, metric: Metric) -> str:
    """Why a metric cannot be worked out, in one sentence; empty where it can."""
    try:
        question_sql(catalogue, Ask((metric.name,), ("metric_time__day",)))
    except MetricError as error:
        return str(error)
    return ""


def lineage(catalogue: Catalogue, name: str) -> Lineage:
    """What a metric is made from, all the way down. Raises MetricError where part of it is not there."""
    metrics: set[str] = set()
    measures: set[str] = set()
    open_names = [name]
    while open_names:
        metric = catalogue.metric(open_names.pop())
        inner = {one.name for one in metric.inputs} - metrics
        metrics |= inner
        open_names += inner
        measures |= _measures(metric)
    models = [catalogue.measure(one)[0] for one in measures]
    return Lineage(
        tuple(sorted(metrics)),
        tuple(sorted(measures)),
        tuple(sorted({one.name for one in models})),
        tuple(sorted({one.table for one in models})),
    )


def dimensions_of(catalogue: Catalogue, name: str) -> tuple[str, ...]:
    """The categories that a metric can be split by: those that rows of all its measures have, in order of name.

    Raises MetricError where part of it is not there.
    """
    models = [catalogue.measure(one)[0] for one in lineage(catalogue, name).measures]
    sets = [
        {column for column, one in dimensions_from(catalogue, model) if not one.grain} for model in models
    ]
    return tuple(sorted(set.intersection(*sets))) if sets else ()


def rows_behind_sql(catalogue: Catalogue, name: str, ask: Ask) -> str:
    """The rows that a simple metric counts on the days and under the conditions of a question, as their table has them.

    Raises MetricError for a metric that is worked out from others: its parts have rows, it has none of its own.
    """
    metric = catalogue.metric(name)
    if metric.type != "simple" or metric.measure is None:
        raise MetricError(f"{name} is worked out from other numbers; open the rows of one of those.")
    filters = [filter_read(one) for one in (*metric.filters, *metric.measure.filters, *ask.where)]
    names = [one for part in filters for one in part.names]
    plan = Plan(catalogue, (), (), ask.from_day, ask.to_day)
    conditions = clause("WHERE", [*(one.sql for one in filters), *plan.within(DAY), f"{VALUE} IS NOT NULL"])
    rows = rows_sql(catalogue, metric.measure.name, names, whole=True)
    return select(f"{ROW}.*", inner(rows, "r"), f"{conditions} ORDER BY {DAY}")


def _measures(metric: Metric) -> set[str]:
    both = (metric.conversion.base, metric.conversion.converted) if metric.conversion else ()
    return {one.name for one in (metric.measure, *both) if one}
