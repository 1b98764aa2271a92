"""What can be asked by SQL, of saved queries among it."""

from uuid import UUID

from pydantic import Field, JsonValue

from headway.apps.reporting import bench
from headway.apps.reporting.answers import SavedQueryList, SavedQueryRow, SqlAnswer, SqlTables
from headway.apps.reporting.models import SavedQuery
from headway.apps.reporting.sql_text import names_of
from headway.core.access import row, rows
from headway.core.answers import PageQuestion, RefQuestion
from headway.core.context import Context
from headway.core.paging import first_of
from headway.core.registry import Empty, Question, query
from headway.core.roles import MAKERS

SQL_MOST = 20_000
PARAMETERS = (
    "The value of each {{name}} in it; days as 2026-09-30. `from` and `to` are the last 28 days else."
)
STOPS = "A UUID of your own by which analytics.sql_stop stops it."


class SqlQuestion(Question):
    sql: str = Field(
        min_length=1, max_length=SQL_MOST, examples=["SELECT event, count(*) FROM events GROUP BY 1"]
    )
    parameters: dict[str, JsonValue] = Field({}, max_length=40, description=PARAMETERS)
    run: UUID | None = Field(None, description=STOPS)


class QueryRunQuestion(Question):
    ref: str = Field(min_length=1, max_length=100)
    parameters: dict[str, JsonValue] = Field({}, max_length=40, description=PARAMETERS)
    run: UUID | None = Field(None, description=STOPS)


@query("analytics.sql_run", roles=MAKERS)
def sql_run(context: Context, question: SqlQuestion) -> SqlAnswer:
    """The rows of one SELECT on the workspace's events and metric tables, the first 10,000 of them.

    Raises Invalid, with the line where there is one, for anything that is no SELECT, reads from elsewhere, runs
    longer than 20 seconds, or needs more than 512 MB of memory or 5 MB of answer.
    """
    name = str(question.run) if question.run else ""
    return bench.run(context, bench.Run(question.sql, question.parameters, name=name))


@query("analytics.sql_tables")
def sql_tables(context: Context, question: Empty) -> SqlTables:
    """The tables that SQL may read here, with their columns."""
    return SqlTables(rows=bench.tables(context))


@query("analytics.query_list")
def query_list(context: Context, question: PageQuestion) -> SavedQueryList:
    """The saved queries by ref."""
    found = rows(SavedQuery, context).select_related("owner").filter(ref__gt=question.after).order_by("ref")
    shown, more = first_of(found, question.limit)
    return SavedQueryList(rows=[query_row(one) for one in shown], next=more)


@query("analytics.query_detail")
def query_detail(context: Context, question: RefQuestion) -> SavedQueryRow:
    """One saved query. Raises NotFound."""
    return query_row(row(SavedQuery, context, question.ref))


@query("analytics.query_run")
def query_run(context: Context, question: QueryRunQuestion) -> SqlAnswer:
    """The rows of a saved query. Whoever may not see people reads other names in their place.

    Raises NotFound, Invalid as analytics.sql_run.
    """
    saved = row(SavedQuery, context, question.ref)
    name = str(question.run) if question.run else ""
    return bench.run(context, bench.Run(saved.sql, question.parameters, saved.defaults, name))


def query_row(one: SavedQuery) -> SavedQueryRow:
    return SavedQueryRow(
        ref=one.ref, version=one.version, title=one.title, sql=one.sql, parameters=list(names_of(one.sql)),
        defaults=one.defaults, drawing=one.drawing, owner=str(one.owner),
    )  # fmt: skip
