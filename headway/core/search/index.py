"""The index as a whole: put in place after migrations, made anew, compared with the tables it is made from."""

# ruff: noqa: S608 - made of names of our own tables and columns; values are parameters

from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from headway.core.search.sources import Source, quoted, sources
from headway.core.search.tables import language_of

ENTRIES = ""
# Higher when words are folded otherwise, so that every installation indexes anew.
VERSION = 1


@dataclass(frozen=True)
class Difference:
    """How a kind of a workspace differs from its table: rows not entered, entered otherwise, or gone from the table."""

    kind: str
    rows: int
    missing: int
    other: int
    extra: int

    @property
    def is_none(self) -> bool:
        return not (self.missing or self.other or self.extra)


def after_migrations(**about: Any) -> None:
    """Put triggers in place where one is missing or was made by other code, and index those kinds anew."""
    if "search_entry" in connection.introspection.table_names():
        with transaction.atomic():
            _put_in_place()


def triggers_remove() -> None:
    """Take every trigger of the index away."""
    for name, table in _triggers_there().items():
        _run(language_of(connection.vendor).dropped(name, table))


def _put_in_place() -> None:
    speech, tables = language_of(connection.vendor), set(connection.introspection.table_names())
    wanted = {
        source.kind: (source, speech.source_triggers(source))
        for source in sources()
        if source.table in tables
    }
    own = speech.entry_triggers()
    there, made = _triggers_there(), _made()
    names = set(own).union(*(triggers for _, triggers in wanted.values()))
    for name in set(there) - names:
        _run(speech.dropped(name, there[name]))
    if is_new := not _is_in_place(ENTRIES, own, there, made):
        _emptied()
        _triggers_make(ENTRIES, own, "search_entry")
    for kind, (source, triggers) in wanted.items():
        if is_new or not _is_in_place(kind, triggers, there, made):
            _triggers_make(kind, triggers, source.table)
            _run([_DELETE.format(kind=kind), *_all_rows(source)])


def _is_in_place(
    kind: str, triggers: dict[str, list[str]], there: dict[str, str], made: dict[str, str]
) -> bool:
    return set(triggers) <= set(there) and made.get(kind) == _print_of(triggers)


def _print_of(triggers: dict[str, list[str]]) -> str:
    return sha256(repr([*triggers.items(), VERSION]).encode()).hexdigest()


def _made() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, by FROM search_made")
        return dict(cursor.fetchall())


def _triggers_make(kind: str, triggers: dict[str, list[str]], table: str) -> None:
    speech = language_of(connection.vendor)
    for name, statements in triggers.items():
        _run([*speech.dropped(name, table), *statements])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_made WHERE kind = %s", [kind])
        cursor.execute("INSERT INTO search_made (kind, by) VALUES (%s, %s)", [kind, _print_of(triggers)])


def _triggers_there() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(language_of(connection.vendor).NAMES)
        return dict(cursor.fetchall())


def _emptied() -> None:
    """Empty the index before its own triggers are there; scopes keep their numbers."""
    for name in language_of(connection.vendor).entry_triggers():
        _run(language_of(connection.vendor).dropped(name, "search_entry"))
    _run(["DELETE FROM search_entry", "DELETE FROM search_term"])
    if connection.vendor == "sqlite":
        _run(["INSERT INTO search_index (search_index) VALUES ('rebuild')"])


_DELETE = "DELETE FROM search_entry WHERE scope IN (SELECT number FROM search_scope WHERE kind = '{kind}')"


def _all_rows(source: Source) -> list[str]:
    speech = language_of(connection.vendor)
    rest = f"FROM {quoted(source.table)} WHERE true"
    return [*speech.scopes_insert(source, rest=rest), speech.entries_insert(source, "WHERE true")]


def workspace_anew(workspace: UUID) -> None:
    """Make the entries of a workspace anew from its rows; the caller's transaction."""
    speech, own = language_of(connection.vendor), _stored(workspace)
    place = f"place = (SELECT number FROM search_place WHERE workspace = '{own}')"  # nosec B608
    _run([f"DELETE FROM search_entry WHERE {place}", f"DELETE FROM search_term WHERE {place}"])  # nosec B608
    for source in sources():
        rest = f"FROM {quoted(source.table)} WHERE workspace_id = '{own}'"
        _run(speech.scopes_insert(source, rest=rest))
        _run([speech.entries_insert(source, f"WHERE r.workspace_id = '{own}'")])
    tidy()


def tidy() -> None:
    """Have nothing left of words that are gone: PostgreSQL sums uses up, SQLite merges its lists of words."""
    _run(list(language_of(connection.vendor).TIDY))


def _stored(workspace: UUID) -> str:
    return str(workspace) if connection.vendor == "postgresql" else workspace.hex


def differences(workspace: UUID) -> list[Difference]:
    """Each kind of a workspace compared with its table, by kind."""
    return [_difference(source, _stored(workspace)) for source in sources()]


def _difference(source: Source, own: str) -> Difference:
    lower = 'lower(r.ref COLLATE "C")' if connection.vendor == "postgresql" else "lower(r.ref)"
    rows = f"""SELECT r.id AS record, {lower} AS ref, search_words({source.head_of("r.")}) AS title,
        search_words({source.body_of("r.")}) AS body
        FROM {quoted(source.table)} r WHERE r.workspace_id = '{own}'"""  # nosec B608
    entries = f"""SELECT record, ref, title, body FROM search_entry WHERE scope =
        (SELECT number FROM search_scope WHERE workspace = '{own}' AND kind = '{source.kind}')"""  # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(f"""WITH want AS MATERIALIZED ({rows}), have AS MATERIALIZED ({entries}) SELECT
            (SELECT count(*) FROM want),
            (SELECT count(*) FROM want WHERE record NOT IN (SELECT record FROM have)),
            (SELECT count(*) FROM want w JOIN have h ON h.record = w.record
             WHERE (h.ref, h.title, h.body) <> (w.ref, w.title, w.body)),
            (SELECT count(*) FROM have WHERE record NOT IN (SELECT record FROM want))""")  # nosec B608
        return Difference(source.kind, *cursor.fetchone())


def vocabulary_differs(workspace: UUID) -> int:
    """How many words of a workspace are counted otherwise than its entries have them."""
    counted = language_of(connection.vendor).TERMS_COUNTED
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM search_place WHERE workspace = %s", [_stored(workspace)])
        place = (cursor.fetchone() or (0,))[0]
        cursor.execute(counted, [place])
        want = {(term, int(uses)) for _, term, uses in cursor.fetchall()}
        cursor.execute("SELECT term, sum(uses) FROM search_term WHERE place = %s GROUP BY term", [place])
        have = {(term, int(uses)) for term, uses in cursor.fetchall() if uses}
    return len({term for term, _ in want ^ have})


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
