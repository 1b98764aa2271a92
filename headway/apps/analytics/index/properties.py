"""Properties of events as columns, read from the segments the first time that somebody asks for them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from headway.apps.analytics.index.columns import (
    Index,
    narrow,
    property_file,
    property_in,
    property_read,
    property_told,
    property_write,
)
from headway.apps.analytics.index.extending import Extended
from headway.apps.analytics.index.raw import reading, rows_in, sources
from headway.apps.analytics.index.words import code_sql, words
from headway.core.errors import Invalid
from headway.engine.behaviour.histories import MISSING, Column

if TYPE_CHECKING:
    import duckdb

VALUES_MOST = 1_000_000


def property_column(index: Index, name: str, pointer: str) -> Column:
    """A property of all events, read from the segments the first time that somebody asks for it.

    Raises Invalid for one of more than a million values.
    """
    return property_read(index, name) or _property_build(index, name, pointer)


def property_of(index: Index | Extended, name: str, pointer: str) -> Column:
    """A property of all events, also of those that came after the index was made.

    Raises Invalid for one of more than a million values.
    """
    if isinstance(index, Index):
        return property_column(index, name, pointer)
    base, came = property_column(index.base, name, pointer), _came(index, name, pointer)
    values = tuple(sorted({*base.values, *came.values}))
    code = {value: n for n, value in enumerate(values)}
    kind = narrow(len(values), signed=True)
    # The last place of a table is what MISSING, which is -1, looks up.
    was, own = (np.array([*(code[one] for one in column.values), MISSING], kind) for column in (base, came))
    old = base.codes if values == base.values else was[base.codes]
    source = index.column("source")
    is_old = source >= 0
    new = np.empty(len(source), kind)
    new[is_old], new[~is_old] = was[base.codes[source[is_old]]], own[came.codes[-1 - source[~is_old]]]
    return Column(index.splice.column(old, new), values)


def _came(index: Extended, name: str, pointer: str) -> Column:
    """A property of the rows that came, as their segments have it; those before are known already."""
    segments = index.facts.segments[len(index.base.facts.segments) :]
    known = property_in(index.folder, property_file(name))
    done = property_told(index.folder, name) if known else 0
    if known and done == len(segments):
        return known
    places = {value: n for n, value in enumerate(known.values)} if known else {}
    read = codes_read(index.folder, segments[done:], name, pointer, places)
    codes = np.concatenate((known.codes, read)) if known else read
    property_write(index.folder, (name, pointer), codes, list(places), len(segments))
    return Column(codes, tuple(places))


def _property_build(index: Index, name: str, pointer: str) -> Column:
    places: dict[str, int] = {}
    codes = codes_read(index.folder, index.facts.segments, name, pointer, places)
    values = sorted(places)
    table = np.full(len(values) + 1, MISSING, narrow(len(values), signed=True))
    table[np.array([places[one] for one in values], np.intp)] = np.arange(len(values))
    property_write(index.folder, (name, pointer), table[codes[index.column("origin")]], values)
    found = property_read(index, name)
    assert found is not None
    return found


def codes_read(
    folder: Path, segments: Sequence[str], name: str, pointer: str, places: dict[str, int]
) -> NDArray[np.int32]:
    """The values of a property in all rows of segments as places in `places`, which grows with what is met."""
    with reading(folder) as session:
        counts = rows_in(session, segments)
        codes = np.empty(sum(counts), np.int32)
        value = "json_extract_string(properties, '" + pointer.replace("'", "''") + "')"
        place = 0
        for part in _coded(session, segments, counts, value, places):
            codes[place : place + len(part)] = part
            place += len(part)
            if len(places) > VALUES_MOST:
                raise Invalid(
                    f"{name} has more than {VALUES_MOST:,} values; ask about a property that fewer events share."
                )
    return codes


def _coded(
    session: "duckdb.DuckDBPyConnection",
    segments: Sequence[str],
    counts: Sequence[int],
    value: str,
    places: dict[str, int],
) -> Iterator[NDArray[np.int32]]:
    """The values of all rows as places in `places`, which grows with what is met."""
    for source, _ in sources(segments, counts):
        session.execute(f"CREATE OR REPLACE TABLE taken AS SELECT {value} AS word FROM {source}")  # nosec B608 # noqa: S608 - our own names, quoted
        yield _places_of(session, places)


def _places_of(session: "duckdb.DuckDBPyConnection", places: dict[str, int]) -> NDArray[np.int32]:
    known = words(session, "value", "SELECT DISTINCT word FROM taken")
    table = np.array([*(places.setdefault(word, len(places)) for word in known), MISSING], np.int32)
    found = session.execute(f"SELECT {code_sql('word', 'value', known)} AS code FROM taken").fetchnumpy()  # nosec B608 # noqa: S608 - our own names
    codes: NDArray[np.int32] = table[found["code"]]
    return codes
