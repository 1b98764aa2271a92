"""The controls that change a value or state a condition, by the type of a column; plain HTML, no script needed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from headway.core.errors import Invalid
from headway.core.lists.answers import ChoiceShown, ColumnShown
from headway.web.lists.cells import plain
from headway.web.lists.chips import DATES, LIKE

# A longer list is searched by typing.
SELECT_MOST = 40
CHOSEN_FROM = {"choice", "choices", "person", "record"}


@dataclass(frozen=True)
class Control:
    """`form` is what is drawn: select, many, search, search_more, search_many, area, number, date, moment, flag,
    text or url."""

    form: str
    name: str
    label: str
    values: tuple[str, ...]
    choices: tuple[ChoiceShown, ...] = ()
    hint: str = ""
    step: str = "any"

    @property
    def chosen(self) -> list[ChoiceShown]:
        """The choices that are chosen, in the order in which they were."""
        known = {one.value: one for one in self.choices}
        return [known[one] for one in self.values if one in known]

    @property
    def several(self) -> bool:
        """Whether it is a group of controls, which needs a legend and no label."""
        return self.form in {"many", "search_more"}

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""


DATE_CHOICES = tuple(ChoiceShown(value=value, label=label) for value, label in DATES)
DATE_HINT = "a day such as 2026-10-01, or -30d, +2w, this_quarter"
FORMS = {"long_text": "area", "number": "number", "formula": "number", "money": "number", "date": "date",
         "moment": "moment", "flag": "flag", "link": "url"}  # fmt: skip


def edit_control(column: ColumnShown, name: str, value: Any, typed: Sequence[str] | None = None) -> Control:
    """What changes a value of the column; `typed` is what somebody wrote before and that could not be kept."""
    form = _chosen_form(column) if column.type in CHOSEN_FROM else FORMS.get(column.type, "text")
    values = tuple(typed) if typed is not None else _written(column, value)
    # A title that somebody pasted a chapter into is not to be read through a keyhole.
    form = "area" if form == "text" and any(len(one) > 120 or "\n" in one for one in values) else form
    hint = column.unit if column.type in {"number", "money", "formula"} else ""
    return Control(form, name, column.label, values, _with(column.choices, values), hint)


def filter_control(column: ColumnShown, values: Sequence[str]) -> Control:
    """What states the value of a condition on the column."""
    if LIKE.get(column.type, column.type) == "date":
        return Control("search", "fv", "When", tuple(values), DATE_CHOICES, DATE_HINT)
    if column.type in CHOSEN_FROM:
        me = [ChoiceShown(value="me", label="Me")] if column.type == "person" else []
        choices = _with([*me, *column.choices], values)
        form = "many" if len(choices) <= SELECT_MOST and not _cut_short(column) else "search_more"
        return Control(form, "fv", "Which", tuple(values), choices)
    if column.type == "flag":
        return Control("flag", "fv", "Which", tuple(values) or ("true",))
    form = "number" if column.type in {"number", "money", "formula"} else "text"
    return Control(form, "fv", "Value", tuple(values), hint=column.unit if form == "number" else "")


def _chosen_form(column: ColumnShown) -> str:
    if len(column.choices) > SELECT_MOST or _cut_short(column):
        return "search_many" if column.type == "choices" else "search"
    return "many" if column.type == "choices" else "select"


def _cut_short(column: ColumnShown) -> bool:
    return column.choices_total > len(column.choices)


def _with(choices: Sequence[ChoiceShown], values: Sequence[str]) -> tuple[ChoiceShown, ...]:
    """The choices, and whatever is chosen that is not among them any more."""
    known = {one.value for one in choices}
    return (*choices, *(ChoiceShown(value=one, label=one) for one in values if one and one not in known))


def _written(column: ColumnShown, value: Any) -> tuple[str, ...]:
    """A value as the control of its column holds it."""
    if value is None:
        return ()
    if column.type == "choices":
        return tuple(str(one) for one in value)
    return (_WRITTEN.get(column.type, str)(value),)


_WRITTEN: Mapping[str, Callable[[Any], str]] = {
    "money": lambda value: f"{value['minor'] / 100:.2f}".removesuffix(".00"),
    "person": lambda value: str(value["id"]),
    "record": lambda value: str(value["ref"]),
    "number": lambda value: f"{value:.10g}",
    "formula": lambda value: f"{value:.10g}",
    "flag": lambda value: "true" if value else "false",
    "moment": lambda value: str(value)[:16],
}


def given(column: ColumnShown, typed: Sequence[str]) -> Any:
    """The value that a filled-in control means; None empties the column. Raises Invalid for what is no value."""
    said = [one.strip() for one in typed if one.strip()]
    if column.type == "choices":
        return [part.strip() for one in said for part in one.split("\n") if part.strip()]
    if not said:
        return None
    text = said[-1]
    if column.type in {"number", "money", "formula"}:
        return _number_given(column, text)
    return text == "true" if column.type == "flag" else text if column.type != "long_text" else typed[-1]


def _number_given(column: ColumnShown, text: str) -> Any:
    try:
        number = float(text.replace(",", "").replace("\u202f", "").replace(" ", ""))
    except ValueError:
        raise Invalid(f"{column.label}: {text[:60]!r} is no number; write it like 1250.5.") from None
    if column.type == "money":
        return {"minor": round(number * 100), "currency": column.unit}
    return int(number) if number == int(number) else number


def in_words(column: ColumnShown, typed: Sequence[str]) -> str:
    """What somebody typed, as the column would say it."""
    try:
        value = given(column, typed)
    except Invalid:
        return " ".join(typed)
    named = {one.value: one.label for one in column.choices}
    if column.type in {"person", "record"}:
        return named.get(str(value), str(value or ""))
    return plain(column, value)
