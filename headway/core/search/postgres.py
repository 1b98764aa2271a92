"""The index in PostgreSQL: entries with their words as a tsvector, kept by triggers for each statement.

The words of an entry stand in it with the number of their workspace before them, so that a search never looks at
another's. Uses of words are only ever added to the vocabulary and summed when read: counting in place would have
writers wait for each other, and be slow in large imports.
"""

# ruff: noqa: S608 - made of names of our own tables and columns; values are parameters

from headway.core.search.sources import Source, quoted
from headway.engine.text.words import DOUBLED, DROPPED, LETTERS_MOST, LOWER, PARTING, TEXT_MOST, UPPER

ANYWHERE, IN_TITLE = "/", "!"


def _doubled(sql: str) -> str:
    for one, two in DOUBLED:
        sql = f"replace({sql}, '{one}', '{two}')"
    return sql


_FOLDED = _doubled(f"""translate(lower(normalize(given, NFKD) COLLATE "C"), '{UPPER}', '{LOWER}')""")
TABLES = (
    f"""CREATE FUNCTION search_words(text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    DECLARE given text := left($1, {TEXT_MOST});
    BEGIN
      IF octet_length(given) = length(given) THEN given := lower(given COLLATE "C");
      ELSE given := regexp_replace({_FOLDED}, '[{DROPPED}]+', '', 'g'); END IF;
      RETURN (SELECT coalesce(string_agg(w, ' ' ORDER BY w), '') FROM (
        SELECT DISTINCT left(piece, {LETTERS_MOST}) COLLATE "C" AS w
        FROM regexp_split_to_table(given, '[{PARTING}]+') AS piece WHERE piece <> '') AS pieces);
    END $$""",  # nosec B608
    f"""CREATE FUNCTION search_lexemes(place integer, title text, body text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT array_to_tsvector(ARRAY(
      SELECT place || '{ANYWHERE}' || w FROM unnest(string_to_array(title || ' ' || body, ' ')) AS w WHERE w <> ''
      UNION
      SELECT place || '{IN_TITLE}' || w FROM unnest(string_to_array(title, ' ')) AS w WHERE w <> '')) $$""",  # nosec B608
    "CREATE TABLE search_made (kind text PRIMARY KEY, by text NOT NULL)",
    """CREATE TABLE search_place (number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
       workspace uuid NOT NULL UNIQUE)""",
    """CREATE TABLE search_scope (number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, place integer NOT NULL,
       workspace uuid NOT NULL, kind text NOT NULL, UNIQUE (workspace, kind))""",
    """CREATE TABLE search_entry (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, scope integer NOT NULL,
       place integer NOT NULL, record uuid NOT NULL, ref text COLLATE "C" NOT NULL, made_at timestamptz NOT NULL,
       title text COLLATE "C" NOT NULL, body text COLLATE "C" NOT NULL,
       words tsvector GENERATED ALWAYS AS (search_lexemes(place, title, body)) STORED, UNIQUE (record, scope))""",
    "CREATE INDEX search_entry_ref ON search_entry (place, ref)",
    "CREATE INDEX search_entry_words ON search_entry USING gin (words) WITH (gin_pending_list_limit = 1024)",
    """CREATE TABLE search_term (place integer NOT NULL, term text COLLATE "C" NOT NULL, uses integer NOT NULL)""",
    "CREATE INDEX search_term_term ON search_term (place, term)",
)
DROP = (
    *(f"DROP TABLE IF EXISTS search_{name}" for name in ("term", "entry", "scope", "place", "made")),
    "DROP FUNCTION IF EXISTS search_lexemes(integer, text, text)",
    "DROP FUNCTION IF EXISTS search_words(text)",
)
NAMES = """SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE tgname ^@ 'search_' AND relnamespace = current_schema()::regnamespace"""
TIDY = (
    """WITH many AS (SELECT place, term FROM search_term GROUP BY place, term
         HAVING count(*) > 1 OR sum(uses) < 1),
       gone AS (DELETE FROM search_term t USING many WHERE t.place = many.place AND t.term = many.term
         RETURNING t.place, t.term, t.uses)
       INSERT INTO search_term (place, term, uses)
       SELECT place, term, sum(uses) FROM gone GROUP BY place, term HAVING sum(uses) > 0""",
)
_ENTRY_WORDS = (
    "LATERAL (SELECT DISTINCT w FROM unnest(string_to_array({row}.title || ' ' || {row}.body, ' ')) AS w"
    " WHERE w <> '') AS own"
)
TERMS_COUNTED = f"""SELECT e.place AS place, own.w AS term, count(*) AS uses FROM search_entry e,
    {_ENTRY_WORDS.format(row="e")} WHERE e.place = %s GROUP BY e.place, own.w"""  # nosec B608


def part_sql(parts: int, number: int) -> str:
    """SQL for one part of a term."""
    begin, end = f"length(term) * {number} / {parts}", f"length(term) * {number + 1} / {parts}"
    return f"substr(term, {begin} + 1, {end} - {begin})"


def terms_by_part(parts: int, number: int) -> str:
    """The vocabulary; PostgreSQL finds the index of a part by itself."""
    return "search_term"


def _counted(rows: str, sign: str) -> str:
    words = _ENTRY_WORDS.format(row="e")
    return f"SELECT e.place, own.w, {sign}count(*) AS uses FROM {rows} e, {words} GROUP BY e.place, own.w"  # nosec B608


def entry_triggers() -> dict[str, list[str]]:
    """The vocabulary follows the entries."""
    both = f"{_counted('fresh', '')} UNION ALL {_counted('gone', '-')}"
    changed = f"SELECT place, w, sum(uses) FROM ({both}) AS moved GROUP BY place, w HAVING sum(uses) <> 0"  # nosec B608
    into = "INSERT INTO search_term (place, term, uses)"
    bodies = {
        "insert": _counted("fresh", ""), "delete": _counted("gone", "-"), "update": changed
    }  # fmt: skip
    return {
        f"search_entry_{verb}": _trigger(f"search_entry_{verb}", verb, "search_entry", f"{into} {body};")
        for verb, body in bodies.items()
    }


REFERENCING = {
    "insert": "NEW TABLE AS fresh",
    "update": "OLD TABLE AS gone NEW TABLE AS fresh",
    "delete": "OLD TABLE AS gone",
}


def _trigger(name: str, verb: str, table: str, body: str) -> list[str]:
    return [
        f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN {body} RETURN NULL; END $$""",
        f"""CREATE TRIGGER {name} AFTER {verb.upper()} ON {quoted(table)} REFERENCING {REFERENCING[verb]}
        FOR EACH STATEMENT EXECUTE FUNCTION {name}()""",
    ]


def scopes_insert(source: Source, row: str = "", rest: str = "") -> list[str]:
    """Number the workspaces and kinds that are new."""
    return [
        f"""INSERT INTO search_place (workspace) SELECT DISTINCT workspace_id {rest}
        EXCEPT SELECT workspace FROM search_place ON CONFLICT (workspace) DO NOTHING""",  # nosec B608
        f"""INSERT INTO search_scope (place, workspace, kind) SELECT p.number, p.workspace, '{source.kind}'
        FROM search_place p WHERE p.workspace IN (SELECT workspace_id {rest})
        AND NOT EXISTS (SELECT FROM search_scope s WHERE s.workspace = p.workspace AND s.kind = '{source.kind}')
        ON CONFLICT (workspace, kind) DO NOTHING""",  # nosec B608
    ]


def entries_insert(source: Source, rest: str, table: str = "") -> str:
    """Enter rows `r` of a table, those made first first."""
    return f"""INSERT INTO search_entry (scope, place, record, ref, made_at, title, body)
        SELECT s.number, s.place, r.id, lower(r.ref COLLATE "C"), r.created_at,
        search_words({source.head_of("r.")}), search_words({source.body_of("r.")})
        FROM {table or quoted(source.table)} r JOIN search_scope s ON s.workspace = r.workspace_id
        AND s.kind = '{source.kind}' {rest} ORDER BY r.created_at, r.id"""  # nosec B608


def source_triggers(source: Source) -> dict[str, list[str]]:
    """The entries follow the rows of one kind."""
    before, after = (", ".join(f"{row}.{quoted(one)}" for one in source.columns) for row in ("gone", "fresh"))
    own = f"e.scope IN (SELECT number FROM search_scope WHERE kind = '{source.kind}')"  # nosec B608
    update = f"""UPDATE search_entry e SET ref = lower(fresh.ref COLLATE "C"), made_at = fresh.created_at,
        title = search_words({source.head_of("fresh.")}), body = search_words({source.body_of("fresh.")})
        FROM fresh JOIN gone ON gone.id = fresh.id
        WHERE e.record = fresh.id AND {own} AND ({before}) IS DISTINCT FROM ({after})"""  # nosec B608
    bodies = {
        "insert": "; ".join([*scopes_insert(source, rest="FROM fresh"), entries_insert(source, "", "fresh")]),
        "update": update,
        "delete": f"DELETE FROM search_entry e USING gone WHERE e.record = gone.id AND {own}",  # nosec B608
    }
    return {
        f"search_{source.kind}_{verb}": _trigger(
            f"search_{source.kind}_{verb}", verb, source.table, f"{body};"
        )
        for verb, body in bodies.items()
    }


def dropped(name: str, table: str) -> list[str]:
    """Statements that take a trigger and its function away."""
    return [f"DROP TRIGGER IF EXISTS {name} ON {quoted(table)}", f"DROP FUNCTION IF EXISTS {name}()"]
