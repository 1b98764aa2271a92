"""Who comes back: by periods, and within brackets of days."""

import re
from typing import Any

from headway.core.errors import Invalid
from headway.web.choices import Choice
from headway.web.explore.forms.amounts import WEEKS_SHOWN, by_period, first_period
from headway.web.explore.forms.fields import (
    FROM,
    OF,
    TO,
    Form,
    Known,
    Values,
    asked,
    given,
    line,
    whose,
)

BRACKETS = "1-1, 2-7, 8-14, 15-30"
TYPES = {
    "first_time": "Who did it for the first time",
    "first_ever": "Whose first ever had this property",
    "recurring": "Everyone who did it in the period",
}
WHEN = {"": "In that very period", "1": "In that period or later"}
MODES = {"calendar": "Of the calendar", "rolling": "From each one's own beginning"}


def _lines(known: Known, values: Values) -> list[Any]:
    return [line(known, values, "event", "Who did"), line(known, values, "back", "came back to", "The same")]


def _events(values: Values) -> dict[str, Any] | None:
    """Who begins, and what counts as coming back; None where nothing is chosen."""
    start, back = asked(values, "event"), asked(values, "back")
    if not start:
        return None
    return {"start_event": start} | ({"return_event": back} if back else {})


def retention_form(known: Known, values: Values) -> Form:
    return Form(
        _lines(known, values),
        [by_period("week"), Choice("periods", "How many periods", type="number", value=str(WEEKS_SHOWN)),
         first_period(known)],
        [Choice("type", "Who begins", TYPES, value="first_time"), Choice("cumulative", "Came back", WHEN),
         Choice("mode", "Periods are", MODES, value="calendar"), OF],
    )  # fmt: skip


def retention_question(values: Values) -> dict[str, Any] | None:
    events = _events(values)
    if events is None or not values.get("first"):
        return None
    return events | {
        "period": values.get("period", "week"), "first_period": values["first"], "week_start": "monday",
        "periods": values.get("periods", str(WEEKS_SHOWN)), "type": values.get("type", "first_time"),
        "cumulative": bool(values.get("cumulative")), "mode": values.get("mode", "calendar"),
    } | whose(values)  # fmt: skip


def brackets_form(known: Known, values: Values) -> Form:
    hint = "First and last day of each, counted from one's own beginning, which is in day 0."
    return Form(
        _lines(known, values), [Choice("brackets", "Days", value=BRACKETS, hint=hint), FROM, TO], [OF]
    )


def brackets_question(values: Values) -> dict[str, Any] | None:
    events = _events(values)
    if events is None:
        return None
    brackets = {"brackets": brackets_of(values.get("brackets") or BRACKETS)}
    return events | brackets | given(values, "from", "to") | whose(values)


def brackets_of(text: str) -> list[tuple[int, int]]:
    """Brackets of days as they are written. Raises Invalid.

    >>> brackets_of("1, 2-7")
    [(1, 1), (2, 7)]
    """
    found = [re.fullmatch(r"\s*(\d{1,5})(?:\s*-\s*(\d{1,5}))?\s*", part) for part in text.split(",")]
    if not all(found):
        raise Invalid(f"Days: {text!r} is not read; write brackets such as {BRACKETS}.")
    return [(int(one[1]), int(one[2] or one[1])) for one in found if one]
