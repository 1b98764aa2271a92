"""Pieces of SQL that a definition may hold: one expression on the columns of a row, and nothing that reaches beyond."""

import re

from headway.engine.metrics.model import MetricError

CHARACTERS_MOST = 4_000
_STEPS = {"(": 1, "[": 1, ")": -1, "]": -1}
_TOKEN = re.compile(
    r"\s+|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[A-Za-z_][A-Za-z0-9_$]*|[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?"
    r"|\.[0-9]+|::|\|\||<>|<=|>=|!=|==|[-+*/%<>=(),.\[\]~^&|!?:]"
)
_REFUSED = frozenset(
    (
        "select", "insert", "update", "delete", "create", "drop", "alter", "attach", "detach", "copy", "export",
        "import", "install", "load", "pragma", "set", "call", "with", "union", "values", "table", "describe",
        "summarize", "getenv", "current_setting", "query", "query_table", "glob", "sniff_csv",
    )
)  # fmt: skip
_REFUSED_PREFIXES = (
    "read_",
    "parquet_",
    "duckdb_",
    "pragma_",
    "scan_",
    "sqlite_",
    "postgres_",
    "pg_",
    "which_",
)


def checked(expr: str) -> str:
    """The expression, trimmed. Raises MetricError for what is not one expression on the columns of a row.

    Refused are statements, subqueries, comments, functions that read files or settings, quotes and brackets that
    are not closed, and more than 4,000 characters.

    >>> checked(" CASE WHEN event = 'cart' THEN 1 END ")
    "CASE WHEN event = 'cart' THEN 1 END"
    >>> checked("1; DROP TABLE x")
    Traceback (most recent call last):
        ...
    headway.engine.metrics.model.MetricError: the expression '1; DROP TABLE x' holds ';', which cannot stand in one.
    """
    text = expr.strip()
    shown = f"the expression {text[:60]!r}"
    if not text or len(text) > CHARACTERS_MOST:
        raise MetricError(f"{shown} must have 1 to {CHARACTERS_MOST:,} characters.")
    depth = 0
    for part in _tokens(text, shown):
        depth += _STEPS.get(part, 0)
        if depth < 0:
            break
        word = part.lower().strip('"')
        if word in _REFUSED or word.startswith(_REFUSED_PREFIXES):
            raise MetricError(
                f"{shown} holds {part!r}; only an expression on the columns of a row can stand here."
            )
    if depth:
        raise MetricError(f"{shown} has a bracket without its other half; add or remove one.")
    return text


def _tokens(text: str, shown: str) -> list[str]:
    found, at = [], 0
    while at < len(text):
        if text.startswith(("--", "/*"), at):
            raise MetricError(f"{shown} holds a comment; leave it out.")
        match = _TOKEN.match(text, at)
        if match is None:
            raise MetricError(f"{shown} holds {text[at]!r}, which cannot stand in one.")
        if token := match.group().strip():
            found.append(token)
        at = match.end()
    return found


def words(expr: str) -> set[str]:
    """The bare names in an expression that passed `checked`, in small letters, function names among them.

    >>> sorted(words("CASE WHEN event = 'cart' THEN value END"))
    ['case', 'end', 'event', 'then', 'value', 'when']
    """
    return {
        token.lower() for token in _tokens(expr, "the expression") if token[0].isalpha() or token[0] == "_"
    }


def select(columns: str, source: str, then: str = "") -> str:
    """A SELECT; `source` is what stands after FROM. The one place where SQL is put together from checked parts.

    >>> select("a, b", inner("SELECT 1", "r"), " WHERE a > 1")
    'SELECT a, b FROM (SELECT 1) AS r WHERE a > 1'
    """
    return f"SELECT {columns} FROM {source}{then}"  # nosec B608 # noqa: S608 - names quoted, expressions checked


def inner(sql: str, alias: str) -> str:
    """A SELECT as a source."""
    return f"({sql}) AS {alias}"


def quoted(name: str) -> str:
    """A name as SQL takes it whatever is in it.

    >>> quoted('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'
