"""Which entries of the index have certain words, the newest first: the one place that reads it."""

# ruff: noqa: S608 - made of names of our own tables and columns; values are parameters

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware

from headway.core.search.postgres import ANYWHERE, IN_TITLE
from headway.core.search.sqlite import SHIFT

COUNTED_MOST = 1000
Wanted = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Scope:
    """A kind of a workspace as the index numbers it; `place` is the workspace's number."""

    number: int
    place: int
    kind: str


@dataclass(frozen=True)
class Hit:
    """An entry with the words that stand in its title."""

    number: int
    kind: str
    record: UUID
    ref: str
    made_at: datetime
    title: frozenset[str]


@dataclass(frozen=True)
class Hits:
    """Entries to be ranked, and how many there are of each kind, up to `COUNTED_MOST` + 1."""

    entries: list[Hit]
    counts: Mapping[str, int]


def scopes_of(workspace: UUID, kinds: Sequence[str]) -> list[Scope]:
    """The kinds among these of which the workspace has had records."""
    own = workspace if connection.vendor == "postgresql" else workspace.hex
    found = _asked("SELECT number, place, kind FROM search_scope WHERE workspace = %s ORDER BY number", [own])
    return [Scope(*row) for row in found if row[2] in set(kinds)]


def by_ref(scopes: Sequence[Scope], ref: str) -> list[Hit]:
    """The records with exactly this ref, in whatever case."""
    kinds = {one.number: one.kind for one in scopes}
    rows = _asked(f"SELECT {_COLUMNS} FROM search_entry WHERE place = %s AND ref = %s",  # nosec B608
                  [scopes[0].place, ref])  # fmt: skip
    return [_hit(row, kinds) for row in rows if row[1] in kinds]


def with_words(scopes: Sequence[Scope], wanted: Wanted, each: int) -> Hits:
    """Entries that have one of each group of words: of each kind the newest `each`, and as many by their title."""
    if not scopes:
        return Hits([], {})
    find = _found_by_postgres if connection.vendor == "postgresql" else _found_by_sqlite
    numbers, counts = find(scopes, wanted, each)
    return Hits(_loaded(scopes, numbers), counts)


def _found_by_sqlite(scopes: Sequence[Scope], wanted: Wanted, each: int) -> tuple[set[int], dict[str, int]]:
    groups = " AND ".join(f"({' OR '.join(map(_said, group))})" for group in wanted)
    numbers, counts = set(), {}
    for scope in scopes:
        found = _rowids(groups, scope, COUNTED_MOST + 1)
        if found:
            counts[scope.kind] = len(found)
            numbers |= {*found[:each]}
            if len(found) > each:
                numbers |= {*_rowids(f"title : ({groups})", scope, each)}
    return numbers, counts


def _said(word: str) -> str:
    return f'"{word}"'


def _rowids(match: str, scope: Scope, most: int) -> list[int]:
    rows = _asked(
        "SELECT rowid FROM search_index WHERE search_index MATCH %s AND rowid > %s AND rowid < %s "
        "ORDER BY rowid DESC LIMIT %s",
        [match, scope.number << SHIFT, (scope.number + 1) << SHIFT, most],
    )
    return [number for (number,) in rows]


_POSTGRES = """WITH hit AS MATERIALIZED (
    SELECT number, scope, words @@ %s::tsquery AS titled FROM search_entry
    WHERE words @@ %s::tsquery AND scope = ANY(%s)),
  total AS (SELECT scope, count(*) AS n FROM hit GROUP BY scope)
SELECT total.scope, total.n, best.number FROM total CROSS JOIN LATERAL (
    (SELECT number FROM hit WHERE hit.scope = total.scope ORDER BY number DESC LIMIT %s)
    UNION (SELECT number FROM hit WHERE hit.scope = total.scope AND titled ORDER BY number DESC LIMIT %s)) best"""


def _found_by_postgres(scopes: Sequence[Scope], wanted: Wanted, each: int) -> tuple[set[int], dict[str, int]]:
    title, anywhere = (_lexemes(scopes[0].place, wanted, mark) for mark in (IN_TITLE, ANYWHERE))
    kinds = {one.number: one.kind for one in scopes}
    rows = _asked(_POSTGRES, [title, anywhere, list(kinds), each, each])
    counts = {kinds[scope]: min(total, COUNTED_MOST + 1) for scope, total, _ in rows}
    return {number for _, _, number in rows}, counts


def _lexemes(place: int, wanted: Wanted, mark: str) -> str:
    groups = ([f"'{place}{mark}{word}'" for word in group] for group in wanted)
    return " & ".join(f"({' | '.join(group)})" for group in groups)


_COLUMNS = "number, scope, record, ref, made_at, title"


def _loaded(scopes: Sequence[Scope], numbers: set[int]) -> list[Hit]:
    if not numbers:
        return []
    kinds = {one.number: one.kind for one in scopes}
    marks = ", ".join(["%s"] * len(numbers))
    rows = _asked(f"SELECT {_COLUMNS} FROM search_entry WHERE number IN ({marks})", sorted(numbers))  # nosec B608
    return [_hit(row, kinds) for row in rows]


def _hit(row: tuple[Any, ...], kinds: Mapping[int, str]) -> Hit:
    number, scope, record, ref, made_at, title = row
    return Hit(
        number,
        kinds[scope],
        record if isinstance(record, UUID) else UUID(record),
        ref,
        _moment(made_at),
        frozenset(title.split()),
    )


def _moment(stored: datetime | str) -> datetime:
    """SQLite keeps moments as text, without a zone, in UTC."""
    if isinstance(stored, datetime):
        return stored
    found = parse_datetime(stored)
    assert found is not None
    return make_aware(found, UTC) if is_naive(found) else found


def _asked(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
