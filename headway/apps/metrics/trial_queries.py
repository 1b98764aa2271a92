"""What a test of a metric has to be given: the columns that the metric reads, in a row to go on from."""

from headway.apps.metrics.catalogue import catalogue_of
from headway.apps.metrics.columns import kinds_of
from headway.apps.metrics.given_rows import rows_written
from headway.apps.metrics.models import Metric
from headway.core.access import row
from headway.core.answers import RefQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.registry import Answer, query
from headway.core.roles import MAKERS
from headway.engine.metrics.choosing import Choice, ColumnKind
from headway.engine.metrics.model import MetricError
from headway.engine.metrics.recognising import chosen
from headway.engine.metrics.resolving import columns_read, lineage

MADE_UP: dict[ColumnKind, str] = {"number": "10", "text": "a", "flag": "true"}


class TrialExample(Answer):
    """The table that a metric reads and a made-up row of the columns it needs; `rows` is empty for several tables."""

    table: str
    rows: str


@query("metrics.test_example", roles=MAKERS)
def trial_example(context: Context, question: RefQuestion) -> TrialExample:
    """A made-up row that a metric counts, to begin a test with. Raises NotFound, Invalid for one without an answer."""
    metric = row(Metric, context, question.ref)
    if not metric.computable:
        raise Invalid(f"{metric.ref} cannot be computed: {metric.reason}")
    catalogue = catalogue_of(context, [metric.ref])
    try:
        tables = lineage(catalogue, metric.ref).tables
        kinds = kinds_of(context, tables[0])
        needed = columns_read(catalogue, metric.ref, list(kinds))
        choice = chosen(catalogue.metric(metric.ref), catalogue)
    except MetricError as error:
        raise Invalid(str(error)) from error
    if len(tables) != 1:
        return TrialExample(table="", rows="")
    return TrialExample(
        table=tables[0],
        rows=rows_written(list(needed), [_made_up(context, one, kinds[one], choice) for one in needed]),
    )


def _made_up(context: Context, column: str, kind: ColumnKind, choice: Choice | None) -> str:
    if kind in ("day", "moment"):
        return context.today.replace(day=1).isoformat()
    if column == "properties":
        return "{}"
    conditions = choice.conditions if choice else ()
    wanted = [one.values[0] for one in conditions if one.column == column and one.how == "is"]
    return wanted[0] if wanted else MADE_UP[kind]
