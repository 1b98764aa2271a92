"""Whether a metric can be asked at all, and what it is made from."""

from dataclasses import dataclass

from headway.engine.metrics.model import Catalogue, Metric, MetricError
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


def _measures(metric: Metric) -> set[str]:
    both = (metric.conversion.base, metric.conversion.converted) if metric.conversion else ()
    return {one.name for one in (metric.measure, *both) if one}
