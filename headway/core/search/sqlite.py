"""The index in SQLite: FTS5 over a table of words, both kept by triggers.

The number of an entry holds its scope (a kind in a workspace) in its upper bits, so that the newest of one kind in
one workspace are found without looking at any other.
"""

# ruff: noqa: S608 - made of names of our own tables and columns; values are parameters

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from headway.core.search.sources import Source, quoted
from headway.engine.text.words import word_set

SHIFT = 32
TABLES = (
    "CREATE TABLE search_made (kind TEXT PRIMARY KEY, by TEXT NOT NULL)",
    "CREATE TABLE search_place (number INTEGER PRIMARY KEY, workspace TEXT NOT NULL UNIQUE)",
    """CREATE TABLE search_scope (number INTEGER PRIMARY KEY, place INTEGER NOT NULL, workspace TEXT NOT NULL,
       kind TEXT NOT NULL, UNIQUE (workspace, kind))""",
    """CREATE TABLE search_entry (number INTEGER PRIMARY KEY, scope INTEGER NOT NULL, place INTEGER NOT NULL,
       record TEXT NOT NULL, ref TEXT NOT NULL, made_at TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL,
       UNIQUE (record, scope))""",
    "CREATE INDEX search_entry_ref ON search_entry (place, ref)",
    """CREATE TABLE search_term (place INTEGER NOT NULL, term TEXT NOT NULL, uses INTEGER NOT NULL,
       PRIMARY KEY (place, term)) WITHOUT ROWID""",
    """CREATE VIRTUAL TABLE search_index USING fts5(title, body, content='search_entry', content_rowid='number',
       tokenize='ascii', detail='column', columnsize=0)""",
)
DROP = tuple(
    f"DROP TABLE IF EXISTS search_{name}" for name in ("index", "term", "entry", "scope", "place", "made")
)
NAMES = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'search_*'"
TIDY = ("INSERT INTO search_index (search_index) VALUES ('optimize')",)
INTEGRITY = "INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)"
ENTRY_WORDS = "json_each('[\"' || replace(trim({row}.title || ' ' || {row}.body), ' ', '\",\"') || '\"]')"
TERMS_COUNTED = f"""SELECT e.place AS place, w.value AS term, count(DISTINCT e.number) AS uses
    FROM search_entry e, {ENTRY_WORDS.format(row="e")} w WHERE e.place = %s GROUP BY e.place, w.value"""  # nosec B608


def part_sql(parts: int, number: int) -> str:
    """SQL for one part of a term."""
    begin, end = f"length(term) * {number} / {parts}", f"length(term) * {number + 1} / {parts}"
    return f"substr(term, {begin} + 1, {end} - {begin})"


def terms_by_part(parts: int, number: int) -> str:
    """The vocabulary by the index of a part; by itself SQLite would rather walk through all of it."""
    return f"search_term INDEXED BY search_term_{parts}_{number}"


def functions_add(connection: BaseDatabaseWrapper, **about: Any) -> None:
    """Give a new connection the function that the triggers fold words with."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("search_words", 1, _words, deterministic=True)


def _words(text: str | None) -> str:
    return word_set(text or "")


def _counted(row: str, *, gone: bool) -> str:
    """Count the words of an entry in the vocabulary of its workspace."""
    words = ENTRY_WORDS.format(row=row)
    if not gone:
        return f"""INSERT INTO search_term (place, term, uses) SELECT DISTINCT {row}.place, value, 1 FROM {words}
            WHERE value <> '' ON CONFLICT (place, term) DO UPDATE SET uses = uses + 1;"""  # nosec B608
    own = f"place = {row}.place AND term IN (SELECT value FROM {words})"  # nosec B608
    return f"""UPDATE search_term SET uses = uses - 1 WHERE {own};
        DELETE FROM search_term WHERE {own} AND uses < 1;"""  # nosec B608


def _indexed(row: str, *, gone: bool) -> str:
    into, first = ("search_index, rowid", "'delete', ") if gone else ("rowid", "")
    return f"""INSERT INTO search_index ({into}, title, body)
        VALUES ({first}{row}.number, {row}.title, {row}.body);"""  # nosec B608


def entry_triggers() -> dict[str, list[str]]:
    """FTS5 and the vocabulary follow the entries."""
    gone = _indexed("OLD", gone=True) + _counted("OLD", gone=True)
    there = _indexed("NEW", gone=False) + _counted("NEW", gone=False)
    changed = "WHEN OLD.title <> NEW.title OR OLD.body <> NEW.body"
    on = {"insert": ("", there), "delete": ("", gone), "update": (changed, gone + there)}
    return {
        f"search_entry_{verb}": [
            f"""CREATE TRIGGER search_entry_{verb} AFTER {verb.upper()} ON search_entry {when}
            BEGIN {body} END"""
        ]
        for verb, (when, body) in on.items()
    }


def scopes_insert(source: Source, row: str = "", rest: str = "") -> list[str]:
    """Number the workspaces and kinds that are new."""
    rest = rest or "WHERE true"
    return [
        f"""INSERT INTO search_place (workspace) SELECT DISTINCT {row}workspace_id {rest}
        ON CONFLICT (workspace) DO NOTHING""",
        f"""INSERT INTO search_scope (place, workspace, kind)
        SELECT DISTINCT (SELECT number FROM search_place WHERE workspace = {row}workspace_id),
        {row}workspace_id, '{source.kind}' {rest} ON CONFLICT (workspace, kind) DO NOTHING""",  # nosec B608
    ]


def entries_insert(source: Source, rest: str) -> str:
    """Enter rows `r` of a table, those made first first."""
    order = "row_number() OVER (PARTITION BY s.number ORDER BY r.created_at, r.id)"
    own = f"FROM {quoted(source.table)} r JOIN {_scope('r.', source)} {rest}"
    return _entered(source, "r.", f"(s.number << {SHIFT}) + {order}", own)


def _entered(source: Source, row: str, number: str, rest: str) -> str:
    return f"""INSERT INTO search_entry (number, scope, place, record, ref, made_at, title, body)
        SELECT {number}, s.number, s.place, {row}id, lower({row}ref), {row}created_at,
        search_words({source.head_of(row)}), search_words({source.body_of(row)}) {rest}"""


def _scope(row: str, source: Source) -> str:
    return f"search_scope s ON s.workspace = {row}workspace_id AND s.kind = '{source.kind}'"


def source_triggers(source: Source) -> dict[str, list[str]]:
    """The entries follow the rows of one kind."""
    changed = " OR ".join(f"OLD.{quoted(one)} IS NOT NEW.{quoted(one)}" for one in source.columns)
    own = f"""record = {{0}}.id AND scope = (SELECT number FROM search_scope
        WHERE workspace = {{0}}.workspace_id AND kind = '{source.kind}')"""  # nosec B608
    bodies = {
        "insert": ("", "; ".join([*scopes_insert(source, "NEW."), _one_entered(source)])),
        "update": (f"WHEN {changed}", f"{_updated(source)} WHERE {own.format('NEW')}"),
        "delete": ("", f"DELETE FROM search_entry WHERE {own.format('OLD')}"),  # nosec B608
    }
    return {
        f"search_{source.kind}_{verb}": [
            f"""CREATE TRIGGER search_{source.kind}_{verb} AFTER {verb.upper()} ON {quoted(source.table)} {when}
            BEGIN {body}; END"""
        ]
        for verb, (when, body) in bodies.items()
    }


def _one_entered(source: Source) -> str:
    low, high = f"(s.number << {SHIFT})", f"((s.number + 1) << {SHIFT})"
    number = f"""coalesce((SELECT e.number FROM search_entry e WHERE e.number > {low} AND e.number < {high}
        ORDER BY e.number DESC LIMIT 1), {low}) + 1"""  # nosec B608
    return _entered(source, "NEW.", number, f"FROM {_scope('NEW.', source)}".replace(" ON ", " WHERE "))


def _updated(source: Source) -> str:
    return f"""UPDATE search_entry SET ref = lower(NEW.ref), made_at = NEW.created_at,
        title = search_words({source.head_of("NEW.")}), body = search_words({source.body_of("NEW.")})"""  # nosec B608


def dropped(name: str, table: str) -> list[str]:
    """Statements that take a trigger away."""
    return [f"DROP TRIGGER IF EXISTS {name}"]
