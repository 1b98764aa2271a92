"""Sorted segments read as they lie, without sorting anything: one thread for each file, two at a time."""

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from headway.apps.analytics.index.naming import By
from headway.apps.analytics.index.words import code_sql, words
from headway.apps.analytics.store import connection, segments_sql
from headway.engine.behaviour.histories import Flags, Histories, Longs

THREADS = 2


@dataclass(frozen=True, slots=True)
class _Segment:
    """Rows as they lie: at which of them the next person begins, and who they are."""

    people: list[str]
    is_next: Flags
    at_us: Longs
    event: NDArray[Any]


def columns_in_order(paths: Sequence[str], by: By, names: Collection[str]) -> Histories | None:
    """The events of some names in segments as histories; None where the rows of all files, one after another, are not
    in order of person, time and event."""
    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(lambda path: _segment(path, by, names), paths))
    people = [name for one in found for name in one.people]
    is_next, at_us, event = (
        np.concatenate([getattr(one, name) for one in found]) for name in ("is_next", "at_us", "event")
    )
    if not all(first < second for first, second in pairwise(people)) or _is_mixed(is_next, at_us, event):
        return None
    bounds = np.append(np.flatnonzero(is_next), len(at_us)).astype(np.int64)
    person = np.cumsum(is_next, dtype=np.int32) - np.int32(1)
    return Histories(people, person, at_us, event, tuple(sorted(names)), bounds=bounds)


def _segment(path: str, by: By, names: Collection[str]) -> _Segment:
    with connection() as session:
        # One thread for a file: several would have to wait for each other to keep its order.
        session.execute("SET threads = 1")
        session.register("named", {"word": np.array(sorted(names), dtype=object)})
        known = words(session, "event", "SELECT word FROM named")
        found = session.execute(
            f"""SELECT at_us, {code_sql("event", "event", known)} AS event,
            CASE WHEN {by} IS DISTINCT FROM lag({by}) OVER () THEN {by} END AS who
            FROM {segments_sql([path])} WHERE {by} <> '' AND event IN (SELECT word FROM event_words)"""  # nosec B608 # noqa: S608 - our own names
        ).fetchnumpy()
    is_next = ~np.ma.getmaskarray(found["who"])
    people = np.asarray(found["who"])[is_next].tolist()
    return _Segment(people, is_next, np.asarray(found["at_us"]), np.asarray(found["event"]))


def _is_mixed(is_next: Flags, at_us: Longs, event: NDArray[Any]) -> bool:
    """Whether the rows of a person are not in order of time and event."""
    step = np.diff(at_us)
    back = (step < 0) | ((step == 0) & (event[1:] < event[:-1]))
    return bool((back & ~is_next[1:]).any())
