"""Files of rows that become tables: CSV, Parquet and JSON lines, kept as Parquet."""

from pathlib import Path
from typing import TYPE_CHECKING

from headway.apps.analytics.store import connection, segments_sql
from headway.apps.metrics.plain import plain_of
from headway.apps.metrics.store import RESERVED, Cells, answered, first_line
from headway.core.errors import Invalid
from headway.engine.metrics.expressions import quoted, select

if TYPE_CHECKING:
    import duckdb

NAME = "^[a-z][a-z0-9_]{0,79}$"
_READERS = {"parquet": "read_parquet", "json": "read_json_auto", "csv": "read_csv"}
_NESTED = ("STRUCT", "MAP", "UNION", "JSON")


def file_kept(source: Path, target: Path) -> tuple[int, list[dict[str, str]]]:
    """A CSV, Parquet or JSON lines file as Parquet in the target, with its number of rows and its columns.

    What is nested in it is kept as JSON text, so that whoever is named there is found. Raises Invalid.
    """
    import duckdb  # noqa: PLC0415 - slow to load, and most requests never need it

    with connection() as session:
        reader = _READERS[_form(source)]
        try:
            session.execute(f"CREATE TABLE given AS {select('*', f'{reader}(?)')}", [str(source)])
        except duckdb.Error as error:
            raise Invalid(
                f"The file cannot be read as CSV, Parquet or JSON lines: {first_line(error)}"
            ) from error
        flat = ", ".join(_flat(name, kind) for name, kind in _described(session, "given"))
        session.execute(f"CREATE TABLE kept AS {select(flat, 'given')}")
        columns = [{"name": name, "type": kind} for name, kind in _described(session, "kept")]
        count = session.execute("SELECT count(*) FROM kept").fetchone()
        session.execute(f"COPY kept TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    assert count is not None
    return int(count[0]), columns


def first_rows(path: Path, most: int) -> Cells:
    """The first rows of a kept file."""
    with connection() as session:
        _, listed = answered(session, select("*", segments_sql([str(path)]), f" LIMIT {most}"))
    return [[plain_of(one, with_time=True) for one in each] for each in listed]


def name_free(name: str) -> None:
    """Raises Invalid for the names of tables that are no files."""
    if name in RESERVED:
        raise Invalid(f"Field name: {name} is a table already; choose another name.")


def _described(session: "duckdb.DuckDBPyConnection", table: str) -> list[tuple[str, str]]:
    return [(name, kind) for name, kind, *_ in session.execute(f"DESCRIBE {table}").fetchall()]


def _flat(name: str, kind: str) -> str:
    column = quoted(name)
    is_nested = kind.startswith(_NESTED) or kind.endswith("]")
    return f"CAST(to_json({column}) AS VARCHAR) AS {column}" if is_nested else column


def _form(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith(b"PAR1"):
        return "parquet"
    return "json" if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[") else "csv"
