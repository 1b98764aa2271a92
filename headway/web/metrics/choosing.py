"""The form by which a metric is chosen: what the address or a metric says, and what can be chosen next."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.http import QueryDict

from headway.apps.metrics.answers import MetricList
from headway.apps.metrics.choice_queries import ColumnValues
from headway.apps.metrics.table_queries import TableColumn, TableDetail, TableList
from headway.core.context import Context
from headway.core.perform import ask

KINDS = {
    "simple": "Count or add up",
    "ratio": "One number over another",
    "cumulative": "A running total",
    "conversion": "A share that goes on",
}
ABOUT = {
    "simple": "Rows of a table taken together: how many, how many different, or what they add up to.",
    "ratio": "One metric divided by another: a share, a rate, an amount for each.",
    "cumulative": "Rows taken together over the days before each day, or since a period began.",
    "conversion": "Of those who do one thing, the share that does another within so many days.",
}
AGGS = {
    "count": "Count the rows", "count_distinct": "Count different", "sum": "Add up", "average": "Take the average of",
    "median": "Take the median of", "min": "Take the smallest", "max": "Take the largest",
}  # fmt: skip
HOWS = {
    "is": "is", "is_not": "is not", "at_least": "is at least", "at_most": "is at most", "known": "is there",
    "unknown": "is missing",
}  # fmt: skip
WINDOWS = {
    "": "All days before", "7 days": "7 days", "28 days": "28 days", "30 days": "30 days", "90 days": "90 days",
    "to week": "Since the week began", "to month": "Since the month began", "to quarter": "Since the quarter began",
    "to year": "Since the year began",
}  # fmt: skip
WITHIN = {one: one for one in ("1 day", "7 days", "14 days", "30 days", "90 days")}
CONDITIONS = ("where", "then")
CONDITIONS_MOST = 10
WORDLESS_VALUE = ("known", "unknown")
CHOSEN_FROM = ("is", "is_not")
Question = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One condition of the form: its column, how, and the values there are to choose from."""

    name: str
    column: str = ""
    how: str = "is"
    value: str = ""
    known: Sequence[str] = ()

    @property
    def needs_value(self) -> bool:
        return bool(self.column) and self.how not in WORDLESS_VALUE


@dataclass(frozen=True)
class Offered:
    """What can be chosen, given what is chosen already."""

    tables: Mapping[str, str] = field(default_factory=dict)
    metrics: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    taken: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)


def question_in(form: QueryDict) -> Question:
    """What an address says of a choice."""
    over = form.get("over", "")
    found: Question = {
        name: form.get(name, "").strip()
        for name in ("kind", "table", "agg", "column", "time", "numerator", "denominator", "who", "ref")
        if form.get(name, "").strip()
    }
    found |= {"to_date": over.removeprefix("to ")} if over.startswith("to ") else {"window": over}
    found |= {"splits": form.getlist("splits")}
    return found | {name: _conditions(form, name) for name in CONDITIONS}


def with_defaults(question: Question, columns: Sequence[TableColumn]) -> Question:
    """The question as it can be asked of a table with these columns: what fits none of them is let go."""
    named = {one.name: one.kind for one in columns}
    days = [one.name for one in columns if one.kind in ("day", "moment")]
    mended = question | {name: "" for name in ("column", "who") if question.get(name) not in named}
    if question.get("time") not in days:
        mended["time"] = days[0] if days else ""
    if question.get("agg", "count") == "count":
        mended["column"] = ""
    mended["splits"] = [one for one in question.get("splits", []) if one in named]
    return mended | {
        name: [one for one in question.get(name, []) if one["column"] in named] for name in CONDITIONS
    }


def offered(here: Context, question: Question, *, is_kept: bool) -> tuple[Offered, Question]:
    """What there is to choose from, and the question as far as it fits that; one that is kept stays as it is."""
    if question["kind"] == "ratio":
        found = cast(MetricList, ask("metrics.metric_list", {"limit": 500}, here)).rows
        known = {one.id: one.label for one in found if one.computable and one.id != question.get("ref")}
        return Offered(metrics=known), question
    listed = cast(TableList, ask("metrics.table_list", {}, here))
    tables = {"events": "events: what people did"} | {one.name: one.name for one in listed.rows}
    if question.get("table") not in tables:
        return Offered(tables), question | {"table": ""}
    columns = cast(TableDetail, ask("metrics.table_detail", {"name": question["table"]}, here)).columns
    shown = [one for one in columns if one.name != "properties"]
    asked = question if is_kept else with_defaults(question, shown)
    return _of_columns(tables, shown, asked), asked


def lines(here: Context, question: Question, name: str, columns: Mapping[str, str]) -> list[Line]:
    """The conditions of a form, chosen ones first, with the values that their columns have."""
    found = []
    for at, one in enumerate(question.get(name, []), 1):
        column, how, values = one.get("column", ""), one.get("how", "is"), one.get("values", [])
        known = _values(here, question["table"], column) if how in CHOSEN_FROM and column in columns else []
        found.append(Line(f"{name}{at}", column, how, _joined(values), known))
    return [*found, Line(f"{name}{len(found) + 1}")][:CONDITIONS_MOST]


def over_of(question: Question) -> str:
    """The one field of the form that says how far a running total reaches, or within what time somebody goes on."""
    return f"to {question['to_date']}" if question.get("to_date") else str(question.get("window", ""))


def reaches(question: Question) -> dict[str, str]:
    """What that field offers, and what it holds already."""
    known = WITHIN if question["kind"] == "conversion" else WINDOWS
    over = over_of(question)
    return known if over in known or not over else known | {over: over}


def sent(question: Question) -> list[tuple[str, str]]:
    """The question as hidden fields of the form that saves it."""
    plain = [(name, value) for name, value in question.items() if isinstance(value, str) and value]
    many = [("splits", one) for one in question.get("splits", [])]
    objects = [(name, json.dumps(question[name])) for name in CONDITIONS if question.get(name)]
    return [*plain, *many, *objects]


def _of_columns(tables: Mapping[str, str], columns: Sequence[TableColumn], question: Question) -> Offered:
    def words(*kinds: str, properties: bool = False) -> dict[str, str]:
        return {
            one.name: one.name.removeprefix("properties.")
            for one in columns
            if one.kind in kinds or (properties and one.name.startswith("properties."))
        }

    every = {one.name: one.name.removeprefix("properties.") for one in columns}
    is_any = question.get("agg") in ("", "count_distinct")
    return Offered(
        tables, {}, every, every if is_any else words("number", properties=True), words("day", "moment"),
        words("text", "flag", properties=True),
    )  # fmt: skip


def _conditions(form: QueryDict, name: str) -> list[dict[str, Any]]:
    found = []
    for at in range(1, CONDITIONS_MOST + 1):
        column, how = form.get(f"{name}{at}", "").strip(), form.get(f"{name}{at}_how", "is")
        values = _parted(form.get(f"{name}{at}_value", ""))
        if column:
            found.append({"column": column, "how": how, "values": [] if how in WORDLESS_VALUE else values})
    return found


def _parted(text: str) -> list[str]:
    """The values in a field: commas between them, quotes around one that has commas itself.

    >>> _parted('pro, "team, large"')
    ['pro', 'team, large']
    """
    return [one.strip() for line in csv.reader([text], skipinitialspace=True) for one in line if one.strip()]


def _joined(values: list[str]) -> str:
    return ", ".join(f'"{one}"' if "," in one else one for one in values)


def _values(here: Context, table: str, column: str) -> list[str]:
    return cast(ColumnValues, ask("metrics.column_values", {"table": table, "column": column}, here)).values
