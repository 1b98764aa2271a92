"""What may stand in a cell: values as people and programs give them become values as they are kept."""

import math
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from pydantic import JsonValue

from headway.core.errors import Invalid
from headway.core.imports.columns import day
from headway.core.lists.columns import Column
from headway.core.lists.conditions import NO, YES, number_read, readable
from headway.core.lists.sheet import Sheet, Unusable
from headway.engine.filters.chips import parted, shortened

TEXT_MOST, LINK_MOST, LIST_MOST = 10_000, 2000, 200
DECIMALS = 6


def value_read(sheet: Sheet, column: Column, given: JsonValue) -> Any:
    """A given value as the column keeps it, None where it is emptied. Raises Invalid, naming the column."""
    try:
        found = _READERS[column.type](sheet, column, _tidied(given))
    except (Unusable, ValueError, TypeError) as error:
        raise Invalid(f"Field {column.label}: {str(error).rstrip('.')}.") from error
    if column.filled and found in (None, "", []):
        raise Invalid(f"Field {column.label}: it cannot be empty; write something.")
    return found


def _tidied(given: JsonValue) -> JsonValue:
    if isinstance(given, str):
        return readable(given).strip() or None
    if isinstance(given, list):
        return [readable(one).strip() if isinstance(one, str) else one for one in given]
    return given


def _wrong(given: JsonValue, wanted: str) -> ValueError:
    return ValueError(f"{shortened(str(given))} is not {wanted}")


def _text(sheet: Sheet, column: Column, given: JsonValue) -> str | None:
    if given is None:
        return None
    if not isinstance(given, str):
        raise _wrong(given, "a text")
    most = TEXT_MOST
    if not column.key:
        # Django knows the length of plain text columns only; JSON and long texts have none.
        most = getattr(sheet.declared.model._meta.get_field(column.place), "max_length", None) or 100_000
    if len(given) > most:
        raise ValueError(f"has {len(given)} characters, more than the {most} allowed; shorten it")
    return given


def _number(sheet: Sheet, column: Column, given: JsonValue) -> float | int | None:
    if given is None:
        return None
    if isinstance(given, dict) and column.type == "money":
        return _minor(sheet, column, given)
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        raise _wrong(given, "a number")
    found = number_read(column, repr(given) if isinstance(given, float) else str(given))
    return round(found, DECIMALS)


def _minor(sheet: Sheet, column: Column, given: dict[str, JsonValue]) -> int:
    currency = column.unit or sheet.context.workspace.currency
    if given.get("currency", currency) != currency:
        raise ValueError(f"it is kept in {currency}; turn the amount into that first")
    minor = given.get("minor")
    if isinstance(minor, bool) or not isinstance(minor, int) or not math.fabs(minor) <= 10**17:
        raise _wrong(minor, "an amount in minor units")
    return minor


def _date(sheet: Sheet, column: Column, given: JsonValue) -> Any:
    if given is None:
        return None
    found = day(given) if isinstance(given, str) else None
    if found is None:
        raise _wrong(given, "a date; write it like 2026-12-31")
    return found.isoformat() if column.key else found


def _flag(sheet: Sheet, column: Column, given: JsonValue) -> bool:
    if given is None or isinstance(given, bool):
        return bool(given)
    if isinstance(given, str) and given.casefold() in YES | NO:
        return given.casefold() in YES
    raise _wrong(given, "yes or no")


def _choice(sheet: Sheet, column: Column, given: JsonValue) -> str | None:
    return None if given is None else chosen(column, given)


def chosen(column: Column, given: JsonValue) -> str:
    """The choice that is named by its value or its label. Raises ValueError."""
    if not isinstance(given, str):
        raise _wrong(given, "one of the choices")
    known = dict(column.choices)
    by_label = {label.casefold(): value for value, label in column.choices}
    if given in known or given.casefold() in by_label:
        return given if given in known else by_label[given.casefold()]
    some = ", ".join([label for _, label in column.choices][:8])
    raise _wrong(given, f"one of the choices; there are {some}{', …' if len(known) > 8 else ''}")


def _choices(sheet: Sheet, column: Column, given: JsonValue) -> list[str] | None:
    wanted = list(parted(given)) if isinstance(given, str) else given
    if wanted is None:
        wanted = []
    if not isinstance(wanted, list) or not all(isinstance(one, str) for one in wanted):
        raise _wrong(given, "a list of texts")
    if len(wanted) > LIST_MOST:
        raise ValueError(f"has {len(wanted)} values, more than the {LIST_MOST} allowed")
    texts = list(dict.fromkeys(one for one in map(str, wanted) if one))
    if not column.key:
        return texts
    found = {chosen(column, one) for one in texts}
    # In the order of the options, so that the same choice is the same group.
    return [value for value, _ in column.choices if value in found] or None


def _person(sheet: Sheet, column: Column, given: JsonValue) -> str | None:
    found = given.get("id") if isinstance(given, dict) else given
    if found is None:
        return None
    if found == "me":
        return str(sheet.context.actor.pk)
    by_name = {name.casefold(): pk for pk, name in sheet.members.items()}
    known = found if found in sheet.members else by_name.get(str(found).casefold())
    if not isinstance(known, str):
        raise _wrong(found, "a member of this workspace")
    return known


def _link(sheet: Sheet, column: Column, given: JsonValue) -> str | None:
    if given is None:
        return None
    if not isinstance(given, str) or len(given) > LINK_MOST:
        raise ValueError(f"a link is a text of at most {LINK_MOST} characters")
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.hostname or any(one.isspace() for one in given):
        raise _wrong(given, "a link; write it like https://example.com/page")
    return given


def _never(sheet: Sheet, column: Column, given: JsonValue) -> None:
    raise ValueError("it is not changed in a list")


def plain(found: Any) -> JsonValue:
    """A kept value as the log and the answers write it."""
    return found.isoformat() if isinstance(found, date) else found


_READERS: dict[str, Callable[[Sheet, Column, JsonValue], Any]] = {
    "text": _text, "long_text": _text, "number": _number, "money": _number, "date": _date, "flag": _flag,
    "choice": _choice, "choices": _choices, "person": _person, "link": _link, "moment": _never,
    "record": _never, "formula": _never,
}  # fmt: skip
