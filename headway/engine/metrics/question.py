"""A question about metrics as one SQL text (DuckDB's dialect)."""

import hashlib
from dataclasses import dataclass
from datetime import date

from headway.engine.metrics.filters import filter_read, name_read
from headway.engine.metrics.frames import metric_sql
from headway.engine.metrics.model import Catalogue, MetricError
from headway.engine.metrics.plan import Part, Plan, Spine, combined, listed


@dataclass(frozen=True, slots=True)
class Ask:
    """Metrics by name, grouped `by` columns (`metric_time__month`, `user__plan`), on days from and to, both counted."""

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    from_day: date | None = None
    to_day: date | None = None
    where: tuple[str, ...] = ()


def question_sql(catalogue: Catalogue, ask: Ask, spine: Spine | None = None) -> str:
    """The one SELECT that answers a question: the columns asked for in their order, then one column a metric.

    Tables are named as the semantic models name them. Days from and to are widened to whole periods where it is
    grouped by a longer one. A group without any row is absent, a metric without a value in a group is null. Raises
    MetricError where there is no such metric or column, or the metrics do not go together.
    Source of the meaning: MetricFlow 0.213, which gives the same numbers.

    >>> from headway.engine.metrics.reading import catalogue_checked
    >>> catalogue = catalogue_checked('''
    ... semantic_models:
    ...   - name: orders
    ...     model: ref('orders')
    ...     defaults: {agg_time_dimension: at}
    ...     entities: [{name: order, type: primary, expr: id}]
    ...     dimensions: [{name: at, type: time}]
    ...     measures: [{name: total, agg: sum, expr: amount, create_metric: true}]
    ... ''')
    >>> print(question_sql(catalogue, Ask(("total",))))
    SELECT SUM("__value") AS "total" FROM (SELECT DATE_TRUNC('day', CAST(at AS TIMESTAMP)) AS "__day", \
amount AS "__value" FROM "orders" AS src) AS r
    """
    if not ask.metrics or len(set(ask.metrics)) < len(ask.metrics):
        raise MetricError("name one metric or more, each once.")
    if ask.from_day and ask.to_day and ask.from_day > ask.to_day:
        raise MetricError(f"the days run from {ask.from_day} to {ask.to_day}; give the earlier one first.")
    plan = _planned(catalogue, ask, spine or Spine())
    parts = [Part(metric_sql(plan, name), name, name) for name in ask.metrics]
    sql = parts[0].sql if len(parts) == 1 else combined(plan, parts)
    return sql + (f" ORDER BY {listed(plan.columns)}" if plan.columns else "")


def fingerprint(catalogue: Catalogue, metric: str) -> str:
    """SHA-256 over what a metric counts by day: it stays while names and notes change, and moves with the numbers."""
    return hashlib.sha256(question_sql(catalogue, Ask((metric,), ("metric_time__day",))).encode()).hexdigest()


def _planned(catalogue: Catalogue, ask: Ask, spine: Spine) -> Plan:
    group = tuple(dict.fromkeys(name_read(one) for one in ask.by))
    if sum(one.is_metric_time for one in group) > 1:
        raise MetricError("group by one period of metric_time at a time.")
    where = tuple(filter_read(one) for one in ask.where)
    return Plan(catalogue, group, where, ask.from_day, ask.to_day, spine)
