"""Conditions in words, and what a person may choose from to make one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from headway.web.lists.state import Chip

OPS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "text": (("has", "contains"), ("is", "is"), ("not", "is not"), ("empty", "is empty"), ("set", "is not empty")),
    "number": (("over", "is over"), ("under", "is under"), ("is", "is"), ("not", "is not"),
               ("empty", "is unknown"), ("set", "is known")),
    "date": (("from", "is on or after"), ("until", "is on or before"), ("is", "is in"), ("empty", "is not set"),
             ("set", "is set")),
    "choice": (("is", "is"), ("not", "is not"), ("empty", "is not set"), ("set", "is set")),
    "flag": (("is", "is"),),
}  # fmt: skip
LIKE = {"long_text": "text", "link": "text", "money": "number", "formula": "number", "moment": "date",
        "choices": "choice", "person": "choice", "record": "choice"}  # fmt: skip
DATES = (
    ("today", "today"), ("yesterday", "yesterday"), ("this_week", "this week"), ("last_week", "last week"),
    ("this_month", "this month"), ("last_month", "last month"), ("this_quarter", "this quarter"),
    ("last_quarter", "last quarter"), ("next_quarter", "next quarter"), ("this_year", "this year"),
    ("last_7_days", "the last 7 days"), ("last_30_days", "the last 30 days"), ("last_90_days", "the last 90 days"),
)  # fmt: skip
DATE_WORDS = dict(DATES)
STEP = re.compile(r"([+-])(\d{1,4})([dwmqy])")
STEPS = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}
WITHOUT_VALUE = {"empty", "set"}
SHOWN_MOST = 60


@dataclass(frozen=True)
class Shown:
    """A chip on the page: its words, where its form opens and where the list without it is."""

    words: str
    change: str
    remove: str
    broken: bool


def ops_of(kind: str) -> tuple[tuple[str, str], ...]:
    """The operators of a type of column, with their words."""
    return OPS[LIKE.get(kind, kind if kind in OPS else "text")]


def words(chip: Chip, label: str, kind: str, names: Mapping[str, str]) -> str:
    """A condition as a person says it.

    >>> words(Chip("status", "is", ("open", "planned")), "Status", "choice", {"open": "Open", "planned": "Planned"})
    'Status is Open or Planned'
    >>> words(Chip("due", "until", ("+30d",)), "Due", "date", {}), words(Chip("arr", "empty"), "ARR", "money", {})
    ('Due is on or before in 30 days', 'ARR is unknown')
    """
    op = dict(ops_of(kind)).get(chip.op, chip.op)
    if chip.op in WITHOUT_VALUE:
        return f"{label} {op}"
    said = [value_words(value, kind, names) for value in chip.values]
    return _short(f"{label} {op} {_or(said)}")


def value_words(value: str, kind: str, names: Mapping[str, str]) -> str:
    """One value in words: a choice by its label, a relative date as it is said, `me` as me."""
    if value in names:
        return names[value]
    if LIKE.get(kind, kind) == "date":
        return date_words(value)
    return {"true": "yes", "false": "no"}.get(value, value) if kind == "flag" else value


def date_words(value: str) -> str:
    """A relative date in words.

    >>> date_words("-7d"), date_words("+1q"), date_words("this_quarter"), date_words("2026-10-01")
    ('7 days ago', 'in 1 quarter', 'this quarter', '2026-10-01')
    """
    found = STEP.fullmatch(value)
    if found is None:
        return DATE_WORDS.get(value, value)
    sign, count, step = found.groups()
    many = f"{count} {STEPS[step]}{'' if count == '1' else 's'}"
    return f"in {many}" if sign == "+" else f"{many} ago"


def _or(parts: Sequence[str]) -> str:
    if len(parts) > 3:
        return f"{', '.join(parts[:2])} or {len(parts) - 2} more"
    return " or ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts) or "…"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_MOST else text[: SHOWN_MOST - 1] + "…"
