"""An index and what came after it was made as one: where the new rows go, worked out once for each state of the store.

Rows of a person are put among those there are, by time, event and segment; a person who turned out to be somebody else
goes over with all rows. What comes out is column for column what an index of all segments would be.
"""

import json
import shutil
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from headway.apps.analytics.index.arrivals import Arrivals, PersonOf, arrivals_read
from headway.apps.analytics.index.columns import (
    Facts,
    Index,
    Names,
    facts_read,
    mapped,
    names_write,
    narrow,
)
from headway.apps.analytics.index.naming import FACTS, PROPERTY, Ties
from headway.apps.analytics.index.splicing import LaterHistories, Splice, SplicedNames, SplicedPostings
from headway.engine.behaviour.histories import MISSING, Codes, Histories, Longs

SPOTS, ACCOUNTS = "spots.json", "accounts.json"


@dataclass(frozen=True)
class Extended:
    """An index with what came after it; `folder` holds where that goes."""

    base: Index
    folder: Path
    facts: Facts

    @property
    def splice(self) -> Splice:
        return Splice(self.column("before"), self.column("drop"))

    def column(self, name: str) -> NDArray[Any]:
        """One column of what came after."""
        return mapped(self.folder, name)

    def people(self) -> SplicedNames:
        new = Names(self.column("people"), self.column("people_ends"))
        return SplicedNames(self.base.people(), new, self.column("whose"))

    def histories(self) -> Histories:
        """Everybody's events, without their properties."""
        base, splice, bounds = self.base, self.splice, self.column("bounds")
        old, table = _events_moved(base.facts.events, self.facts.events)
        event, at_us = self.column("event"), self.column("at_us")
        postings = SplicedPostings(
            base.column("postings"),
            base.column("postings_at"),
            base.column("postings_ends"),
            splice,
            old,
            event,
            at_us,
        )

        def part(name: str, new: NDArray[Any], moved: NDArray[Any] | None, rows: slice) -> NDArray[Any]:
            some, came, was = splice.within(rows.start, rows.stop)
            return some.column(_taken(moved, base.column(name)[was]), new[came])

        parts = {
            "at_us": lambda rows: part("at_us", at_us, None, rows),
            "event": lambda rows: part("event", event, table, rows),
        }
        everything = slice(0, self.facts.rows)
        columns = {
            "person": lambda: np.repeat(np.arange(len(bounds) - 1, dtype=np.int32), np.diff(bounds)),
            "at_us": lambda: parts["at_us"](everything),
            "event": lambda: parts["event"](everything),
        }
        return LaterHistories(
            columns,
            parts,
            people=self.people(),
            events=self.facts.events,
            bounds=bounds,
            postings=postings,
            properties={},
        )


def _events_moved(before: Sequence[str], now: Sequence[str]) -> tuple[Longs, NDArray[Any] | None]:
    """For each event the number it had, and for each number it had the one it has (None: the same)."""
    was = {name: n for n, name in enumerate(before)}
    old = np.array([was.get(name, MISSING) for name in now], np.int64)
    if tuple(before) == tuple(now):
        return old, None
    return old, np.flatnonzero(old != MISSING).astype(narrow(len(now)))


def _taken(table: NDArray[Any] | None, codes: NDArray[Any]) -> NDArray[Any]:
    return codes if table is None else table[codes]


def extended_open(base: Index, folder: Path) -> Extended:
    """What was built in a folder, whose facts are written last."""
    return Extended(base, folder, facts_read(folder))


@dataclass(frozen=True)
class Since:
    """What is new: all segments by now, the aliases made since, who is whom, and what says whose further ids are."""

    segments: Sequence[str]
    fresh: Mapping[str, str]
    ties: Ties
    person_of: PersonOf


def extended_build(base: Index, earlier: Path | None, since: Since, folder: Path) -> Extended | None:
    """Write into an empty folder where the rows go that came after the index was made, going on from an `earlier` such
    folder. None where the index cannot be gone on from."""
    came = arrivals_read(earlier) if earlier else Arrivals()
    known = {*base.facts.segments, *came.segments}
    came.tied(since.fresh)
    came.add([one for one in since.segments if one not in known], base.facts.by, since.person_of)
    placed = _placed(base, came, earlier)
    if placed is None:
        return None
    events = tuple(sorted({*base.facts.events, *came.events}))
    rows = _rows(base, came, placed, events)
    _write(folder, base, placed, rows)
    came.write(folder)
    (folder / SPOTS).write_text(json.dumps(placed.spots))
    if earlier:
        for path in (*earlier.glob(f"{PROPERTY}*"), *earlier.glob(ACCOUNTS)):
            shutil.copy(path, folder)
    facts = replace(
        base.facts, rows=base.facts.rows + len(rows.before) - len(placed.drop), events=events,
        last_us=max((one for one in (base.facts.last_us, *came.last_us) if one is not None), default=None),
        segments=(*base.facts.segments, *came.segments), stored=base.facts.stored + len(came.who), ties=since.ties,
    )  # fmt: skip
    (folder / FACTS).write_text(json.dumps(asdict(facts)))
    return Extended(base, folder, facts)


# The number of somebody in the index (MISSING: is not there), and before which of its people the name comes.
Spot = tuple[int, int]


@dataclass(frozen=True)
class _Placed:
    """Whoever did something new: who is new, who is gone, and the number that each name has by now."""

    spots: dict[str, Spot]
    new: list[str]
    gone: Longs
    drop: Longs
    number: dict[str, int]


def _placed(base: Index, came: Arrivals, earlier: Path | None) -> _Placed | None:
    spots: dict[str, Spot] = (
        {name: (code, place) for name, (code, place) in json.loads((earlier / SPOTS).read_text()).items()}
        if earlier
        else {}
    )
    _spots_add(base, spots, {*came.moved, *came.moved.values(), *came.person.values()})
    came.moved = {one: whose for one, whose in came.moved.items() if spots[one][0] != MISSING}
    wanted = {*came.moved.values(), *came.person.values()}
    spots = {name: spots[name] for name in wanted | set(came.moved)}
    gone = np.array(sorted(spots[one][0] for one in came.moved), np.int64)
    if wanted & set(came.moved):
        return None
    new = sorted(name for name in wanted if spots[name][0] == MISSING)
    bounds = base.column("bounds")
    parts = [np.arange(bounds[one], bounds[one + 1]) for one in gone.tolist()]
    drop: Longs = np.concatenate(parts) if parts else np.empty(0, np.int64)
    return _Placed(spots, new, gone, drop, _numbers(spots, wanted, new, gone))


def _spots_add(base: Index, spots: dict[str, Spot], names: set[str]) -> None:
    unknown = [name for name in names if name not in spots]
    people = base.people()
    for name, code in zip(unknown, base.numbers_of(unknown), strict=True):
        spots[name] = (code, code if code != MISSING else bisect_left(people, name))


def _numbers(spots: Mapping[str, Spot], wanted: set[str], new: Sequence[str], gone: Longs) -> dict[str, int]:
    """The number of each name among all people, sorted."""
    names = list(wanted)
    place = np.array([spots[name][1] for name in names], np.int64)
    order = {name: n for n, name in enumerate(new)}
    ahead = np.searchsorted([spots[name][1] for name in new], place, "right")
    own = np.array([order.get(name, MISSING) for name in names], np.int64)
    ahead = np.where(own == MISSING, ahead, own)
    numbers = place - np.searchsorted(gone, place) + ahead
    return dict(zip(names, numbers.tolist(), strict=True))


@dataclass(frozen=True)
class _Rows:
    """New rows in the order of the index; `source` is their place in the index, or below zero (from -1 down) among
    what came; `before` says which row of the index they come before."""

    who: Longs
    at_us: Longs
    event: Codes
    source: Longs
    before: Longs


def _rows(base: Index, came: Arrivals, placed: _Placed, events: tuple[str, ...]) -> _Rows:
    code = {name: n for n, name in enumerate(events)}
    table = np.array([code[name] for name in base.facts.events], np.int64)
    own = np.array([code[name] for name in came.events], np.int64)
    new = np.hstack((_came(came, placed, own, base.facts.stored), _moved(base, came, placed, table)))
    who, at_us, event, source, order, spot, place = new[:, np.lexsort((new[4], new[2], new[1], new[0]))]
    before = _before(base, table, (at_us, event, order), np.stack((spot, place), axis=1))
    return _Rows(who, at_us, event.astype(narrow(len(events))), source, before)


def _came(came: Arrivals, placed: _Placed, own: Longs, stored: int) -> Longs:
    """What came, row by row (across): whose, when, which event, its source and place in the order, and its spot."""
    kept = np.flatnonzero(came.who != MISSING)
    whose = [(placed.number[name], *placed.spots[name]) for name in came.person.values()]
    number, spot, place = np.array(whose, np.int64).reshape(-1, 3)[came.who[kept]].T
    return np.stack((number, came.at_us[kept], own[came.event[kept]], -1 - kept, stored + kept, spot, place))


def _moved(base: Index, came: Arrivals, placed: _Placed, table: Longs) -> Longs:
    """The same of the rows of people who are somebody else by now."""
    ordered = sorted(came.moved, key=lambda one: placed.spots[one])
    bounds, rows = base.column("bounds"), placed.drop
    many = np.diff(bounds)[placed.gone]
    whose = [(placed.number[came.moved[one]], *placed.spots[came.moved[one]]) for one in ordered]
    number, spot, place = np.repeat(np.array(whose, np.int64).reshape(-1, 3), many, axis=0).T
    at_us, event, origin = (base.column(name)[rows].astype(np.int64) for name in ("at_us", "event", "origin"))
    return np.stack((number, at_us, table[event], rows, origin, spot, place))


def _before(base: Index, table: Longs, new: tuple[Longs, Longs, Longs], spots: Longs) -> Longs:
    """Before which row of the index each new row comes: found by halving among the rows of its person."""
    bounds, at_us, event, origin = (base.column(name) for name in ("bounds", "at_us", "event", "origin"))
    code, place = spots.T
    low: Longs = bounds[place].copy()
    high = bounds[np.where(code == MISSING, place, place + 1)]
    while len(left := np.flatnonzero(low < high)):
        middle = (low[left] + high[left]) >> 1
        at, kind, order = (one[left] for one in new)
        was = at_us[middle]
        less = was < at
        tied = np.flatnonzero(was == at)
        row = middle[tied]
        had = table[event[row]]
        less[tied] = (had < kind[tied]) | ((had == kind[tied]) & (origin[row] < order[tied]))
        low[left[less]] = middle[less] + 1
        high[left[~less]] = middle[~less]
    return low


def _write(folder: Path, base: Index, placed: _Placed, rows: _Rows) -> None:
    old, place = (
        np.diff(base.column("bounds")),
        np.array([placed.spots[one][1] for one in placed.new], np.int64),
    )
    whose = np.insert(np.arange(len(old), dtype=np.int32), place, -1 - np.arange(len(place), dtype=np.int32))
    whose = whose[~np.isin(whose, placed.gone)]
    counts = np.where(whose >= 0, old[np.maximum(whose, 0)] if len(old) else 0, 0)
    counts = counts + np.bincount(rows.who, minlength=len(whose))
    columns = {
        "before": rows.before, "drop": placed.drop, "at_us": rows.at_us, "event": rows.event, "source": rows.source,
        "who": rows.who, "whose": whose, "bounds": np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
    }  # fmt: skip
    for name, column in columns.items():
        np.save(folder / f"{name}.npy", column)
    names_write(folder, placed.new)
