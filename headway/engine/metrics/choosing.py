"""A metric as somebody chooses it: what is counted in which table, by which day, of which rows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from headway.engine.metrics.expressions import quoted
from headway.engine.metrics.model import Agg, MetricError

ChoiceKind = Literal["simple", "ratio", "cumulative", "conversion"]
ChosenAgg = Literal["count", "count_distinct", "sum", "average", "min", "max", "median"]
How = Literal["is", "is_not", "at_least", "at_most", "known", "unknown"]
ColumnKind = Literal["number", "text", "day", "moment", "flag"]
CHOSEN_AGGS: tuple[ChosenAgg, ...] = ("count", "count_distinct", "sum", "average", "min", "max", "median")
OF_NUMBERS: frozenset[Agg] = frozenset({"sum", "average", "min", "max", "median"})
EVENTS, PROPERTY = "events", "properties."
_SIGNS: Mapping[How, tuple[str, str]] = {
    "is": ("=", "IN"), "is_not": ("<>", "NOT IN"), "at_least": (">=", ""), "at_most": ("<=", ""),
}  # fmt: skip
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
# What SQL reads as a word of its own where a column's name stands unquoted.
_RESERVED = (
    "all and any as asc both case cast check collate column constraint create default deferrable desc distinct do "
    "else end except false fetch for foreign from group having in initially intersect into lateral leading limit not "
    "null offset on only or order pivot primary qualify references returning select show some symmetric table then "
    "to trailing true union unique unpivot using variadic when where window with"
)
_WORDS = frozenset(_RESERVED.split())
_PROPERTY = re.compile(r"json_extract_string\(properties, '\$\.(?:\"([^\"']+)\"|([a-zA-Z_][a-zA-Z0-9_]*))'\)")
_NUMBERED = re.compile(r"(?:TRY_)?CAST\((.*) AS DOUBLE\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Condition:
    """Which rows: a column and what it is; `values` is empty for known and unknown."""

    column: str
    how: How
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen; which of the parts is filled depends on the kind.

    `who` (conversion) is the column that says who; `conditions` are the rows it begins with, `then` those that follow.
    `window` is a length of time such as `30 days`, `to_date` a period from whose start a cumulative metric runs.
    """

    kind: ChoiceKind = "simple"
    table: str = ""
    agg: ChosenAgg = "count"
    column: str = ""
    time: str = ""
    conditions: tuple[Condition, ...] = ()
    splits: tuple[str, ...] = ()
    numerator: str = ""
    denominator: str = ""
    window: str = ""
    to_date: str = ""
    who: str = ""
    then: tuple[Condition, ...] = ()


def column_sql(table: str, name: str) -> str:
    """A column of a table as SQL; of events, also a property of theirs.

    >>> column_sql("orders", "plan"), column_sql("orders", "Order"), column_sql("events", "properties.plan")
    ('plan', '"Order"', "json_extract_string(properties, '$.plan')")
    """
    if table == EVENTS and name.startswith(PROPERTY):
        key = name.removeprefix(PROPERTY)
        if not key or set(key) & set("\"'\\"):
            raise MetricError(f"the property {key[:60]!r} has quotes in its name; send it under another.")
        path = key if re.fullmatch("[a-zA-Z_][a-zA-Z0-9_]*", key) else f'"{key}"'
        return f"json_extract_string(properties, '$.{path}')"
    return name if _PLAIN.fullmatch(name) and name not in _WORDS else quoted(name)


def column_of(table: str, sql: str) -> str | None:
    """The column that an expression is; None for anything else.

    >>> column_of("events", "json_extract_string(properties, '$.plan')"), column_of("orders", "a + b")
    ('properties.plan', None)
    """
    inner = _NUMBERED.fullmatch(sql.strip())
    text = inner.group(1).strip() if inner else sql.strip()
    if table == EVENTS and (match := _PROPERTY.fullmatch(text)):
        return PROPERTY + (match.group(1) or match.group(2))
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", text):
        return text
    return text[1:-1].replace('""', '"') if re.fullmatch(r'"(?:[^"]|"")+"', text) else None


def is_property(table: str, column: str) -> bool:
    """Whether a column is a property of events, which is text whatever it holds."""
    return table == EVENTS and column.startswith(PROPERTY)


def number_sql(table: str, name: str) -> str:
    """A column as SQL where a number is needed; what is none in a property is unknown.

    >>> number_sql("events", "properties.amount")
    "TRY_CAST(json_extract_string(properties, '$.amount') AS DOUBLE)"
    """
    sql = column_sql(table, name)
    return f"TRY_CAST({sql} AS DOUBLE)" if is_property(table, name) else sql


def condition_text(condition: Condition, dimension: str, kind: ColumnKind, *, is_text: bool = False) -> str:
    """A condition as a filter on a dimension; `is_text` says that numbers in it are kept as text.

    Raises MetricError where a value is missing or is no number where one is needed.

    >>> condition_text(Condition("plan", "is", ("pro", "team")), "order__plan", "text")
    "{{ Dimension('order__plan') }} IN ('pro', 'team')"
    >>> condition_text(Condition("amount", "at_least", ("100",)), "order__amount", "number")
    "{{ Dimension('order__amount') }} >= 100"
    """
    name = f"{{{{ Dimension('{dimension}') }}}}"
    if condition.how in ("known", "unknown"):
        return f"{name} IS {'NOT ' if condition.how == 'known' else ''}NULL"
    one, many = _SIGNS[condition.how]
    is_measured = not many and (kind == "number" or is_text)
    if is_measured and is_text:
        name = f"TRY_CAST({name} AS DOUBLE)"
    is_number = kind == "number" or is_measured
    values = [_literal(condition.column, value, is_number=is_number) for value in condition.values]
    if not values or (not many and len(values) > 1):
        raise MetricError(
            f"{condition.column} needs {'a value' if not values else 'one value'} to be held against."
        )
    return f"{name} {one} {values[0]}" if len(values) == 1 else f"{name} {many} ({', '.join(values)})"


def _literal(column: str, value: str, *, is_number: bool) -> str:
    if not is_number:
        return "'" + value.replace("'", "''") + "'"
    if not _NUMBER.fullmatch(value.strip()):
        raise MetricError(
            f"{column} holds numbers, and {value[:40]!r} is none; write one such as 100 or 2.5."
        )
    return value.strip()
