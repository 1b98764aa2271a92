"""Every part of a table that one to three of its dimensions cut out, with what it held before and holds now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """Rows of counts: `dimensions` gives each row's value in each dimension, `is_now` whether a row is of the time
    that is looked into or of the time before. The number that moved is `counted` over `of` (conversions of entrants,
    failures of attempts); for a plain sum `of` is the length of the row's time, the same for rows of one time, and
    `is_share` is false."""

    dimensions: Mapping[str, Sequence[str]]
    is_now: Flags
    counted: Numbers
    of: Numbers
    is_share: bool = True


@dataclass(frozen=True)
class Cut:
    """All parts that a choice of dimensions cuts out: `part` is each row's part, `names` each part's values, and the
    rest what each held: counted now and before, and of how many."""

    dimensions: tuple[str, ...]
    names: list[tuple[str, ...]]
    part: Places
    counted_now: Numbers
    counted_before: Numbers
    of_now: Numbers
    of_before: Numbers


@dataclass(frozen=True)
class Coded:
    """A dimension's values as numbers."""

    values: NDArray[np.str_]
    codes: Places


def coded(table: Table) -> dict[str, Coded]:
    """The dimensions of a table as numbers, made once for all cuts."""
    found = {}
    for name, column in table.dimensions.items():
        values, codes = np.unique(np.asarray(column, dtype=str), return_inverse=True)
        found[name] = Coded(values, codes.astype(np.int64))
    return found


def cuts(table: Table, dimensions: Mapping[str, Coded], rows: Flags, depth: int) -> Iterator[Cut]:
    """Every cut by up to `depth` dimensions of the rows that are looked at.

    >>> table = Table({"device": ["ios", "web"], "plan": ["free", "free"]}, np.array([True, False]),
    ...               np.array([3.0, 4.0]), np.array([10.0, 9.0]))
    >>> both = list(cuts(table, coded(table), np.array([True, True]), 2))
    >>> [(one.dimensions, one.names) for one in both][0]
    (('device',), [('ios',), ('web',)])
    >>> both[1].counted_now.tolist(), both[1].counted_before.tolist()
    ([3.0], [4.0])
    """
    for number in range(1, min(depth, len(dimensions)) + 1):
        for names in combinations(dimensions, number):
            yield _cut(table, {name: dimensions[name] for name in names}, rows)


def _cut(table: Table, chosen: Mapping[str, Coded], rows: Flags) -> Cut:
    key = np.zeros(len(table.counted), dtype=np.int64)
    for one in chosen.values():
        key = key * len(one.values) + one.codes
    _, first, part = np.unique(key, return_index=True, return_inverse=True)
    names = [tuple(str(one.values[one.codes[row]]) for one in chosen.values()) for row in first]

    def held(numbers: Numbers, when: Flags) -> Numbers:
        return np.bincount(part, numbers * (when & rows), len(names)).astype(np.float64)

    def of(when: Flags) -> Numbers:
        # Every part of a sum has had the whole time.
        return (
            held(table.of, when) if table.is_share else np.full(len(names), table.of[when].max(initial=0.0))
        )

    now, before = table.is_now, ~table.is_now
    return Cut(
        tuple(chosen), names, part.astype(np.int64),
        held(table.counted, now), held(table.counted, before), of(now), of(before),
    )  # fmt: skip


def with_past(cut: Cut, wider: Mapping[tuple[str, ...], Cut]) -> tuple[Cut, Numbers]:
    """The cut, where parts with values that were not there before have the past of the part without those values,
    and for each part how many of its values are new. `wider` has all cuts by fewer dimensions, and this one.

    A part all of whose values are new, or that had no past without them either, is left as it is.
    """
    new = np.zeros((len(cut.names), len(cut.dimensions)), dtype=bool)
    for at, dimension in enumerate(cut.dimensions):
        single = wider[dimension,]
        unseen = {name for (name,), of in zip(single.names, single.of_before, strict=True) if of == 0}
        new[:, at] = [names[at] in unseen for names in cut.names]
    number = new.sum(axis=1)
    counted, of = cut.counted_before.copy(), cut.of_before.copy()
    for part in np.flatnonzero((number > 0) & (number < len(cut.dimensions))):
        counted[part], of[part] = _past_without(cut, int(part), ~new[part], wider)
    return replace(cut, counted_before=counted, of_before=of), number.astype(np.float64)


def _past_without(
    cut: Cut, part: int, kept: Flags, wider: Mapping[tuple[str, ...], Cut]
) -> tuple[float, float]:
    dimensions = tuple(name for name, keep in zip(cut.dimensions, kept, strict=True) if keep)
    names = tuple(name for name, keep in zip(cut.names[part], kept, strict=True) if keep)
    past = wider[dimensions]
    at = past.names.index(names)
    return float(past.counted_before[at]), float(past.of_before[at])
