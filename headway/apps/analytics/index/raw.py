"""Rows as they lie in the segments, as columns of numbers, some at a time."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from headway.apps.analytics.index.columns import column_new, let_go
from headway.apps.analytics.index.naming import By
from headway.apps.analytics.index.words import code_sql, words
from headway.apps.analytics.store import connection, segments_sql
from headway.engine.behaviour.histories import MISSING

if TYPE_CHECKING:
    import duckdb

ROWS_AT_ONCE = 1 << 22
THREADS = 2
Raw = tuple[NDArray[Any], NDArray[Any], NDArray[Any]]


@contextmanager
def reading(folder: Path) -> "Iterator[duckdb.DuckDBPyConnection]":
    """A DuckDB that goes on on disk where its memory ends."""
    with connection() as session:
        spill = str(folder / "spill").replace("'", "''")
        session.execute(f"SET temp_directory = '{spill}'")
        yield session


def events_known(
    session: "duckdb.DuckDBPyConnection", segments: Sequence[str]
) -> tuple[Sequence[str], int | None]:
    """Names of events, sorted, as a type of the session; and when the last event of all was."""
    if not segments:
        return (), None
    source = segments_sql(segments)
    found = session.execute(f"SELECT max(at_us) FROM {source}").fetchone()  # nosec B608 # noqa: S608 - our own file names, quoted
    return words(session, "what", f"SELECT DISTINCT event FROM {source}"), found[0] if found else None  # nosec B608 # noqa: S608 - our own names


def raw_columns(
    session: "duckdb.DuckDBPyConnection", segments: Sequence[str], by: By, events: Sequence[str], folder: Path
) -> tuple[Raw, list[str]]:
    """Person (`MISSING`: of none), time and event of each row, in the order of the segments; and the ids that the
    numbers of persons stand for."""
    counts = rows_in(session, segments)
    kinds = {"raw_who": np.int32, "raw_at": np.int64, "raw_event": np.int32}
    who, at_us, event = (column_new(folder, name, kind, sum(counts)) for name, kind in kinds.items())
    known, alone, code = {"": MISSING}, Lock(), code_sql("event", "what", events)
    # Rows of a person mostly follow one another, so that few ids have to be looked at.
    begins = f"{by} IS DISTINCT FROM lag({by}) OVER ()"

    def read(source: str, first: int) -> None:
        cursor = session.cursor()
        columns = f"at_us, {code} AS event, {begins} AS begins"
        part = cursor.execute(f"SELECT {columns} FROM {source}").fetchnumpy()  # nosec B608 # noqa: S608 - our own names
        few = f"SELECT {by} AS who, {begins} AS begins FROM {source}"  # nosec B608 # noqa: S608 - our own names
        ids = cursor.execute(f"SELECT who FROM ({few}) WHERE begins").fetchnumpy()["who"].tolist()  # nosec B608 # noqa: S608 - our own names
        with alone:
            codes = np.fromiter((known.setdefault(one, len(known) - 1) for one in ids), np.int32, len(ids))
        here = slice(first, first + len(part["at_us"]))
        who[here] = np.repeat(codes, np.diff(np.flatnonzero(part["begins"]), append=len(part["at_us"])))
        at_us[here], event[here] = part["at_us"], part["event"]
        let_go(who, at_us, event)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda one: read(*one), sources(segments, counts)))
    return (who, at_us, event), list(known)[1:]


def rows_in(session: "duckdb.DuckDBPyConnection", segments: Sequence[str]) -> list[int]:
    """How many rows each segment has."""
    asked = (f"SELECT count(*) FROM {segments_sql([path])}" for path in segments)  # nosec B608 # noqa: S608 - our own file names, quoted
    return [int(found[0]) if (found := session.execute(one).fetchone()) else 0 for one in asked]


def sources(segments: Sequence[str], counts: Sequence[int]) -> Iterator[tuple[str, int]]:
    """All rows in the order of the segments, so many at once: what stands after FROM, and how many come before."""
    before = 0
    for path, count in zip(segments, counts, strict=True):
        source = segments_sql([path])
        numbered = source.removesuffix(")") + ", file_row_number = true)"
        if count <= ROWS_AT_ONCE:
            yield source, before
        else:
            for first in range(0, count, ROWS_AT_ONCE):
                last = first + ROWS_AT_ONCE - 1
                yield f"{numbered} WHERE file_row_number BETWEEN {first} AND {last}", before + first
        before += count
