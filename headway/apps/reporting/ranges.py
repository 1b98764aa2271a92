"""What a dashboard asks of all its tiles at once, in the words of each query."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from headway.apps.reporting.models import SavedQuery
from headway.apps.reporting.sql_text import names_of
from headway.core.access import row
from headway.core.context import Context

Question = dict[str, JsonValue]


@dataclass(frozen=True)
class Over:
    """What a dashboard asks of all its tiles at once: the first and last day, and a property to split by."""

    since: str = ""
    until: str = ""
    by: str = ""

    @property
    def is_any(self) -> bool:
        return bool(self.since or self.until or self.by)


def _given(values: Mapping[str, str]) -> Question:
    """Those that are said."""
    return {name: value for name, value in values.items() if value}


def ranged(context: Context, question: Question, over: Over) -> Question:
    """A question about behaviour over other days."""
    return question | _given({"from": over.since, "to": over.until})


def ranged_and_split(context: Context, question: Question, over: Over) -> Question:
    """Over other days, and by the values of a property."""
    return ranged(context, question, over) | _given({"breakdown_property": over.by})


def by_days(context: Context, question: Question, over: Over) -> Question:
    """A metric over other days; its columns are its own, so that a property of events says nothing about it."""
    return question | _given({"from_day": over.since, "to_day": over.until})


def by_parameters(context: Context, question: Question, over: Over) -> Question:
    """The days are given to the parameters `from` and `to`, where the query has them."""
    given, names = question.get("parameters"), names_of(row(SavedQuery, context, str(question["ref"])).sql)
    days = _given({"from": over.since, "to": over.until})
    said = {name: day for name, day in days.items() if name in names}
    return question | {"parameters": (given if isinstance(given, dict) else {}) | said}


def as_asked(context: Context, question: Question, over: Over) -> Question:
    """Retention counts whole cohorts from its own first period on, and a KPI has periods of its own; a dashboard's
    range says nothing about that."""
    return question
