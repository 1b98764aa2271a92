"""What can be done with the tables that metrics read: take a file, put a newer one in its place, remove it."""

import hashlib
from functools import partial
from pathlib import Path

from django.db import transaction
from pydantic import Field

from headway.apps.metrics.models import MetricTable, SemanticModel
from headway.apps.metrics.readers import broken_by, metrics_by
from headway.apps.metrics.table_files import NAME, file_kept, name_free
from headway.core.access import row, rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.files import upload_path, upload_store, workspace_dir
from headway.core.holdings import file_destroy
from headway.core.ids import new_id
from headway.core.records import record_save
from headway.core.registry import Done, Question, action
from headway.core.roles import MAKERS

NAMED_MOST = 3


class TableSave(Question):
    name: str = Field(pattern=NAME, description="What semantic models call it.", examples=["orders"])
    upload: str | None = Field(
        None, max_length=60, description="An uploaded CSV, Parquet or JSON lines file."
    )
    content: str | None = Field(None, max_length=2_000_000, description="Or the text of a CSV or JSON lines.")
    break_metrics: bool = Field(
        False, description="Whether to take a file on which metrics can no longer be worked out."
    )


class TableRemove(Question):
    name: str = Field(min_length=1, max_length=100)


@action("metrics.table_save", roles=MAKERS)
def table_save(context: Context, question: TableSave) -> Done[RecordRef]:
    """Make a CSV, Parquet or JSON lines file a table that metrics can read, or put a newer file in its place.

    The file that stood there before is destroyed. Raises Invalid for a file that cannot be read, for the names
    `events` (the event store) and `days`, and, unless `break_metrics`, for a file without what metrics read.
    """
    name = question.name
    name_free(name)
    if (question.content is None) == (question.upload is None):
        raise Invalid("Give the rows either as content or as an upload.")
    source = upload_path(
        context, question.upload or upload_store(context, [(question.content or "").encode()])
    )
    target = workspace_dir(context, "metrics") / f"{new_id()}.parquet"
    count, columns = file_kept(source, target)
    if not question.break_metrics:
        _refuse_broken(context, name, target)
    before = rows(MetricTable, context).filter(ref=name).values_list("path", flat=True).first()
    values = {
        "path": str(target), "sha256": hashlib.sha256(target.read_bytes()).hexdigest(), "rows": count,
        "columns": columns, "taken_at": context.now,
    }  # fmt: skip
    table = record_save(context, MetricTable, name, values, ()).record
    _destroyed(source, Path(before) if before else None)
    changes = {"rows": count, "columns": [one["name"] for one in columns]}
    return Done(ref_of(table, table.ref), f"Took {count:,} rows into the table {table.ref}", table, changes)


@action("metrics.table_remove", roles=MAKERS, destructive=True)
def table_remove(context: Context, question: TableRemove) -> Done[RecordRef]:
    """Remove a table and destroy its file. Raises NotFound, and Invalid while a metric or semantic model reads it."""
    table = row(MetricTable, context, question.name)
    if readers := metrics_by(context, "tables").get(table.ref, []):
        raise Invalid(f"{table.ref} is read by {named(readers)}; retire or change what reads it first.")
    if model := rows(SemanticModel, context).filter(table=table.ref).order_by("ref").first():
        raise Invalid(f"{table.ref} is read by the semantic model {model.ref}; remove that first.")
    answer, path = ref_of(table, table.ref), Path(table.path)
    table.delete()
    _destroyed(path)
    return Done(answer, f"Removed the table {answer.ref}", None, {"table": answer.ref})


def named(names: list[str]) -> str:
    """The first few of some names, and how many more there are.

    >>> named(["a", "b", "c", "d", "e"])
    'a, b, c and 2 more'
    """
    more = len(names) - NAMED_MOST
    return ", ".join(names[:NAMED_MOST]) + (f" and {more} more" if more > 0 else "")


def _refuse_broken(context: Context, name: str, target: Path) -> None:
    broken = broken_by(context, name, target)
    if not broken:
        return
    target.unlink()
    why = next(iter(broken.values()))
    raise Invalid(
        f"Field upload: with this file {named(list(broken))} can no longer be worked out ({why}); "
        "put in what is missing, or take it all the same with break_metrics."
    )


def _destroyed(*paths: Path | None) -> None:
    """Leave no copy of rows that are no longer kept, once that is sure."""
    for path in paths:
        if path:
            transaction.on_commit(partial(file_destroy, path))
