"""Event segments: Parquet files written once, read by whoever asks through their own in-memory DuckDB."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from headway.apps.analytics.inbox import folder_sync
from headway.apps.analytics.keys import met_load
from headway.core.errors import Invalid
from headway.core.ids import new_id

if TYPE_CHECKING:
    import duckdb

FAULTS_KEPT_MOST = 5000
# DuckDB trims the names in a header, so no column of a file is called this.
LINE = '"line "'
# What tells an event from every other; equal events of one file are told apart by their number.
GOOD = "WHERE person <> '' AND event <> '' AND at_us IS NOT NULL"
# Of the rows of a table (line, person, account, event, time, properties) those that stay out, each with why.
LeftOut = Callable[[Iterable[tuple[Any, ...]]], Iterator[tuple[int, str]]]
KEY_SQL = (
    "hash(person, account, event, at_us, properties, "
    "row_number() OVER (PARTITION BY person, account, event, at_us, properties))"
)


@dataclass(frozen=True)
class EventColumns:
    """The file's own names of the columns that Headway knows."""

    person: str
    event: str
    at: str
    account: str = ""


@dataclass(frozen=True)
class Written:
    """A segment on disk that no manifest row lists yet."""

    path: Path
    sha256: str
    rows: int
    people: int
    first_at: datetime | None
    last_at: datetime | None
    known_already: int
    faults: list[tuple[int, str, str]]


@contextmanager
def connection() -> "Iterator[duckdb.DuckDBPyConnection]":
    """An in-memory DuckDB of one's own: no lock between processes, nothing left behind."""
    import duckdb  # noqa: PLC0415 - slow to load, and most requests never need it

    session = duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "1GB"})
    try:
        yield session
    finally:
        session.close()


def segment_write(
    source: Path,
    columns: EventColumns,
    folder: Path,
    known: Sequence[str],
    bytes_most: int,
    *,
    rule: LeftOut | None = None,
) -> Written:
    """Read a CSV of events (plain or gzip, UTF-8) and write the new ones as one segment sorted by person and
    time. Rows that earlier segments hold are left out, so the same file again adds nothing; and those that `rule` gives
    with the reason."""
    with connection() as session:
        _load(session, source, columns, bytes_most)
        faults = [*_faults(session), *(_ruled_out(session, rule) if rule else ())]
        total = _one(session, "SELECT count(*) FROM good")
        met_load(session, "good", known)
        session.execute(
            "CREATE TABLE fresh AS SELECT * FROM good WHERE key NOT IN (SELECT key FROM met) "
            "ORDER BY person, at_us"
        )
        return sealed(session, folder, total, faults)


def _ruled_out(session: "duckdb.DuckDBPyConnection", rule: LeftOut) -> list[tuple[int, str, str]]:
    """Take the rows out that a rule leaves out; gives them with why."""
    import numpy as np  # noqa: PLC0415 - slow to load

    found = session.execute(
        f"SELECT line, person, account, event, at_us, properties FROM parsed {GOOD} ORDER BY line"  # nosec B608 # noqa: S608 - our own names
    )
    parts = iter(lambda: found.fetchmany(10_000), [])
    out = list(rule(chain.from_iterable(parts)))
    if out:
        session.register("ruled", {"line": np.array([line for line, _ in out], dtype=np.int64)})
        session.execute("DELETE FROM parsed WHERE line IN (SELECT line FROM ruled)")
    return [(line, "", reason) for line, reason in out[:FAULTS_KEPT_MOST]]


def _load(session: "duckdb.DuckDBPyConnection", source: Path, columns: EventColumns, bytes_most: int) -> None:
    import duckdb  # noqa: PLC0415

    session.execute("SET preserve_insertion_order = true")
    try:
        session.execute(
            f"CREATE TABLE raw AS SELECT row_number() OVER () + 1 AS {LINE}, * FROM read_csv(?, header=true, "  # nosec B608 # noqa: S608 - our own names; values are bound or quoted
            "all_varchar=true, null_padding=false, strict_mode=false, ignore_errors=true, store_rejects=true, "
            "compression=?)",
            [str(source), "gzip" if _is_gzip(source) else "none"],
        )
    except duckdb.Error as error:
        raise Invalid(f"The file of events cannot be read: {str(error).splitlines()[0]}") from error
    names = [row[0] for row in session.execute("DESCRIBE raw").fetchall()][1:]
    known = {columns.person, columns.event, columns.at, columns.account}
    rest = [name for name in names if name not in known]
    account = f"coalesce({_quoted(columns.account)}, '')" if columns.account else "''"
    pairs = ", ".join(f"{_text(name)}, {_quoted(name)}" for name in rest)
    moment = f"try_cast({_quoted(columns.at)} AS TIMESTAMPTZ)"
    session.execute(
        f"""CREATE TABLE parsed AS SELECT {LINE} AS line, trim(coalesce({_quoted(columns.person)}, '')) AS person,
        {account} AS account, trim(coalesce({_quoted(columns.event)}, '')) AS event,
        CASE WHEN {moment} BETWEEN '0001-01-02' AND '9999-12-30' THEN epoch_us({moment}) END AS at_us,
        {_quoted(columns.at)} AS raw_at,
        {f"json_object({pairs})" if pairs else "'{}'"}::VARCHAR AS properties FROM raw"""  # nosec B608 # noqa: S608 - quoted
    )
    session.execute("DROP TABLE raw")
    session.execute(
        f"""CREATE VIEW good AS SELECT person, account, event, at_us, properties, {KEY_SQL} AS key
        FROM parsed {GOOD}"""  # nosec B608 # noqa: S608 - our own names; values are bound or quoted
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(2) == b"\x1f\x8b"


def _faults(session: "duckdb.DuckDBPyConnection") -> list[tuple[int, str, str]]:
    torn = session.execute(
        f"SELECT line, column_name, error_type FROM reject_errors LIMIT {FAULTS_KEPT_MOST}"  # nosec B608 # noqa: S608 - our own names; values are bound or quoted
    ).fetchall()
    empty = session.execute(
        f"""SELECT line, CASE WHEN person = '' THEN 'person_id' WHEN event = '' THEN 'event' ELSE 'ts' END,
        CASE WHEN person = '' OR event = '' THEN 'is empty'
             ELSE '''' || coalesce(raw_at, '') || ''' is not a date and time' END
        FROM parsed WHERE person = '' OR event = '' OR at_us IS NULL ORDER BY line LIMIT {FAULTS_KEPT_MOST}"""  # nosec B608 # noqa: S608 - our own names; values are bound or quoted
    ).fetchall()
    named = [(line, column or "", f"the row does not fit the header ({kind})") for line, column, kind in torn]
    return sorted([*named, *empty])


def segments_sql(paths: Iterable[str], is_mixed: bool = False) -> str:
    """The rows of segments, as what stands after FROM; of mixed ones each may have columns of its own."""
    return f"read_parquet([{', '.join(map(_text, paths))}], union_by_name={str(is_mixed).lower()})"


def _one(session: "duckdb.DuckDBPyConnection", sql: str) -> Any:
    row = session.execute(sql).fetchone()
    assert row is not None
    return row[0]


def sealed(
    session: "duckdb.DuckDBPyConnection", folder: Path, total: int, faults: list[tuple[int, str, str]]
) -> Written:
    """Write the table `fresh` as a segment that nothing lists yet."""
    row = session.execute(
        "SELECT count(*), count(DISTINCT person), min(at_us), max(at_us) FROM fresh"
    ).fetchone()
    assert row is not None
    count, people, first_us, last_us = row
    path = folder / f"{new_id()}.parquet"
    session.execute(f"COPY fresh TO {_text(path)} (FORMAT parquet, COMPRESSION zstd)")
    file_sync(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Written(path, digest, count, people, _moment(first_us), _moment(last_us), total - count, faults)


def file_sync(path: Path) -> None:
    """Have a file and its name on disk before anything says that it counts."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
    folder_sync(path.parent)


def _moment(at_us: int | None) -> datetime | None:
    return None if at_us is None else datetime.fromtimestamp(at_us / 1e6, UTC)
