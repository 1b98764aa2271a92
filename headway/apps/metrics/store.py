"""Rows behind metrics: files of the workspace and the event store, read by a DuckDB that can open nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
Fixture = Mapping[str, Sequence[Mapping[str, Any]]]


@contextmanager
def tables_open(
    context: Context, limits: Mapping[str, str] | None = None
) -> "Iterator[duckdb.DuckDBPyConnection]":
    """The workspace's tables, the events among them, to be read and nothing else, within DuckDB's `limits`."""
    tables = list(rows(MetricTable, context))
    with connection() as session:
        _days(session)
        segments = stitched_view(session, context, "stitched")
        _allow(session, [*(one.path for one in tables), *segments])
        for one in tables:
            session.execute(f"CREATE VIEW {quoted(one.ref)} AS {select('*', segments_sql([one.path]))}")
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
        raise Invalid(f"The metric cannot be worked out on these tables: {_first_line(error)}") from error
    if len(listed) > rows_most:
        raise Invalid(f"The answer has more than {rows_most:,} rows; group by less or take fewer days.")
    return [column[0] for column in found.description], listed


def file_kept(source: Path, target: Path) -> tuple[int, list[dict[str, str]]]:
    """A CSV or Parquet file as Parquet in the target, with its number of rows and its columns. Raises Invalid."""
    import duckdb  # noqa: PLC0415

    with connection() as session:
        reader = "read_parquet" if _is_parquet(source) else "read_csv"
        try:
            session.execute(f"CREATE TABLE kept AS {select('*', f'{reader}(?)')}", [str(source)])
        except duckdb.Error as error:
            raise Invalid(f"The file cannot be read as CSV or Parquet: {_first_line(error)}") from error
        columns = [
            {"name": name, "type": kind} for name, kind, *_ in session.execute("DESCRIBE kept").fetchall()
        ]
        count = session.execute("SELECT count(*) FROM kept").fetchone()
        session.execute(f"COPY kept TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    assert count is not None
    return int(count[0]), columns


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:300]


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) == b"PAR1"


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
