"""What may be run: one SELECT, on tables that are open, with parameters that are bound and never pasted."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import JsonValue

from headway.core.errors import Invalid

if TYPE_CHECKING:
    import duckdb

PLACE = re.compile(r"\{\{\s*([a-z][a-z0-9_]{0,39})\s*\}\}")
BOUND = "hw_"
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FUNCTIONS = frozenset({"range", "generate_series", "unnest", "json_each", "json_tree"})
FIRST_DAYS = 28


@dataclass(frozen=True)
class Statement:
    """A text that was found to be one SELECT; its parameters are written as DuckDB's own."""

    text: str
    names: tuple[str, ...]


def names_of(sql: str) -> tuple[str, ...]:
    """The parameters of a text in their order.

    >>> names_of("SELECT {{from}}, {{ plan }}, {{from}}")
    ('from', 'plan')
    """
    return tuple(dict.fromkeys(PLACE.findall(sql)))


def statement_of(
    session: "duckdb.DuckDBPyConnection", sql: str, tables: Sequence[str], closed: Sequence[str]
) -> Statement:
    """The one SELECT in a text. Raises Invalid with what is wrong and its line.

    `tables` may be read; `closed` are there and may not, since they may name people.
    """
    import duckdb  # noqa: PLC0415 - slow to load, and most requests never need it

    names = names_of(sql)
    text = PLACE.sub(lambda found: f"${BOUND}{found.group(1)}", sql)
    try:
        found = session.extract_statements(text)
    except duckdb.Error as error:
        raise Invalid(said(error)) from error
    if len(found) != 1:
        raise Invalid(f"Give one SELECT; there are {len(found)} statements.")
    if {one.removeprefix(BOUND) for one in found[0].named_parameters} != set(names):
        raise Invalid(
            "Write each parameter as {{name}}, outside of quotes: its value is bound, never pasted."
        )
    _walk(_tree(session, found[0].query), {one.lower() for one in tables}, {one.lower() for one in closed})
    return Statement(found[0].query.strip().rstrip(";"), names)


def _tree(session: "duckdb.DuckDBPyConnection", text: str) -> dict[str, Any]:
    row = session.execute("SELECT json_serialize_sql(?)", [text]).fetchone()
    tree: dict[str, Any] = json.loads(row[0]) if row else {"error": True}
    if tree.get("error"):
        raise Invalid("Only a SELECT can be run here; nothing can be written, set or loaded.")
    return tree


def _walk(tree: dict[str, Any], tables: set[str], closed: set[str]) -> None:
    nodes = list(_nodes(tree))
    own = {str(one["key"]).lower() for node in nodes for one in _common(node)}
    for node in nodes:
        kind = node.get("type")
        if kind == "SHOW_REF":
            raise Invalid("Only a SELECT can be run here; the tables and their columns are listed beside it.")
        if kind == "BASE_TABLE":
            _table_checked([str(one) for one in node["qualified_name"]["path"]], tables | own, closed - own)
        if (
            kind == "TABLE_FUNCTION"
            and (name := str(node["function"].get("function_name", ""))) not in FUNCTIONS
        ):
            raise Invalid(f"The function {name[:60]} gives rows from elsewhere and is closed here.")


def _table_checked(path: Sequence[str], tables: set[str], closed: set[str]) -> None:
    name = path[-1].lower()
    if len(path) == 1 and name in tables:
        return
    if len(path) == 1 and name in closed:
        raise Invalid(f"The table {name} may name people, and your role may not see them.")
    raise Invalid(f"There is no table {'.'.join(path)[:80]!r} here; there are {', '.join(sorted(tables))}.")


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            yield one
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)


def _common(node: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The WITH parts of a node."""
    found = node.get("cte_map")
    return list(found.get("map", [])) if isinstance(found, dict) else []


def said(error: Exception, lines_before: int = 0) -> str:
    """DuckDB's refusal as one sentence with the line.

    >>> said(ValueError('Parser Error: syntax error at or near "x"\\n\\nLINE 1: select * form x'))
    'Line 1: syntax error at or near "x".'
    """
    text = str(error)
    first = text.splitlines()[0].partition(": ")[2] or text.splitlines()[0]
    near = re.search(r"Did you mean (.+)\?", text)
    hint = f" Did you mean {near.group(1)}?" if near else ""
    line = re.search(r"^LINE (\d+):", text, re.MULTILINE)
    place = f"Line {max(1, int(line.group(1)) - lines_before)}: " if line else ""
    return f"{place}{first[:300].rstrip('.!')}.{hint}"


def values_of(
    names: Sequence[str], given: Mapping[str, JsonValue], defaults: Mapping[str, JsonValue], today: date
) -> dict[str, Any]:
    """The value of each parameter, to be bound. `from` and `to` are the last 28 days unless they are said.

    Raises Invalid for a parameter without a value and for a value without a parameter.
    """
    extra = [name for name in given if name not in names]
    if extra:
        raise Invalid(f"Field parameters: there is no {{{{{extra[0][:40]}}}}} in it.")
    first = today - timedelta(days=FIRST_DAYS - 1)
    known = {"from": first.isoformat(), "to": today.isoformat()} | dict(defaults) | dict(given)
    missing = [name for name in names if known.get(name) in (None, "")]
    if missing:
        raise Invalid(f"Field parameters: give a value for {{{{{missing[0]}}}}}.")
    return {BOUND + name: _plain(known[name]) for name in names}


def _plain(value: JsonValue) -> Any:
    """A text that is a day or a number as such, since forms send texts only."""
    if not isinstance(value, str):
        return value
    if DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise Invalid(f"Field parameters: {value} is no day.") from None
    if NUMBER.fullmatch(value):
        return float(value) if "." in value else int(value)
    return value
