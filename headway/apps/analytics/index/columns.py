"""The files of an index, and how they are read: mapped into memory, so that a question reads what it touches."""

import hashlib
import json
import mmap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, overload
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from headway.apps.analytics.index.naming import FACTS, PROPERTY, UNTIED, By, Ties, whole
from headway.engine.behaviour.histories import MISSING, Column, Histories, Postings

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
    """What is known of an index beside its columns; `last_us` is the last event of all, `stored` how many rows the
    segments have, also of nobody."""

    by: By
    rows: int
    events: tuple[str, ...]
    last_us: int | None
    segments: tuple[str, ...]
    built_s: float = 0.0
    stored: int = 0
    ties: Ties = UNTIED


@dataclass(frozen=True)
class Index:
    """The columns of one workspace in a folder, by person or by account."""

    folder: Path
    facts: Facts

    @property
    def base(self) -> "Index":
        """The index itself, as that of one with what came after it."""
        return self

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

    def numbers_of(self, names: Sequence[str]) -> list[int]:
        """The numbers of people; MISSING for whoever is not among them."""
        sums, order, people = self.column("people_sums"), self.column("people_order"), self.people()
        wanted = _sums(names)
        begins, ends = (np.searchsorted(sums, wanted, side) for side in ("left", "right"))
        return [
            next((int(n) for n in order[begin:end] if people[int(n)] == name), MISSING)
            for name, begin, end in zip(names, begins.tolist(), ends.tolist(), strict=True)
        ]

    def column(self, name: str) -> NDArray[Any]:
        """One column, mapped; reading it reads the file."""
        return mapped(self.folder, name)

    @property
    def bytes_on_disk(self) -> int:
        return sum(path.stat().st_size for path in self.folder.iterdir())


def mapped(folder: Path, name: str) -> NDArray[Any]:
    """One column of a folder; reading it reads the file."""
    return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))


def index_open(folder: Path) -> Index:
    """The index in a folder, whose facts are written last."""
    return Index(folder, facts_read(folder))


def facts_read(folder: Path) -> Facts:
    """The facts that were written last of all into a folder."""
    told = json.loads((folder / FACTS).read_text())
    return Facts(**told | {name: tuple(told[name]) for name in ("events", "segments", "ties")})


def names_write(folder: Path, names: Sequence[str], name: str = "people") -> None:
    """Texts as files that Names reads, and what finds the number of one."""
    texts = [one.encode() for one in names]
    ends = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(one) for one in texts], out=ends[1:])
    sums = _sums(names)
    order = np.argsort(sums, kind="stable").astype(np.int32)
    columns: dict[str, NDArray[Any]] = {
        name: np.frombuffer(b"".join(texts), np.uint8), f"{name}_ends": ends,
        f"{name}_sums": sums[order], f"{name}_order": order,
    }  # fmt: skip
    for file, column in columns.items():
        np.save(folder / f"{file}.npy", column)


def _sums(names: Sequence[str]) -> NDArray[np.uint32]:
    return np.fromiter((crc32(name.encode()) for name in names), np.uint32, len(names))


def property_file(name: str) -> str:
    """The file of a property, whatever its name is made of."""
    return PROPERTY + hashlib.sha256(name.encode()).hexdigest()[:20]


def property_read(index: Index, name: str) -> Column | None:
    """A property that was asked for before."""
    return property_in(index.folder, property_file(name))


def property_in(folder: Path, file: str) -> Column | None:
    """A property as it was written."""
    told = folder / f"{file}.json"
    if not told.exists():
        return None
    return Column(mapped(folder, file), tuple(json.loads(told.read_text())["values"]))


def property_told(folder: Path, name: str) -> int:
    """For how many segments a property is kept that was written."""
    return int(json.loads((folder / f"{property_file(name)}.json").read_text())["segments"])


def property_write(
    folder: Path, called: tuple[str, str], codes: NDArray[Any], values: Sequence[str], segments: int = 0
) -> None:
    """Keep a property, called by its name and its place in JSON; values last, since they say that it is there. Where
    it is kept row by row as the segments have it, `segments` says for how many."""
    file = property_file(called[0])
    told = {"called": called, "values": list(values), "segments": segments}
    whole(folder / f"{file}.npy", lambda path: np.save(path, codes))
    whole(folder / f"{file}.json", lambda path: path.write_text(json.dumps(told)))


def properties_known(folder: Path) -> list[tuple[str, str]]:
    """Which properties were asked for before."""
    return [tuple(json.loads(path.read_text())["called"]) for path in folder.glob(f"{PROPERTY}*.json")]


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
