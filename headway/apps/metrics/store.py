"""Rows behind metrics: files of the workspace and the event store, read by a DuckDB that can open nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pydantic import JsonValue

from headway.apps.analytics.segments import stitched_view
from headway.apps.analytics.store import connection, segments_sql
from headway.apps.metrics.models import MetricTable
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.engine.metrics.expressions import quoted, select

if TYPE_CHECKING:
    import duckdb

EVENTS, DAYS = "events", "days"
RESERVED = frozenset({EVENTS, DAYS})
ROWS_MOST = 10_000
FIRST_DAY, LAST_DAY = "2015-01-01", "2035-01-01"
Cells = list[list[JsonValue]]
Fixture = Mapping[str, Sequence[Mapping[str, Any]]]


@contextmanager
def tables_open(
    context: Context, limits: Mapping[str, str] | None = None, instead: Mapping[str, str] | None = None
) -> "Iterator[duckdb.DuckDBPyConnection]":
    """The workspace's tables, the events among them, to be read and nothing else, within DuckDB's `limits`.

    `instead` gives tables of a name another file than the one that is kept.
    """
    tables = dict(rows(MetricTable, context).values_list("ref", "path")) | dict(instead or {})
    with connection() as session:
        _days(session)
        segments = stitched_view(session, context, "stitched")
        _allow(session, [*tables.values(), *segments])
        for name, path in tables.items():
            session.execute(f"CREATE VIEW {quoted(name)} AS {select('*', segments_sql([path]))}")
        session.execute(f"CREATE VIEW {EVENTS} AS {_events(context)}")
        for name, value in (limits or {}).items():
            session.execute(f"SET {name} = '{value}'")
        _lock(session)
        yield session


@contextmanager
def fixture_open(fixture: Fixture) -> "Iterator[duckdb.DuckDBPyConnection]":
    """Made-up rows as tables, and nothing else."""
    with connection() as session:
        _days(session)
        for name, listed in fixture.items():
            _made(session, name, listed)
        _lock(session)
        yield session


def answered(
    session: "duckdb.DuckDBPyConnection", sql: str, rows_most: int = ROWS_MOST
) -> tuple[list[str], list[list[Any]]]:
    """The columns and rows of a SELECT. Raises Invalid where the tables lack what it needs, and for too many rows."""
    import duckdb  # noqa: PLC0415 - slow to load, and most requests never need it

    try:
        found = session.execute(f"{select('*', f'({sql}) AS answer')} LIMIT {rows_most + 1}")
        listed = [list(row) for row in found.fetchall()]
    except duckdb.Error as error:
        raise Invalid(f"The metric cannot be worked out on these tables: {first_line(error)}") from error
    if len(listed) > rows_most:
        raise Invalid(f"The answer has more than {rows_most:,} rows; group by less or take fewer days.")
    return [column[0] for column in found.description], listed


def refusal(session: "duckdb.DuckDBPyConnection", sql: str) -> str:
    """Why a SELECT cannot be asked of these tables; empty where it can. No row is read."""
    import duckdb  # noqa: PLC0415

    try:
        session.execute(f"DESCRIBE {sql}")
    except duckdb.Error as error:
        return first_line(error)
    return ""


def first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:300]


def _days(session: "duckdb.DuckDBPyConnection") -> None:
    source = f"range(DATE '{FIRST_DAY}', DATE '{LAST_DAY}', INTERVAL 1 DAY)"
    session.execute(f"CREATE TABLE {DAYS} AS {select('CAST(range AS DATE) AS ds', source)}")


def _events(context: Context) -> str:
    # The moments of events as the workspace's clocks showed them.
    zone = context.workspace.time_zone.replace("'", "")
    moment = f"timezone('{zone}', make_timestamptz(at_us)) AS happened_at"
    return select(f"person, account, event, {moment}, properties", "stitched")


def _made(session: "duckdb.DuckDBPyConnection", name: str, listed: Sequence[Mapping[str, Any]]) -> None:
    columns = list(dict.fromkeys(key for row in listed for key in row))
    if name == DAYS or not columns:
        raise Invalid(f"Field fixture: {name[:60]!r} needs rows with columns, and another name than {DAYS}.")
    kinds = [f"{quoted(one)} {_kind([row.get(one) for row in listed])}" for one in columns]
    session.execute(f"CREATE TABLE {quoted(name)} ({', '.join(kinds)})")
    marks = ", ".join("?" for _ in columns)
    values = [[row.get(one) for one in columns] for row in listed]
    session.executemany(f"INSERT INTO {quoted(name)} VALUES ({marks})", values)  # nosec B608 # noqa: S608 - quoted


def _kind(values: Sequence[Any]) -> str:
    known = [one for one in values if one is not None]
    if known and all(isinstance(one, bool) for one in known):
        return "BOOLEAN"
    return "DOUBLE" if known and all(isinstance(one, int | float) for one in known) else "VARCHAR"


def _allow(session: "duckdb.DuckDBPyConnection", paths: Sequence[str]) -> None:
    listed = ", ".join("'" + one.replace("'", "''") + "'" for one in paths)
    session.execute(f"SET allowed_paths = [{listed}]")


def _lock(session: "duckdb.DuckDBPyConnection") -> None:
    session.execute("SET enable_external_access = false")
    session.execute("SET lock_configuration = true")
