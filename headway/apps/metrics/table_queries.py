"""The tables that metrics read, what stands in a file before it becomes one, and the first rows."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db.models import Max, Sum
from pydantic import Field, JsonValue

from headway.apps.analytics.loading import answers_loaded
from headway.apps.analytics.models import EventSegment
from headway.apps.metrics.answers import Refusal
from headway.apps.metrics.columns import EVENT_COLUMNS, kind_of
from headway.apps.metrics.models import MetricTable, SemanticModel
from headway.apps.metrics.plain import plain_of
from headway.apps.metrics.readers import broken_by, metrics_by
from headway.apps.metrics.store import EVENTS, RESERVED, answered, tables_open
from headway.apps.metrics.table_files import NAME, file_kept, first_rows, name_free
from headway.core.access import row, rows
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.files import upload_path
from headway.core.registry import Answer, Empty, Question, query
from headway.core.roles import MAKERS
from headway.engine.metrics.choosing import ColumnKind
from headway.engine.metrics.expressions import quoted, select

FIRST_ROWS = 20


class TableColumn(Answer):
    """A column; `type` is the database's word for what it holds, `kind` a plain one."""

    name: str
    type: str
    kind: ColumnKind


class TableRow(Answer):
    """A table; `models` are the semantic models that read it, `metrics` what stands on those.

    `as_of` is when its file was taken, of the events the last one; null where that is not known.
    """

    name: str
    rows: int
    columns: list[TableColumn]
    as_of: datetime | None
    models: list[str]
    metrics: list[str]


class TableList(Answer):
    """The files of the workspace as tables, and beside them the events."""

    events: TableRow
    rows: list[TableRow]


class TableDetail(Answer):
    """One table; the properties of events stand among the columns as `properties.name`."""

    row: TableRow
    columns: list[TableColumn]
    is_file: bool


class TablePreview(Answer):
    columns: list[TableColumn]
    rows: list[list[JsonValue]]


class FilePreview(Answer):
    """What is in a file, and what comes of it in the place of the table of that name.

    `replaces` is whether there is one; `missing` are columns that only the table has, `added` those that only the
    file has, `breaks` the metrics that could not be worked out with it.
    """

    count: int
    columns: list[TableColumn]
    rows: list[list[JsonValue]]
    replaces: bool
    missing: list[str]
    added: list[str]
    breaks: list[Refusal]


class TableQuestion(Question):
    name: str = Field(min_length=1, max_length=100)


class FileQuestion(Question):
    name: str = Field(pattern=NAME, description="What the table is to be called.", examples=["orders"])
    upload: str | None = Field(
        None, max_length=60, description="An uploaded CSV, Parquet or JSON lines file."
    )
    content: str | None = Field(None, max_length=2_000_000, description="Or the text of a CSV or JSON lines.")


@query("metrics.table_list")
def table_list(context: Context, question: Empty) -> TableList:
    """The tables that semantic models can read, by name, with the metrics that stand on each."""
    models: dict[str, list[str]] = {}
    for ref, table in rows(SemanticModel, context).order_by("ref").values_list("ref", "table"):
        models.setdefault(table, []).append(ref)
    metrics = metrics_by(context, "tables")
    listed = [
        _row(one, models.get(one.ref, []), metrics.get(one.ref, []))
        for one in rows(MetricTable, context).order_by("ref")
    ]
    return TableList(events=_events(context, models.get(EVENTS, []), metrics.get(EVENTS, [])), rows=listed)


@query("metrics.table_detail")
def table_detail(context: Context, question: TableQuestion) -> TableDetail:
    """One table with its columns, when it was taken and what reads it; `events` is one. Raises NotFound."""
    name = question.name
    models = list(
        rows(SemanticModel, context).filter(table=name).order_by("ref").values_list("ref", flat=True)
    )
    metrics = metrics_by(context, "tables").get(name, [])
    if name == EVENTS:
        found = _events(context, models, metrics)
        return TableDetail(row=found, columns=[*found.columns, *_properties(context)], is_file=False)
    found = _row(row(MetricTable, context, name), models, metrics)
    return TableDetail(row=found, columns=found.columns, is_file=True)


@query("metrics.table_preview", roles=MAKERS)
def table_preview(context: Context, question: TableQuestion) -> TablePreview:
    """The columns and the first 20 rows of a table, `events` among them; they may name people. Raises NotFound."""
    name = question.name if question.name in RESERVED else row(MetricTable, context, question.name).ref
    with tables_open(context) as session:
        kinds = session.execute(f"DESCRIBE {quoted(name)}").fetchall()
        _, listed = answered(session, select("*", quoted(name), f" LIMIT {FIRST_ROWS}"))
    return TablePreview(
        columns=[column_of(column, kind) for column, kind, *_ in kinds],
        rows=[[plain_of(one, with_time=True) for one in each] for each in listed],
    )


@query("metrics.file_preview", roles=MAKERS)
def file_preview(context: Context, question: FileQuestion) -> FilePreview:
    """What a file holds, and what would come of it as the table of a name; nothing is taken yet.

    Raises Invalid for a file that cannot be read.
    """
    name_free(question.name)
    with TemporaryDirectory() as folder:
        source = _source(context, question, Path(folder))
        target = Path(folder) / "kept.parquet"
        count, columns = file_kept(source, target)
        listed = first_rows(target, FIRST_ROWS)
        breaks = broken_by(context, question.name, target)
    there = rows(MetricTable, context).filter(ref=question.name).first()
    names = [one["name"] for one in columns]
    before = [str(one["name"]) for one in there.columns] if there else []
    return FilePreview(
        count=count,
        columns=[column_of(one["name"], one["type"]) for one in columns],
        rows=listed,
        replaces=there is not None,
        missing=[one for one in before if one not in names],
        added=[one for one in names if one not in before] if there else [],
        breaks=[Refusal(name=name, reason=why) for name, why in breaks.items()],
    )


def _source(context: Context, question: FileQuestion, folder: Path) -> Path:
    if (question.content is None) == (question.upload is None):
        raise Invalid("Give the rows either as content or as an upload.")
    if question.upload:
        return upload_path(context, question.upload)
    given = folder / "given"
    given.write_text(question.content or "", encoding="utf-8")
    return given


def column_of(name: str, type_name: str) -> TableColumn:
    return TableColumn(name=name, type=type_name, kind=kind_of(type_name))


def _row(one: MetricTable, models: list[str], metrics: list[str]) -> TableRow:
    columns = [column_of(each["name"], each["type"]) for each in one.columns]
    return TableRow(
        name=one.ref, rows=one.rows, columns=columns, as_of=one.taken_at or one.created_at, models=models,
        metrics=metrics,
    )  # fmt: skip


def _events(context: Context, models: list[str], metrics: list[str]) -> TableRow:
    found = rows(EventSegment, context).aggregate(rows=Sum("rows"), last=Max("last_at"))
    columns = [column_of(*one) for one in EVENT_COLUMNS.items()]
    return TableRow(
        name=EVENTS,
        rows=found["rows"] or 0,
        columns=columns,
        as_of=found["last"],
        models=models,
        metrics=metrics,
    )


def _properties(context: Context) -> list[TableColumn]:
    answers_loaded()
    from headway.apps.analytics.signals.properties import stored_names  # noqa: PLC0415

    return [column_of(f"properties.{one}", "VARCHAR") for one in stored_names(context, None)]
