"""An index with rows put in and taken out as it is read, so that what came in since costs little."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from headway.apps.analytics.index.columns import Names
from headway.apps.analytics.index.splice_loops import column_loop, postings_loop
from headway.engine.behaviour.histories import Column, Histories, Longs, Numbers, Postings
from headway.engine.behaviour.quick import quick

THREADS = 2
Made = Callable[[], NDArray[Any]]


@dataclass(frozen=True)
class Splice:
    """Where new rows go, ascending (before which of the old ones), and which of the old ones go."""

    before: Longs
    drop: Longs

    @cached_property
    def numbers(self) -> Longs:
        """The numbers of the new rows among all."""
        gone = np.searchsorted(self.drop, self.before)
        return self.before - gone + np.arange(len(self.before))

    def column(self, old: NDArray[Any], new: NDArray[Any]) -> NDArray[Any]:
        """The values of all rows, of the type of the old ones."""
        loop = quick(column_loop, len(old))
        if loop is None:
            kept = np.delete(old, self.drop)
            return np.insert(kept, self.before - np.searchsorted(self.drop, self.before), new)
        found = np.empty(len(old) + len(new) - len(self.drop), old.dtype)
        loop(old, self.before, self.drop, new.astype(old.dtype, copy=False), found)
        return found

    @cached_property
    def _ranks(self) -> Longs:
        """For each row that goes how many stay before it."""
        return self.drop - np.arange(len(self.drop))

    def within(self, first: int, last: int) -> tuple["Splice", slice, slice]:
        """Of some rows, by their numbers among all: the splice, which of the new and which of the old ones."""
        begin, end = np.searchsorted(self.numbers, [first, last]).tolist()
        old = [
            rank + int(np.searchsorted(self._ranks, rank, "right")) for rank in (first - begin, last - end)
        ]
        gone = slice(*np.searchsorted(self.drop, old).tolist())
        before = np.maximum(self.before[begin:end] - old[0], 0)
        return Splice(before, self.drop[gone] - old[0]), slice(begin, end), slice(*old)


@dataclass(frozen=True, slots=True)
class SplicedPostings(Postings):
    """The rows of each event, of which only those are put together that somebody asks for.

    `old` is for each event the one it is in the index, or -1; `event` and `new_us` are of the new rows.
    """

    splice: Splice
    old: Longs
    event: NDArray[Any]
    new_us: Longs

    def of(self, codes: Sequence[int]) -> tuple[Numbers, Longs, Longs, Longs]:
        numbers = self.splice.numbers
        mine = [np.flatnonzero(self.event == code) for code in codes]
        old = [self._old(code) for code in codes]
        begins = np.concatenate(
            ([0], np.cumsum([len(a) + b.stop - b.start for a, b in zip(mine, old, strict=True)]))
        )
        rows, at_us = np.empty(begins[-1], np.uint32), np.empty(begins[-1], np.int64)
        ends = begins[1:].copy()

        def put(place: int) -> None:
            here, new = slice(begins[place], begins[place + 1]), mine[place]
            found = self._put(old[place], numbers[new], self.new_us[new], rows[here], at_us[here])
            ends[place] = begins[place] + found

        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(put, range(len(codes))))
        return rows, at_us, begins[:-1], ends

    def _old(self, code: int) -> slice:
        before = int(self.old[code])
        return slice(0, 0) if before < 0 else slice(int(self.ends[before]), int(self.ends[before + 1]))

    def _put(self, old: slice, new: Longs, new_us: Longs, rows: Numbers, at_us: Longs) -> int:
        was, was_us = self.rows[old], self.at_us[old]
        before, drop = self.splice.before, self.splice.drop
        loop = quick(postings_loop, len(self.rows))
        if loop:
            return int(loop(was, was_us, before, drop, new, new_us, rows, at_us))
        stays = ~np.isin(was, drop)
        was, was_us = was[stays].astype(np.int64), was_us[stays]
        now = was + np.searchsorted(before, was, "right") - np.searchsorted(drop, was)
        both = np.concatenate((now, new))
        order = np.argsort(both, kind="stable")
        rows[: len(both)], at_us[: len(both)] = both[order], np.concatenate((was_us, new_us))[order]
        return len(both)


class SplicedNames(Sequence[str]):
    """Names by their numbers among old ones, or below zero (from -1 down) among new ones."""

    def __init__(self, old: Names, new: Names, whose: NDArray[np.int32]) -> None:
        self.old, self.new, self.whose = old, new, whose

    def __len__(self) -> int:
        return len(self.whose)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> "SplicedNames": ...
    def __getitem__(self, place: int | slice) -> "str | SplicedNames":
        if isinstance(place, slice):
            return SplicedNames(self.old, self.new, self.whose[place])
        number = int(self.whose[place])
        return self.old[number] if number >= 0 else self.new[-1 - number]

    def __iter__(self) -> Iterator[str]:
        old, new = list(self.old), list(self.new)
        return (old[number] if number >= 0 else new[-1 - number] for number in self.whose.tolist())


class LaterHistories(Histories):
    """Histories whose columns are put together when somebody reads them, of some rows those alone."""

    def __init__(
        self, columns: Mapping[str, Made], parts: Mapping[str, Callable[[slice], NDArray[Any]]], **known: Any
    ) -> None:
        self.__dict__.update(known, columns=columns, parts=parts, alone=Lock())

    def __getattr__(self, name: str) -> Any:
        mine = self.__dict__
        if name not in mine.get("columns", {}):
            raise AttributeError(name)
        with mine["alone"]:
            if name not in mine:
                mine[name] = mine["columns"][name]()
        return mine[name]

    def rows_of(self, name: str, rows: slice) -> NDArray[Any]:
        mine = self.__dict__
        if name in mine or name not in mine["parts"]:
            return super().rows_of(name, rows)
        found: NDArray[Any] = mine["parts"][name](rows)
        return found

    def having(self, properties: Mapping[str, Column]) -> Histories:
        known = {name: value for name, value in self.__dict__.items() if name != "alone"}
        return LaterHistories(**known | {"properties": properties})
