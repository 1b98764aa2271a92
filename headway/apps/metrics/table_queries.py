"""The tables that metrics read, and the first rows of one."""

from pydantic import Field, JsonValue

from headway.apps.metrics.models import MetricTable, SemanticModel
from headway.apps.metrics.plain import plain_of
from headway.apps.metrics.store import RESERVED, answered, tables_open
from headway.core.access import row, rows
from headway.core.context import Context
from headway.core.registry import Answer, Empty, Question, query
from headway.core.roles import MAKERS
from headway.engine.metrics.expressions import quoted, select

FIRST_ROWS = 20


class TableColumn(Answer):
    name: str
    type: str


class TableRow(Answer):
    """A table with its columns; `models` are the semantic models that read it."""

    name: str
    rows: int
    columns: list[TableColumn]
    models: list[str]


class TableList(Answer):
    rows: list[TableRow]


class TablePreview(Answer):
    columns: list[TableColumn]
    rows: list[list[JsonValue]]


class TableQuestion(Question):
    name: str = Field(min_length=1, max_length=100)


@query("metrics.table_list")
def table_list(context: Context, question: Empty) -> TableList:
    """The files of the workspace that semantic models can read, by name."""
    models: dict[str, list[str]] = {}
    for ref, table in rows(SemanticModel, context).order_by("ref").values_list("ref", "table"):
        models.setdefault(table, []).append(ref)
    return TableList(
        rows=[
            TableRow(name=one.ref, rows=one.rows, columns=one.columns, models=models.get(one.ref, []))
            for one in rows(MetricTable, context).order_by("ref")
        ]
    )


@query("metrics.table_preview", roles=MAKERS)
def table_preview(context: Context, question: TableQuestion) -> TablePreview:
    """The columns and the first 20 rows of a table, `events` among them; they may name people. Raises NotFound."""
    name = question.name if question.name in RESERVED else row(MetricTable, context, question.name).ref
    with tables_open(context) as session:
        kinds = session.execute(f"DESCRIBE {quoted(name)}").fetchall()
        _, listed = answered(session, select("*", quoted(name), f" LIMIT {FIRST_ROWS}"))
    columns = [TableColumn(name=column, type=kind) for column, kind, *_ in kinds]
    return TablePreview(
        columns=columns, rows=[[plain_of(one, with_time=True) for one in each] for each in listed]
    )
