"""What can be done on the SQL bench: keep a query, remove it, stop one that runs."""

from typing import Literal
from uuid import UUID

from pydantic import Field, JsonValue

from headway.apps.reporting import bench
from headway.apps.reporting.models import SavedQuery, Tile
from headway.apps.reporting.sql_queries import SQL_MOST
from headway.apps.reporting.sql_text import names_of
from headway.core.access import row, rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid
from headway.core.records import next_ref, record_save
from headway.core.registry import Done, Question, action
from headway.core.roles import MAKERS


class QuerySave(Question):
    ref: str = Field("", max_length=100, description="None makes a new one.")
    title: str | None = Field(None, min_length=1, max_length=200)
    sql: str | None = Field(None, min_length=1, max_length=SQL_MOST)
    defaults: dict[str, JsonValue] | None = Field(None, description="Values that parameters begin with.")
    drawing: Literal["number", "line", "bars", "table"] | None = None


@action("analytics.query_save", roles=MAKERS)
def query_save(context: Context, question: QuerySave) -> Done[RecordRef]:
    """Keep a SELECT under a title, with the values that its parameters begin with, or change one.

    Raises Invalid for a default that is no parameter of it. It is looked at as SQL when it is run.
    """
    values = question.model_dump(exclude={"ref"})
    ref = question.ref or next_ref(context, SavedQuery, "SQ")
    known = rows(SavedQuery, context).filter(ref=ref).first()
    if known is None:
        values["owner"] = context.actor
    names = names_of(question.sql or (known.sql if known else ""))
    extra = [name for name in question.defaults or {} if name not in names]
    if extra:
        raise Invalid(f"Field defaults: there is no {{{{{extra[0][:40]}}}}} in the SQL.")
    saved = record_save(context, SavedQuery, ref, values, ("title", "sql"))
    return Done(ref_of(saved.record), f"{saved.verb} the saved query {saved.record.ref}", saved.record)


@action("analytics.query_remove", roles=MAKERS, destructive=True)
def query_remove(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Remove a saved query. Raises NotFound, Conflict while a tile shows it."""
    saved = row(SavedQuery, context, question.ref)
    tile = rows(Tile, context).filter(query="analytics.query_run", question__ref=saved.ref).first()
    if tile:
        raise Conflict(f"{saved.ref} is shown by the tile {tile.ref}; take that off first.")
    told = ref_of(saved)
    saved.delete()
    return Done(told, f"Removed the saved query {question.ref}")


class SqlStop(Question):
    run: UUID = Field(description="What analytics.sql_run was given as `run`.")


@action("analytics.sql_stop", roles=MAKERS)
def sql_stop(context: Context, question: SqlStop) -> Done[RecordRef]:
    """Stop a run of yours; one that is over already is left as it is."""
    bench.stop(context, str(question.run))
    return Done(ref_of(context.workspace, str(question.run)), "Stopped a SQL query")
