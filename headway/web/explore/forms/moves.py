"""When a number was strange, and where it changed."""

from typing import Any

from headway.web.choices import Choice
from headway.web.explore.forms.fields import (
    FROM,
    TO,
    Form,
    Known,
    Values,
    asked,
    given,
    line,
    seconds,
)

WINDOW = "14"
MATHS = {"total": "How often", "unique": "By how many"}
SINCE = "Empty: where the level of the series changed most."


def anomalies_form(known: Known, values: Values) -> Form:
    return Form(
        [line(known, values, "event", "Event")],
        [Choice("math", "Counted", MATHS, value="total"),
         Choice("period", "By", {"day": "Day", "hour": "Hour"}, value="day"), FROM, TO],
    )  # fmt: skip


def anomalies_question(values: Values) -> dict[str, Any] | None:
    event = asked(values, "event")
    if not event:
        return None
    series = ({"event": event} if isinstance(event, str) else event) | {"math": values.get("math", "total")}
    return {"series": series, "period": values.get("period", "day")} | given(values, "from", "to")


def diagnosis_form(known: Known, values: Values) -> Form:
    return Form(
        [line(known, values, "event", "Event"), line(known, values, "then", "and then", "Nothing: how many there are")],
        [Choice("days", "Within days", type="number", value=WINDOW),
         Choice("changed", "Another since", type="date", hint=SINCE), FROM, TO],
    )  # fmt: skip


def diagnosis_question(values: Values) -> dict[str, Any] | None:
    event, then = asked(values, "event"), asked(values, "then")
    if not event:
        return None
    after = {"then": then, "window_seconds": seconds(values, float(WINDOW))} if then else {}
    changed = {"changed_at": values["changed"]} if values.get("changed") else {}
    return {"event": event} | after | changed | given(values, "from", "to")
