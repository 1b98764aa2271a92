"""What metrics are: their values by day and column, which cannot be computed, and which please more than they tell."""

from datetime import date

from pydantic import Field

from headway.apps.metrics.answers import ExportText, MetricValues, Refusal
from headway.apps.metrics.catalogue import catalogue_of, sql_of
from headway.apps.metrics.models import Metric
from headway.apps.metrics.plain import plain_of
from headway.apps.metrics.store import answered, tables_open
from headway.core.access import row, rows
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.records import Lines, Refs
from headway.core.registry import Empty, Question, query
from headway.engine.metrics.osi import osi_written
from headway.engine.metrics.question import Ask


class ValueQuestion(Question):
    metrics: Refs = Field(min_length=1, max_length=20, examples=[["buy_rate"]])
    by: Refs = Field(default=[], max_length=6, examples=[["metric_time__month", "user__plan"]])
    from_day: date | None = None
    to_day: date | None = Field(
        None, description="Counted; whole periods are taken where it is grouped by one."
    )
    where: Lines = Field(default=[], max_length=10, examples=[["{{ Dimension('user__plan') }} = 'pro'"]])


@query("metrics.metric_value")
def metric_value(context: Context, question: ValueQuestion) -> MetricValues:
    """The values of metrics, grouped by time and columns, on the workspace's events and tables.

    Null is unknown, never zero. Raises NotFound for an unknown metric, Invalid for one that cannot be computed and
    for columns and filters that do not fit.
    """
    found = [row(Metric, context, name) for name in question.metrics]
    for one in found:
        if not one.computable:
            raise Invalid(f"{one.ref} cannot be computed: {one.reason}")
    names = [one.ref for one in found]
    ask = Ask(tuple(names), tuple(question.by), question.from_day, question.to_day, tuple(question.where))
    sql = sql_of(catalogue_of(context, names), ask)
    with tables_open(context) as session:
        columns, listed = answered(session, sql)
    return MetricValues(
        columns=columns,
        rows=[[plain_of(value) for value in one] for one in listed],
        sql=sql,
        definitions={one.ref: f"{one.ref}@{one.definition_version}" for one in found},
    )


@query("metrics.catalogue_export")
def catalogue_export(context: Context, question: Empty) -> ExportText:
    """The semantic models and metrics in the form of Open Semantic Interchange 1.0, and what it cannot hold."""
    living = rows(Metric, context).exclude(state=Metric.State.RETIRED).filter(computable=True).order_by("ref")
    text, left = osi_written(catalogue_of(context, [one.ref for one in living]), context.workspace.slug)
    return ExportText(
        text=text, left_out=[Refusal(name=name, reason=reason) for name, reason in sorted(left.items())]
    )
