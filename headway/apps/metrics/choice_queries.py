"""What a metric in the making would be: its definition, its number and its months, before anything is saved."""

from pydantic import Field

from headway.apps.metrics.catalogue import catalogue_of, parsed, sql_of
from headway.apps.metrics.choosing import ChoiceQuestion, catalogue_with, definitions, question_of
from headway.apps.metrics.columns import kinds_of
from headway.apps.metrics.models import Metric
from headway.apps.metrics.periods import filled
from headway.apps.metrics.plain import number_of
from headway.apps.metrics.series_queries import known_until, last_known, latest
from headway.apps.metrics.store import answered, tables_open
from headway.core.access import row
from headway.core.answers import RefQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.registry import Answer, Question, query
from headway.core.roles import MAKERS
from headway.engine.metrics.choosing import column_sql
from headway.engine.metrics.composing import Named
from headway.engine.metrics.expressions import quoted, select
from headway.engine.metrics.model import MetricError
from headway.engine.metrics.question import Ask
from headway.engine.metrics.recognising import chosen

VALUES_MOST = 30
UNNAMED = "new_metric"


class ChoicePreview(Answer):
    """What was chosen, worked out by month; null is unknown, for the `reason`.

    `definition` is the metric's YAML, `model_definition` that of the semantic model it needs, `added` what would be
    put into that one.
    """

    definition: str
    model: str
    model_definition: str
    added: list[str]
    sql: str
    whole: list[tuple[str, float | None]]
    period: str
    value: float | None
    previous: float | None
    change: float | None
    open_period: str
    reason: str


class ChoiceDetail(Answer):
    """What could have been chosen to make a metric; null where it is written in YAML that no form can say."""

    ref: str
    choice: ChoiceQuestion | None


class ColumnQuestion(Question):
    table: str = Field(min_length=1, max_length=100)
    column: str = Field(min_length=1, max_length=200)


class ColumnValues(Answer):
    values: list[str]


class PreviewQuestion(ChoiceQuestion):
    ref: str = Field("", max_length=100, description="Of the metric that is changed; empty for a new one.")


@query("metrics.choice_preview", roles=MAKERS)
def choice_preview(context: Context, question: PreviewQuestion) -> ChoicePreview:
    """The number and the months of a metric that is only chosen yet, and the YAML that it would be; nothing is saved.

    Raises Invalid where something is not chosen or does not go together, NotFound for a table that is not there.
    """
    name = question.ref or UNNAMED
    found = definitions(context, question, Named(name))
    catalogue = catalogue_with(context, found, name)
    sql = sql_of(catalogue, Ask((name,), ("metric_time__month",), None, last_known(context, catalogue, name)))
    with tables_open(context) as session:
        _, listed = answered(session, sql)
    values = {day.date(): number_of(value) for day, value in listed if day is not None}
    whole = filled(values, "month")
    return ChoicePreview(
        definition=found.metric, model=found.model, model_definition=found.model_text, added=list(found.added), sql=sql,
        whole=whole, **latest(whole, "month", known_until(context, catalogue, name)),
    )  # fmt: skip


@query("metrics.choice_detail")
def choice_detail(context: Context, question: RefQuestion) -> ChoiceDetail:
    """What could have been chosen to make a metric. Raises NotFound."""
    metric = row(Metric, context, question.ref)
    meant = parsed(metric.definition)[0].metrics.get(metric.ref) if metric.computable else None
    choice = chosen(meant, catalogue_of(context, [metric.ref])) if meant else None
    return ChoiceDetail(ref=metric.ref, choice=question_of(choice) if choice else None)


@query("metrics.column_values", roles=MAKERS)
def column_values(context: Context, question: ColumnQuestion) -> ColumnValues:
    """The commonest values of a column of a table, 30 at most; they may name people. Raises NotFound, Invalid."""
    if question.column not in kinds_of(context, question.table, [question.column]):
        raise Invalid(
            f"Field column: {question.table} has no column {question.column[:60]!r}; choose another."
        )
    try:
        column = column_sql(question.table, question.column)
    except MetricError as error:
        raise Invalid(f"Field column: {error}") from error
    grouped = f" WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT {VALUES_MOST}"
    with tables_open(context) as session:
        _, listed = answered(session, select(f"{column} AS value", quoted(question.table), grouped))
    return ColumnValues(values=[str(value) for (value,) in listed])
