"""Who takes something up, and how long it takes until they see its worth."""

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
    whose,
)

WINDOW, SOON = "90", "14"


def adoption_form(known: Known, values: Values) -> Form:
    segment = Choice(
        "segment", "Only who has", known.of(list(given(values, "event", "exposed").values())), "Anything"
    )
    return Form(
        [line(known, values, "event", "Took it up by"),
         line(known, values, "exposed", "having met it by", "A release, on the day below")],
        [Choice("released", "Released on", type="date", hint="Where no event tells that one met it."),
         Choice("days", "Within days", type="number", value=WINDOW),
         Choice("times", "How many times", type="number", value="1")],
        [segment, Choice("segment_is", "being"), OF],
    )  # fmt: skip


def adoption_question(values: Values) -> dict[str, Any] | None:
    event, exposed = asked(values, "event"), asked(values, "exposed") or values.get("released")
    if not event or not exposed:
        return None
    segment = {"segment": {values["segment"]: values.get("segment_is", "")}} if values.get("segment") else {}
    numbers = {"window_days": values.get("days") or WINDOW, "times": values.get("times") or "1"}
    return {"event": event, "exposed": exposed} | numbers | segment | whose(values)


def value_form(known: Known, values: Values) -> Form:
    return Form(
        [line(known, values, "event", "From"), line(known, values, "value", "to the first")],
        [Choice("days", "Soon is within days", type="number", value=SOON), FROM, TO],
        [OF],
    )


def value_question(values: Values) -> dict[str, Any] | None:
    start, value = asked(values, "event"), asked(values, "value")
    if not start or not value:
        return None
    soon = {"within_days": values.get("days") or SOON}
    return {"start": start, "value": value} | soon | given(values, "from", "to") | whose(values)
