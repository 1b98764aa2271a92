"""Filter chips become conditions on rows."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q

from headway.core.kinds import kind_named
from headway.core.lists.answers import FilterGroup
from headway.core.lists.columns import Column
from headway.core.lists.expressions import ListHolds
from headway.core.lists.places import Key, value_key
from headway.core.lists.sheet import Sheet, Unusable
from headway.engine.filters.chips import Chip, chip_parse, shortened
from headway.engine.filters.periods import Period

WORDS_MOST, LETTERS_MOST, PERIODS_MOST, CHIPS_MOST = 10, 1000, 12, 50
NUMBER_MOST = 1e15
COMPARED = {"over": "gt", "under": "lt", "from": "gte", "until": "lte"}
YES, NO = {"yes", "true", "1"}, {"no", "false", "0"}


@dataclass(frozen=True)
class Filter:
    """A condition, and the aliases it stands on."""

    condition: Q
    aliases: dict[str, Any]


def filter_of(sheet: Sheet, groups: Sequence[FilterGroup], join: str) -> tuple[Filter, list[str]]:
    """The condition of all groups of chips, and a sentence for each chip that cannot be used."""
    problems: list[str] = []
    aliases: dict[str, Any] = {}
    conditions: list[Q] = []
    left = CHIPS_MOST
    for group in groups:
        found = _conditions(sheet, group.chips[:left], aliases, problems)
        if len(group.chips) > left:
            problems.append(f"Only the first {CHIPS_MOST} filters are used.")
        left -= min(left, len(group.chips))
        if found:
            conditions.append(reduce(and_ if group.match == "all" else or_, found))
    whole = reduce(and_ if join == "all" else or_, conditions) if conditions else Q()
    return Filter(whole, aliases), problems


def _conditions(sheet: Sheet, chips: Sequence[str], aliases: dict[str, Any], problems: list[str]) -> list[Q]:
    found = []
    for text in chips:
        try:
            chip = chip_parse(readable(text))
            column = sheet.column(chip.column)
            key = value_key(sheet, column)
            found.append(_condition(sheet, column, key, chip))
            aliases |= key.annotation
        except Unusable as error:
            problems.append(f"{error}; the filter {shortened(readable(text))} is left out.")
        except ValueError as error:
            problems.append(f"{str(error).rstrip('.')}; it is left out.")
    return found


def readable(text: str) -> str:
    """A text that every database takes: without zero bytes and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _condition(sheet: Sheet, column: Column, key: Key, chip: Chip) -> Q:
    if chip.op in {"empty", "set"}:
        empty = _is_empty(column, key)
        return empty if chip.op == "empty" else ~empty
    found = _BY_TYPE[column.type](sheet, column, key, chip)
    # A value that is unknown is not what the chip names, and SQL would leave it out.
    return Q(**{f"{key.name}__isnull": True}) | ~found if chip.op == "not" else found


def _is_empty(column: Column, key: Key) -> Q:
    missing = Q(**{f"{key.name}__isnull": True})
    if column.type == "choices":
        return missing | Q(**{key.name: "[]"})
    wordy = column.type in {"text", "long_text", "choice", "link"}
    return missing | Q(**{key.name: ""}) if wordy else missing


def _wrong(column: Column, chip: Chip, ops: str) -> Unusable:
    return Unusable(f"{column.label} cannot be compared by {chip.op}; it takes {ops}, empty and set")


def _text(sheet: Sheet, column: Column, key: Key, chip: Chip) -> Q:
    if chip.op in {"is", "not"}:
        return Q(**{f"{key.name}__in": chip.values})
    if chip.op != "has":
        raise _wrong(column, chip, "is, not, has")
    return _worded(key.name, column, chip)


def _worded(path: str, column: Column, chip: Chip) -> Q:
    words = [value.split() for value in chip.values]
    if sum(map(len, words)) > WORDS_MOST or any(len(value) > LETTERS_MOST for value in chip.values):
        raise Unusable(f"{column.label} can be searched for at most {WORDS_MOST} words")
    found = [reduce(and_, (Q(**{f"{path}__icontains": word}) for word in one)) for one in words if one]
    if not found:
        raise Unusable(f"{column.label} is searched for no word")
    return reduce(or_, found)


def _choice(sheet: Sheet, column: Column, key: Key, chip: Chip) -> Q:
    if chip.op == "has":
        raise _wrong(column, chip, "is, not")
    return _text(sheet, column, key, Chip(chip.column, chip.op, _chosen(column, chip)))


def _chosen(column: Column, chip: Chip) -> tuple[str, ...]:
    """The values that are meant, each named by itself or by its label."""
    by_label = {label.casefold(): value for value, label in column.choices}
    known = {value for value, _ in column.choices}
    return tuple(one if one in known else by_label.get(one.casefold(), one) for one in chip.values)


def _choices(sheet: Sheet, column: Column, key: Key, chip: Chip) -> Q:
    if chip.op not in {"is", "not", "has"}:
        raise _wrong(column, chip, "is, not, has")
    return Q(ListHolds(column.place, column.key, _chosen(column, chip)))


def _flag(sheet: Sheet, column: Column, key: Key, chip: Chip) -> Q:
    wanted = {value.casefold() for value in chip.values}
    if chip.op not in {"is", "not"} or not wanted <= YES | NO:
        raise Unusable(f"{column.label} is yes or no")
    return Q(**{f"{key.name}__in": [flag for flag, names in ((True, YES), (False, NO)) if wanted & names]})


def _person(sheet: Sheet, column: Column, key: Key, chip: Chip) -> Q:
    if chip.op not in {"is", "not"}:
        raise _wrong(column, chip, "is, not")
    me = str(sheet.context.actor.pk)
    wanted = [me if one == "me" else one for one in chip.values]
    if unknown := [one for one in wanted if one not in sheet.members and one != me]:
        raise Unusable(f"{shortened(unknown[0])} is no member of this workspace")
    return Q(**{f"{key.name}__in": wanted})


def _record(sheet: Sheet, column: Column, key: Key, chip: Chip) -> Q:
    if chip.op == "has":
        return _worded(f"{column.place}__{kind_named(column.record).title}", column, chip)
    if chip.op not in {"is", "not"}:
        raise _wrong(column, chip, "is, not, has")
    return Q(**{f"{key.name}__in": chip.values})


def _number(sheet: Sheet, column: Column, key: Key, chip: Chip) -> Q:
    numbers = [number_read(column, value) for value in chip.values]
    if chip.op in {"is", "not"}:
        return Q(**{f"{key.name}__in": numbers})
    if chip.op not in COMPARED or len(numbers) != 1:
        raise Unusable(f"{column.label} is compared with one number by over, under, from or until")
    return Q(**{f"{key.name}__{COMPARED[chip.op]}": numbers[0]})


def number_read(column: Column, text: str) -> float | int:
    """A number as the column keeps it; money is written in major units and kept in minor ones.

    Raises Unusable.
    """
    try:
        found = Decimal(text.strip().replace("\u00a0", "").replace(" ", ""))
    except InvalidOperation:
        raise Unusable(f"{shortened(text)} is not a number") from None
    if not found.is_finite() or abs(found) > NUMBER_MOST:
        raise Unusable(f"{shortened(text)} is not a number up to {NUMBER_MOST:g}")
    return round(found * 100) if column.type == "money" else _shortest(float(found))


def _shortest(number: float) -> float | int:
    return int(number) if math.floor(number) == number else number


def _date(sheet: Sheet, column: Column, key: Key, chip: Chip) -> Q:
    if len(chip.values) > PERIODS_MOST:
        raise Unusable(f"{column.label} is compared with at most {PERIODS_MOST} dates")
    bounds = [_bounds(sheet, column, sheet.period(value)) for value in chip.values]
    if chip.op in {"is", "not"}:
        return reduce(or_, (_between(key, start, end) for start, end in bounds))
    if chip.op not in COMPARED or len(bounds) != 1:
        raise Unusable(f"{column.label} is compared with one date by over, under, from or until")
    start, end = bounds[0]
    lookup, bound = {
        "over": ("gte", end), "under": ("lt", start), "from": ("gte", start), "until": ("lt", end),
    }[chip.op]  # fmt: skip
    return Q(**{f"{key.name}__{lookup}": bound})


def _between(key: Key, start: Any, end: Any) -> Q:
    return Q(**{f"{key.name}__gte": start, f"{key.name}__lt": end})


def _bounds(sheet: Sheet, column: Column, period: Period) -> tuple[Any, Any]:
    if column.type == "moment":
        return sheet.midnight(period.start), sheet.midnight(period.end)
    if column.key:
        return period.start.isoformat(), period.end.isoformat()
    return period.start, period.end


_BY_TYPE: dict[str, Callable[[Sheet, Column, Key, Chip], Q]] = {
    "text": _text, "long_text": _text, "link": _text, "choice": _choice, "choices": _choices, "flag": _flag,
    "person": _person, "record": _record, "number": _number, "money": _number, "formula": _number,
    "date": _date, "moment": _date,
}  # fmt: skip
