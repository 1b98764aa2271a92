"""Which way people go: funnels, how long a step takes, paths."""

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
    seconds,
    whose,
)

STEPS = tuple(f"step{n}" for n in range(1, 13))
ORDERS = {
    "ordered": "In this order",
    "strict": "In this order, nothing between",
    "unordered": "In any order",
}
ANCHORS = {"best": "The attempt that gets furthest", "first": "The first attempt alone"}
VALUES = {
    "first": "The first value they had",
    "last": "The last value they had",
    "all": "Each value by itself",
    "step": "The value at a step",
}
WINDOW = "14"


def _known_steps(values: Values) -> list[str]:
    return [values[name] for name in STEPS if values.get(name)]


def _numbers(values: Values, first: str, name: str, label: str, empty: str) -> Choice:
    """One of the steps, counted from 1 on the page."""
    many = max(2, len(_known_steps(values)))
    return Choice(name, label, {str(at): f"{first} {at + 1}" for at in range(many)}, empty)


def _order(known: Known, values: Values) -> list[Choice]:
    return [Choice("order", "Order", ORDERS, value="ordered"),
            Choice("days", "Within days", type="number", value=WINDOW)]  # fmt: skip


def _rarely(known: Known, values: Values) -> list[Choice]:
    return [
        Choice("anchor", "What counts of several attempts", ANCHORS, value="best"),
        Choice("without", "Leave out who did", known.named, "Nothing"),
        _numbers(values, "step", "without_from", "after", "step 1"),
        _numbers(values, "step", "without_to", "before", "the last step"),
        OF,
    ]


def _steps(known: Known, values: Values) -> list[Any]:
    return [*lines(known, values, STEPS, [f"Step {n}" for n in range(1, len(STEPS) + 1)], 2)]


def _walked(values: Values) -> dict[str, Any] | None:
    """What a funnel and its times have in common; None while there is no step."""
    steps = [one for name in STEPS if (one := asked(values, name))]
    if not steps:
        return None
    return {
        "steps": steps, "order": values.get("order", "ordered"), "window_seconds": seconds(values, float(WINDOW)),
        "anchor": values.get("anchor", "best"),
    } | _without(values, len(steps)) | given(values, "from", "to") | whose(values)  # fmt: skip


def _without(values: Values, steps: int) -> dict[str, Any]:
    """Who is left out; a place that is not chosen is the first step, or the last."""
    event = asked(values, "without")
    if not event:
        return {}
    first, last = values.get("without_from") or "0", values.get("without_to") or str(steps - 1)
    one = {"event": event} if isinstance(event, str) else event
    return {"exclusions": [one | {"from_step": first, "to_step": last}]}


def funnel_form(known: Known, values: Values) -> Form:
    split = Choice("by", "Split by", known.of(_known_steps(values)), "Not split")
    how = [Choice("valued", "Who has several values counts by", VALUES, value="first"),
           _numbers(values, "step", "valued_step", "that step is", "step 1")]  # fmt: skip
    rarely = _rarely(known, values) + (how if values.get("by") else [])
    return Form(_steps(known, values), [*_order(known, values), split, FROM, TO], rarely)


def funnel_question(values: Values) -> dict[str, Any] | None:
    found = _walked(values)
    if found is None or not values.get("by"):
        return found
    split = {"breakdown_property": values["by"], "attribution": values.get("valued") or "first"}
    at = {"attribution_step": values.get("valued_step") or "0"} if split["attribution"] == "step" else {}
    return found | split | at


def conversion_form(known: Known, values: Values) -> Form:
    between = [_numbers(values, "Step", "begins", "From", "Step 1"),
               _numbers(values, "Step", "ends", "Until", "The last step")]  # fmt: skip
    bins = Choice("bins", "Bars", type="number", hint="Empty: as many as suit the number of people.")
    rarely = [*_rarely(known, values), bins]
    return Form(_steps(known, values), [*between, *_order(known, values), FROM, TO], rarely)


def conversion_question(values: Values) -> dict[str, Any] | None:
    found = _walked(values)
    if found is None or len(found["steps"]) < 2:
        return None
    names = {"begins": "from_step", "ends": "to_step", "bins": "bin_count"}
    return found | {names[name]: value for name, value in given(values, *names).items()}


def paths_form(known: Known, values: Values) -> Form:
    directions = {"after": "After it", "before": "Before it"}
    return Form(
        [line(known, values, "event", "Event")],
        [Choice("direction", "Which way", directions, value="after"),
         Choice("length", "How many events", type="number", value="3"), FROM, TO],
        [Choice("days", "Within days", type="number", hint="Empty: however long it takes."),
         Choice("top", "How many paths", type="number", value="20"), OF],
    )  # fmt: skip


def paths_question(values: Values) -> dict[str, Any] | None:
    event = asked(values, "event")
    if not event:
        return None
    window = {"window_seconds": seconds(values, 0)} if values.get("days") else {}
    asked_for = {"direction": "after", "length": "3", "top": "20"} | given(
        values, "direction", "length", "top"
    )
    return {"event": event} | asked_for | window | given(values, "from", "to") | whose(values)
