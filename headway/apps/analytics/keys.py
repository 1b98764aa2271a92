"""Which events are in segments already: the keys of each segment, sorted in a file beside it.

To look a batch of new keys up touches a few pages of each file, however many events there are; nothing is guessed,
as filters would. A file of keys is made from its segment when it is missed.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from headway.core.ids import new_id

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    from numpy.typing import NDArray

SUFFIX = ".keys"


def keys_path(segment: str | Path) -> Path:
    """Where the keys of a segment are."""
    return Path(segment).with_suffix(SUFFIX)


def met_load(session: "duckdb.DuckDBPyConnection", table: str, known: Sequence[str]) -> None:
    """Give a session the table `met`: those keys of `table` that segments in `known` hold already."""
    import numpy as np  # noqa: PLC0415 - slow to load

    found = session.execute(f"SELECT DISTINCT key FROM {table} ORDER BY key").fetchnumpy()["key"]  # nosec B608 # noqa: S608 - our own names
    keys = np.asarray(found, dtype=np.uint64)
    met = {"key": keys[_met_before(session, keys, known)]}
    session.register("met_keys", met)
    session.execute("CREATE TABLE met AS SELECT key::UBIGINT AS key FROM met_keys")
    session.unregister("met_keys")


def _met_before(
    session: "duckdb.DuckDBPyConnection", keys: "NDArray[np.uint64]", known: Sequence[str]
) -> "NDArray[np.bool_]":
    """Whether each of some sorted keys is in one of the segments."""
    import numpy as np  # noqa: PLC0415

    met = np.zeros(len(keys), dtype=bool)
    for segment in known:
        there = _keys_of(session, Path(segment))
        if len(there) and len(keys):
            at = np.searchsorted(there, keys)
            met |= there[np.minimum(at, len(there) - 1)] == keys
    return met


def _keys_of(session: "duckdb.DuckDBPyConnection", segment: Path) -> "NDArray[np.uint64]":
    import numpy as np  # noqa: PLC0415

    path = keys_path(segment)
    if not path.exists():
        _write(session, segment, path)
    return np.memmap(path, dtype=np.uint64, mode="r") if path.stat().st_size else np.empty(0, np.uint64)


def _write(session: "duckdb.DuckDBPyConnection", segment: Path, path: Path) -> None:
    import numpy as np  # noqa: PLC0415

    read = session.execute("SELECT key FROM read_parquet(?) ORDER BY key", [str(segment)])
    found = np.asarray(read.fetchnumpy()["key"], dtype=np.uint64)
    making = path.with_name(f"{new_id()}{SUFFIX}.part")
    with making.open("wb") as stream:
        found.tofile(stream)
        # Half a file after a power cut would let doubles in.
        os.fsync(stream.fileno())
    making.rename(path)
