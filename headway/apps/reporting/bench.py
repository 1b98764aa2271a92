"""Running a SELECT: on tables that can be read and nothing else, within limits, until it is done or stopped."""

import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as clock
from decimal import Decimal
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from pydantic import JsonValue

from headway.apps.metrics.models import MetricTable
from headway.apps.metrics.store import DAYS, EVENTS, tables_open
from headway.apps.reporting.answers import SqlAnswer, SqlColumn, SqlTable
from headway.apps.reporting.sql_text import said, statement_of, values_of
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.files import workspace_dir
from headway.core.roles import MAKERS

if TYPE_CHECKING:
    import duckdb

ROWS_MOST, BYTES_MOST, SECONDS_MOST = 10_000, 5_000_000, 20.0
# What does not fit is refused rather than written to a disk that others need.
LIMITS = {"memory_limit": "512MB", "temp_directory": ""}
LOOK_EACH_S, STALE_S = 0.1, 3_600
NUMBERS = ("INT", "DOUBLE", "FLOAT", "DECIMAL", "REAL")
LINES_BEFORE = 1


@dataclass(frozen=True)
class Run:
    """A text with the values of its parameters; `name` is what stops it."""

    sql: str
    given: Mapping[str, JsonValue] = field(default_factory=dict)
    defaults: Mapping[str, JsonValue] = field(default_factory=dict)
    name: str = ""
    seconds_most: float = SECONDS_MOST


def sees_people(context: Context) -> bool:
    return context.role in MAKERS


def run(context: Context, wanted: Run) -> SqlAnswer:
    """The rows of a SELECT. Raises Invalid in one sentence for whatever cannot be run, or takes too much."""
    import duckdb  # noqa: PLC0415 - slow to load, and most requests never need it

    own = list(rows(MetricTable, context).order_by("ref").values_list("ref", flat=True))
    is_open = sees_people(context)
    begun = time.monotonic()
    with tables_open(context, LIMITS) as session:
        if not is_open:
            _people_hide(session)
        read = [EVENTS, DAYS, *(own if is_open else [])]
        statement = statement_of(session, wanted.sql, read, [] if is_open else own)
        values = values_of(statement.names, wanted.given, wanted.defaults, context.today)
        with _watched(session, wanted.seconds_most, stop_path(context, wanted.name)) as watch:
            try:
                columns, found = _fetched(session, statement.text, values)
            except duckdb.InterruptException as error:
                raise Invalid(watch.reason) from error
            except duckdb.OutOfMemoryException as error:
                raise Invalid(
                    f"It needs more than {LIMITS['memory_limit']} of memory; read fewer rows."
                ) from error
            except duckdb.Error as error:
                raise Invalid(said(error, LINES_BEFORE)) from error
    return SqlAnswer(
        columns=columns, rows=found[:ROWS_MOST], cut=len(found) > ROWS_MOST,
        seconds=round(time.monotonic() - begun, 3), people_hidden=not is_open,
    )  # fmt: skip


def _people_hide(session: "duckdb.DuckDBPyConnection") -> None:
    """Put another name in the place of each person's, the same within one run, so that people can be counted."""
    salt = secrets.token_hex(16)
    session.execute(
        f"CREATE TEMP VIEW {EVENTS} AS SELECT md5('{salt}' || person) AS person, account, event, happened_at, "  # nosec B608 # noqa: S608 - our own names, and a salt of letters
        f"properties FROM memory.main.{EVENTS}"
    )


def _fetched(
    session: "duckdb.DuckDBPyConnection", text: str, values: Mapping[str, Any]
) -> tuple[list[SqlColumn], list[list[JsonValue]]]:
    # A table of its own counts towards the memory limit, which rows on their way out do not.
    session.execute(
        f"CREATE TEMP TABLE answer AS SELECT * FROM (\n{text}\n) LIMIT {ROWS_MOST + 1}",  # nosec B608 # noqa: S608 - one SELECT, checked
        values or None,
    )
    sizes = session.execute("SELECT sum(strlen(COLUMNS(*)::VARCHAR)) FROM answer").fetchone() or ()
    if sum(int(one or 0) for one in sizes) > BYTES_MOST:
        raise Invalid(f"The answer is larger than {BYTES_MOST // 1_000_000} MB; take fewer rows or columns.")
    kinds = session.execute("DESCRIBE answer").fetchall()
    found = session.execute("SELECT * FROM answer").fetchall()
    return [_column(name, kind) for name, kind, *_ in kinds], [[_plain(one) for one in row] for row in found]


def _column(name: str, kind: str) -> SqlColumn:
    return SqlColumn(
        label=name, type=kind.lower(), number=any(one in kind for one in NUMBERS) and "[" not in kind
    )


def _plain(value: Any) -> JsonValue:
    if isinstance(value, Decimal | float):
        number = float(value)
        return number if abs(number) < float("inf") else None
    if isinstance(value, datetime | date | clock):
        return value.isoformat()
    return value if isinstance(value, bool | int | str | None) else str(value)


@dataclass
class _Watch:
    reason: str = "It was stopped."


@contextmanager
def _watched(session: "duckdb.DuckDBPyConnection", seconds: float, stop: Path | None) -> Iterator[_Watch]:
    """Break off what the session does once its time is over or somebody asks for it."""
    watch, is_over = _Watch(), Event()
    end = time.monotonic() + seconds

    def look() -> None:
        while not is_over.wait(LOOK_EACH_S):
            if stop and stop.exists():
                session.interrupt()
            elif time.monotonic() > end:
                watch.reason = f"It took longer than {seconds:g} seconds and was stopped; read fewer days."
                session.interrupt()

    looking = Thread(target=look, daemon=True)
    looking.start()
    try:
        yield watch
    finally:
        is_over.set()
        looking.join()
        if stop:
            stop.unlink(missing_ok=True)


def stop_path(context: Context, name: str) -> Path | None:
    """The file whose being there stops a run of the person; None for a run without a name."""
    return workspace_dir(context, "sql") / f"{context.actor.pk}-{name}.stop" if name else None


def stop(context: Context, name: str) -> None:
    """Have a run of the person stopped; what nobody ever looked for is swept away."""
    path = stop_path(context, name)
    assert path is not None
    for old in path.parent.glob("*.stop"):
        if old.stat().st_mtime < time.time() - STALE_S:
            old.unlink(missing_ok=True)
    path.touch()


def tables(context: Context) -> list[SqlTable]:
    """The tables that may be read and their columns."""
    own = rows(MetricTable, context).order_by("ref").values_list("ref", "columns")
    texts = ["person", "account", "event"]
    events = [_column(one, "VARCHAR") for one in texts]
    events += [_column("happened_at", "TIMESTAMP"), _column("properties", "VARCHAR")]
    kept = (
        [SqlTable(name=ref, columns=_kept(columns)) for ref, columns in own] if sees_people(context) else []
    )
    return [
        SqlTable(name=EVENTS, columns=events),
        SqlTable(name=DAYS, columns=[_column("ds", "DATE")]),
        *kept,
    ]


def _kept(columns: Sequence[Mapping[str, str]]) -> list[SqlColumn]:
    return [_column(one["name"], one["type"]) for one in columns]
