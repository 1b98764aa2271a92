"""Whether a metric can be asked at all, and what it is made from."""

from collections.abc import Sequence
from dataclasses import dataclass

from headway.engine.metrics.columns import DAY, ROW, VALUE, dimensions_from, found, rows_sql
from headway.engine.metrics.expressions import inner, quoted, select, words
from headway.engine.metrics.filters import Name, filter_read
from headway.engine.metrics.model import METRIC_TIME, Catalogue, MeasureInput, Metric, MetricError
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
        measures |= {one.name for one in _used(metric)}
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


def columns_read(catalogue: Catalogue, name: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Those of the columns of a table that a metric reads, in their order. Raises MetricError."""
    texts = [text for one in (name, *lineage(catalogue, name).metrics) for text in _texts(catalogue, one)]
    bare = set[str]().union(*(words(one) for one in texts))
    return tuple(one for one in columns if one.lower() in bare or any(quoted(one) in text for text in texts))


def _texts(catalogue: Catalogue, name: str) -> list[str]:
    """The expressions on the columns of a row that a metric holds itself."""
    metric = catalogue.metric(name)
    texts = []
    for used in _used(metric):
        model, measure = catalogue.measure(used.name)
        filters = [filter_read(one) for one in (*metric.filters, *used.filters)]
        names = {one for part in filters for one in part.names}
        texts += [measure.expr, found(catalogue, model, measure, Name("", METRIC_TIME, "day")).sql]
        texts += [found(catalogue, model, measure, one).sql for one in names]
        entity = model.entity(metric.conversion.entity) if metric.conversion else None
        texts += [entity.expr] if entity else []
    return texts


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


def _used(metric: Metric) -> list[MeasureInput]:
    both = (metric.conversion.base, metric.conversion.converted) if metric.conversion else ()
    return [one for one in (metric.measure, *both) if one]
