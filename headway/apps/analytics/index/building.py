"""An index made from segments, in stretches of rows and of people, so that memory does not grow with the events."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from headway.apps.analytics.index.columns import (
    Facts,
    Index,
    column_new,
    index_open,
    let_go,
    names_write,
    narrow,
)
from headway.apps.analytics.index.naming import FACTS, UNTIED, By, Ties
from headway.apps.analytics.index.raw import (
    ROWS_AT_ONCE,
    Raw,
    events_known,
    raw_columns,
    reading,
)
from headway.engine.behaviour.histories import MISSING, Longs

KEY_MOST = 1 << 62


def index_build(
    segments: Sequence[str], aliases: Mapping[str, str], by: By, folder: Path, ties: Ties = UNTIED
) -> Index:
    """Write the index of segments into an empty folder: whom an id stands for by `aliases`, events of one instant
    by name, then in the order of the segments. Events without an account are in none by account. `ties` tells which
    aliases there were."""
    began = time.monotonic()
    with reading(folder) as session:
        events, last_us = events_known(session, segments)
        raw, names = raw_columns(session, segments, by, events, folder)
    people, whose = _people(names, aliases if by == "person" else {})
    _give(raw[0], whose)
    names_write(folder, people)
    rows = _sorted(folder, raw, len(people), len(events))
    for name in ("raw_who", "raw_at", "raw_event"):
        (folder / f"{name}.npy").unlink()
    facts = Facts(
        by,
        rows,
        tuple(events),
        last_us,
        tuple(segments),
        round(time.monotonic() - began, 2),
        len(raw[0]),
        ties,
    )
    (folder / FACTS).write_text(json.dumps(asdict(facts)))
    return index_open(folder)


def _people(names: Sequence[str], aliases: Mapping[str, str]) -> tuple[Sequence[str], NDArray[np.int32]]:
    """Everybody, sorted, and for each id whose it is."""
    meant = [aliases.get(name, name) for name in names]
    people = sorted(set(meant))
    place = {name: n for n, name in enumerate(people)}
    return people, np.fromiter((place[name] for name in meant), np.int32, len(meant))


def _give(who: NDArray[np.int32], whose: NDArray[np.int32]) -> None:
    """Make ids into the people whose they are."""
    # The last place of the table is what MISSING, which is -1, looks up.
    table = np.append(whose, np.int32(MISSING))
    for first in range(0, len(who), ROWS_AT_ONCE):
        some = slice(first, first + ROWS_AT_ONCE)
        who[some] = table[who[some]]
        let_go(who)


def _sorted(folder: Path, raw: Raw, people: int, events: int) -> int:
    """Write the rows by person, time and event; gives how many."""
    counts = np.zeros(people, np.int64)
    for first in range(0, len(raw[0]), ROWS_AT_ONCE):
        some = raw[0][first : first + ROWS_AT_ONCE]
        counts += np.bincount(some[some != MISSING], minlength=people)
    bounds = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    np.save(folder / "bounds.npy", bounds)
    rows = int(bounds[-1])
    kinds = {
        "person": np.int32, "at_us": np.int64, "event": narrow(events), "origin": np.uint32,
        "postings": np.uint32, "postings_at": np.int64,
    }  # fmt: skip
    columns = {name: column_new(folder, name, kind, rows) for name, kind in kinds.items()}
    places = _postings_places(folder, raw, events)
    for first, last in _stretches(bounds):
        here = slice(int(bounds[first]), int(bounds[last]))
        at = _in_order(raw, first, last)
        columns["person"][here], columns["at_us"][here] = raw[0][at], raw[1][at]
        columns["event"][here], columns["origin"][here] = raw[2][at], at
        _post(columns, places, here)
        let_go(*raw, *columns.values())
    return rows


def _postings_places(folder: Path, raw: Raw, events: int) -> Longs:
    """Write where the rows of each event end; gives where they begin, which moves on as they are written."""
    counts = np.zeros(events, np.int64)
    for first in range(0, len(raw[0]), ROWS_AT_ONCE):
        some = slice(first, first + ROWS_AT_ONCE)
        counts += np.bincount(raw[2][some][raw[0][some] != MISSING], minlength=events)
    ends = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    np.save(folder / "postings_ends.npy", ends)
    return ends[:-1]


def _post(columns: Mapping[str, NDArray[Any]], places: Longs, here: slice) -> None:
    """Write the numbers and times of some rows among those of their events."""
    event = columns["event"][here]
    order = np.argsort(event, kind="stable")
    counts = np.bincount(event, minlength=len(places))
    # Where the rows of an event begin here, and where they belong.
    moved = places - (np.cumsum(counts) - counts)
    target = np.repeat(moved, counts) + np.arange(len(order))
    columns["postings"][target] = order + here.start
    columns["postings_at"][target] = columns["at_us"][here][order]
    places += counts


def _stretches(bounds: Longs) -> Iterator[tuple[int, int]]:
    """People between whom there are about so many rows as are sorted at once."""
    first, count = 0, len(bounds) - 1
    while first < count:
        last = int(np.searchsorted(bounds, bounds[first] + ROWS_AT_ONCE, "right")) - 1
        last = min(count, max(last, first + 1))
        yield first, last
        first = last


def _in_order(raw: Raw, first: int, last: int) -> Longs:
    """The rows of the people from `first` up to `last`, by person, time and event."""
    found = [
        start + np.flatnonzero((some >= first) & (some < last))
        for start in range(0, len(raw[0]), ROWS_AT_ONCE)
        if len(some := raw[0][start : start + ROWS_AT_ONCE])
    ]
    rows: Longs = np.concatenate(found)
    who, at_us = raw[0][rows].astype(np.int64) - first, raw[1][rows]
    since = at_us - at_us.min(initial=np.iinfo(np.int64).max)
    span = int(since.max(initial=0)) + 1
    if (last - first) * span >= KEY_MOST:
        return rows[np.lexsort((raw[2][rows], at_us, who))]
    # Segments are sorted already, so that sorting them into one another by one number is little work.
    key = who * span + since
    order = np.argsort(key, kind="stable")
    rows, key = rows[order], key[order]
    return rows[_ties_by_event(key, raw[2][rows])]


def _ties_by_event(key: Longs, event: NDArray[Any]) -> Longs:
    order = np.arange(len(key))
    same = np.flatnonzero(key[1:] == key[:-1])
    if len(same):
        tied = np.unique(np.concatenate((same, same + 1)))
        order[tied] = tied[np.lexsort((event[tied], key[tied]))]
    return order
