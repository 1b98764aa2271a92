"""What can be shared: every list of records, and what apps add in their `sharing.py`, such as the roadmap."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import JsonValue

from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.lists.answers import ColumnShown, FilterGroup, Match, RowsQuestion
from headway.core.lists.columns import Column, RecordList, list_of, lists
from headway.core.lists.listing import page_of
from headway.core.lists.sheet import Sheet
from headway.core.roles import EVERYONE, Role

Cells = dict[str, JsonValue]


@dataclass(frozen=True)
class Wanted:
    """Which part of a source: filters as in lists, order, columns, how many rows, from where."""

    columns: tuple[str, ...]
    filters: tuple[FilterGroup, ...] = ()
    join: Match = "all"
    sort: tuple[str, ...] = ()
    limit: int = 50
    after: str = ""


@dataclass(frozen=True)
class Found:
    """`shown` describes the columns that were asked for; `problems` is about whatever could not be used."""

    rows: Sequence[Cells]
    total: int
    next: str = ""
    shown: Mapping[str, ColumnShown] = field(default_factory=dict)
    problems: Sequence[str] = ()


@dataclass(frozen=True)
class Source:
    """Something that can be shared: its columns as the person sees them, and its rows, each with its cells.

    `title` is the column that names a row; `start` and `end` say when it is, where the source knows. Rows of one title
    are a chart where `chart` has the columns that name and value its points. Of a source with `named` one thing is
    shared at a time: those there are, each with its address.
    """

    name: str
    label: str
    plural: str
    title: str
    columns: Callable[[Context], Mapping[str, Column]]
    rows: Callable[[Context, Wanted], Found]
    first: Callable[[Context], tuple[str, ...]]
    roles: frozenset[Role] = EVERYONE
    start: str = ""
    end: str = ""
    filtered: bool = True
    chart: tuple[str, ...] = ()
    named: Callable[[Context], Sequence[tuple[str, str]]] | None = None


_ADDED: dict[str, Source] = {}


def source_add(source: Source) -> Source:
    """Let something be shared that is no list of records."""
    _ADDED[source.name] = source
    return source


def sources() -> list[Source]:
    """Everything that can be shared, what apps added first."""
    return [*(_ADDED[name] for name in sorted(_ADDED)), *(_of_list(one) for one in lists())]


def source_named(name: str) -> Source:
    """What can be shared under that name. Raises NotFound, naming what there is."""
    known = _ADDED.get(name)
    try:
        return known or _of_list(list_of(name))
    except NotFound:
        names = ", ".join(one.name for one in sources())
        raise NotFound(f"Nothing named {name[:60]!r} can be shared; there are {names}.") from None


def _of_list(declared: RecordList) -> Source:
    return Source(
        name=declared.kind.name,
        label=declared.kind.label,
        plural=declared.kind.plural,
        title=_title(declared),
        columns=lambda context: Sheet(context, declared).columns,
        rows=lambda context, wanted: _listed(context, declared.kind.name, wanted),
        first=lambda context: tuple(one.name for one in Sheet(context, declared).shown([])[0]),
        roles=declared.roles & declared.kind.readers,
    )


def _title(declared: RecordList) -> str:
    found = [one.name for one in declared.columns if one.place == declared.kind.title]
    return found[0] if found else ""


def _listed(context: Context, kind: str, wanted: Wanted) -> Found:
    question = RowsQuestion(
        kind=kind,
        filters=list(wanted.filters),
        join=wanted.join,
        sort=list(wanted.sort),
        group=[],
        columns=list(wanted.columns),
        limit=wanted.limit,
        after=wanted.after,
        totals=False,
    )
    page = page_of(context, question)
    shown = {one.name: one for one in page.columns}
    return Found([row.cells for row in page.rows], page.total, page.next, shown, page.problems)


def in_order(rows: Sequence[Cells], columns: Mapping[str, Column], sort: Sequence[str]) -> list[Cells]:
    """Rows that are all at hand, sorted; what is unknown comes last either way.

    >>> in_order([{"a": 2}, {"a": None}, {"a": 1}], {}, ["-a"])
    [{'a': 2}, {'a': 1}, {'a': None}]
    """
    found = list(rows)
    for name in reversed(sort):
        own = name.removeprefix("-")
        known = [row for row in found if row.get(own) is not None]
        known.sort(key=lambda row, own=own: _comparable(row[own]), reverse=name.startswith("-"))  # type: ignore[misc]
        found = known + [row for row in found if row.get(own) is None]
    return found


def _comparable(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
