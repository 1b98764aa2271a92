"""How much was done, by how many, and how often they are there: trends, stickiness, lifecycle."""

from datetime import timedelta
from typing import Any

from headway.web.choices import Choice
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
    lines,
    whose,
)

SERIES = ("event", "event2", "event3", "event4", "event5", "event6")
PERIODS = {"hour": "Hour", "day": "Day", "week": "Week", "month": "Month"}
MATHS = {
    "total": "How often",
    "unique": "By how many",
    "per_user": "How often by each",
    "dau": "By how many on the day",
    "wau": "By how many in 7 days",
    "mau": "By how many in 30 days",
}
DAYS_SHOWN = 30
WEEKS_SHOWN = 8


def by_period(value: str) -> Choice:
    return Choice("period", "By", PERIODS, value=value)


def days_back(known: Known, days: int) -> str:
    """The day so many days before the last event."""
    return (known.last_at - timedelta(days=days)).date().isoformat() if known.last_at else ""


def first_period(known: Known) -> Choice:
    return Choice("first", "First period from", type="date", value=days_back(known, WEEKS_SHOWN * 7))


def trend_form(known: Known, values: Values) -> Form:
    chosen = [values.get(name, "") for name in SERIES]
    return Form(
        lines(known, values, SERIES, ["Event", *["and"] * 5], 1),
        [Choice("math", "Counted", MATHS, value="unique"), by_period("week"),
         Choice("by", "Split by", known.of(list(filter(None, chosen))), "Not split"), FROM, TO],
        [OF],
    )  # fmt: skip


def trend_question(values: Values) -> dict[str, Any] | None:
    found = [asked(values, name) for name in SERIES]
    math = values.get("math", "unique")
    series = [({"event": one} if isinstance(one, str) else one) | {"math": math} for one in found if one]
    if not series:
        return None
    split = {"breakdown_property": values["by"]} if values.get("by") else {}
    of_time = {"period": values.get("period", "week"), "week_start": "monday"}
    return {"series": series} | of_time | split | given(values, "from", "to") | whose(values)


def stickiness_form(known: Known, values: Values) -> Form:
    return Form(
        [line(known, values, "event", "Who did")],
        [by_period("day"), Choice("from", "From", type="date", value=days_back(known, DAYS_SHOWN - 1)),
         Choice("to", "To", type="date", value=days_back(known, 0))],
        [OF],
    )  # fmt: skip


def stickiness_question(values: Values) -> dict[str, Any] | None:
    event = asked(values, "event")
    if not event or not (values.get("from") and values.get("to")):
        return None
    return {
        "event": event, "period": values.get("period", "day"), "week_start": "monday",
        "date_range": [values["from"], values["to"]],
    } | whose(values)  # fmt: skip


def lifecycle_form(known: Known, values: Values) -> Form:
    return Form(
        [line(known, values, "event", "Who did")],
        [by_period("week"), Choice("periods", "How many periods", type="number", value=str(WEEKS_SHOWN)),
         first_period(known)],
        [OF],
    )  # fmt: skip


def lifecycle_question(values: Values) -> dict[str, Any] | None:
    event = asked(values, "event")
    if not event or not values.get("first"):
        return None
    return {
        "event": event, "period": values.get("period", "week"), "first_period": values["first"],
        "periods": values.get("periods", str(WEEKS_SHOWN)), "week_start": "monday",
    } | whose(values)  # fmt: skip
