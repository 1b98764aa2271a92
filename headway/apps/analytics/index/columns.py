"""The files of an index, and how they are read: mapped into memory, so that a question reads what it touches."""

import hashlib
import json
import mmap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from headway.apps.analytics.index.naming import FACTS, By
from headway.engine.behaviour.histories import Column, Histories, Postings

NARROW = (np.uint8, np.uint16)
NARROW_SIGNED = (np.int8, np.int16)


class Names(Sequence[str]):
    """Texts one after another in a file, each read when it is asked for."""

    def __init__(self, text: NDArray[np.uint8], ends: NDArray[np.int64]) -> None:
        self.text, self.ends = text, ends

    def __len__(self) -> int:
        return len(self.ends) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> "Names": ...
    def __getitem__(self, place: int | slice) -> "str | Names":
        if isinstance(place, slice):
            first, last, _ = place.indices(len(self))
            return Names(self.text, self.ends[first : max(first, last) + 1])
        at = range(len(self))[place]
        return self.text[int(self.ends[at]) : int(self.ends[at + 1])].tobytes().decode()

    def __iter__(self) -> Iterator[str]:
        begin = int(self.ends[0])
        content = self.text[begin : int(self.ends[-1])].tobytes()
        ends = (self.ends - begin).tolist()
        return (content[a:b].decode() for a, b in pairwise(ends))


@dataclass(frozen=True)
class Facts:
    """What is known of an index beside its columns; `last_us` is the last event of all."""

    by: By
    rows: int
    events: tuple[str, ...]
    last_us: int | None
    segments: tuple[str, ...]
    built_s: float = 0.0


@dataclass(frozen=True)
class Index:
    """The columns of one workspace in a folder, by person or by account."""

    folder: Path
    facts: Facts

    def histories(self) -> Histories:
        """Everybody's events, without their properties."""
        return Histories(
            self.people(),
            self.column("person"),
            self.column("at_us"),
            self.column("event"),
            self.facts.events,
            {},
            self.column("bounds"),
            Postings(self.column("postings"), self.column("postings_at"), self.column("postings_ends")),
        )

    def people(self) -> Names:
        return Names(self.column("people"), self.column("people_ends"))

    def column(self, name: str) -> NDArray[Any]:
        """One column, mapped; reading it reads the file."""
        return np.asarray(np.load(self.folder / f"{name}.npy", mmap_mode="r"))

    @property
    def bytes_on_disk(self) -> int:
        return sum(path.stat().st_size for path in self.folder.iterdir())


def index_open(folder: Path) -> Index:
    """The index in a folder, whose facts are written last."""
    told = json.loads((folder / FACTS).read_text())
    return Index(
        folder, Facts(**told | {"events": tuple(told["events"]), "segments": tuple(told["segments"])})
    )


def property_file(name: str) -> str:
    """The file of a property, whatever its name is made of."""
    return "p" + hashlib.sha256(name.encode()).hexdigest()[:20]


def property_read(index: Index, name: str) -> Column | None:
    """A property that was asked for before."""
    file = property_file(name)
    values = index.folder / f"{file}.json"
    if not values.exists():
        return None
    return Column(index.column(file), tuple(json.loads(values.read_text())))


def narrow(count: int, *, signed: bool = False) -> type[np.integer[Any]]:
    """The smallest type for codes below `count`; signed ones have room for a code of -1."""
    fitting = (one for one in (NARROW_SIGNED if signed else NARROW) if count - 1 <= np.iinfo(one).max)
    return next(fitting, np.int32)


def column_new(folder: Path, name: str, kind: Any, count: int) -> NDArray[Any]:
    """A column to be filled, as a mapped file."""
    if not count:
        np.save(folder / f"{name}.npy", np.empty(0, kind))
        return np.empty(0, kind)
    return np.lib.format.open_memmap(folder / f"{name}.npy", mode="w+", dtype=kind, shape=(count,))


def let_go(*columns: NDArray[Any]) -> None:
    """Have mapped columns take no memory until they are touched again; what was written to them stays."""
    for column in columns:
        if isinstance(column, np.memmap):
            column._mmap.madvise(mmap.MADV_DONTNEED)  # type: ignore[attr-defined]
