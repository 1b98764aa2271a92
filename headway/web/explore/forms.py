"""What the page lets one choose for each kind of question, and the question that comes of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

DAY_S = 86_400
STEPS = 6
PERIODS = {"day": "Day", "week": "Week", "month": "Month"}
WEEKS_SHOWN = 8
Values = Mapping[str, str]


@dataclass(frozen=True)
class Choice:
    """A field of the form: one of `choices`, or where there are none a text, a number or a day."""

    name: str
    label: str
    choices: Mapping[str, str] | None = None
    empty: str = ""
    type: str = "text"
    hint: str = ""
    value: str = ""


@dataclass(frozen=True)
class Known:
    """The events there are, the properties of the one that is asked about, and when the last event was."""

    events: Sequence[str]
    properties: Sequence[str] = ()
    last_at: datetime | None = None
    cohorts: Mapping[str, str] = field(default_factory=dict)

    @property
    def named(self) -> dict[str, str]:
        return {name: name for name in self.events}


@dataclass(frozen=True)
class Kind:
    """A kind of question: the query it goes to, its fields, and the question made of what was chosen; None while
    something needed is not chosen. `splits` when a field offers the properties of the event."""

    label: str
    about: str
    query: str
    fields: Callable[[Known], list[Choice]]
    question: Callable[[Values], dict[str, Any] | None] = field(repr=False)
    by_cohort: bool = False
    splits: bool = False


def _event(known: Known, name: str, label: str, empty: str = "") -> Choice:
    return Choice(name, label, known.named, empty)


def _window(label: str, days: str) -> Choice:
    return Choice("days", label, type="number", value=days)


FROM, TO = Choice("from", "From", type="date"), Choice("to", "To", type="date")
MATHS = {"total": "How often", "unique": "By how many people", "per_user": "How often per person"}
SERIES_MATHS = {name: MATHS[name] for name in ("total", "unique")}


def _range(values: Values) -> dict[str, str]:
    return {name: values[name] for name in ("from", "to") if values.get(name)}


def _seconds(values: Values, days: float) -> float:
    try:
        return float(values.get("days") or days) * DAY_S
    except ValueError:
        # The query says what a window has to be.
        return 0.0


def _trend_fields(known: Known) -> list[Choice]:
    return [
        _event(known, "event", "Event", "Choose an event"),
        Choice("math", "Counted", MATHS, value="unique"),
        Choice("period", "By", PERIODS, value="week"),
        Choice("by", "Split by", {name: name for name in known.properties}, "Not split"),
        FROM, TO,
    ]  # fmt: skip


def _trend(values: Values) -> dict[str, Any] | None:
    if not values.get("event"):
        return None
    series = {"event": values["event"], "math": values.get("math", "unique")}
    split = {"breakdown_property": values["by"]} if values.get("by") else {}
    return (
        {"series": [series], "period": values.get("period", "week"), "week_start": "monday"}
        | split
        | _range(values)
    )


def _funnel_fields(known: Known) -> list[Choice]:
    steps = [
        _event(known, f"step{n}", f"Step {n}", "None" if n > 2 else "Choose an event")
        for n in range(1, STEPS + 1)
    ]
    orders = {
        "ordered": "In this order",
        "strict": "In this order, nothing between",
        "unordered": "In any order",
    }
    return [*steps, Choice("order", "Order", orders, value="ordered"), _window("Within days", "14"), FROM, TO]


def _funnel(values: Values) -> dict[str, Any] | None:
    steps = [values[name] for n in range(1, STEPS + 1) if values.get(name := f"step{n}")]
    if not steps:
        return None
    return {
        "steps": steps,
        "order": values.get("order", "ordered"),
        "window_seconds": _seconds(values, 14),
    } | _range(values)


def _retention_fields(known: Known) -> list[Choice]:
    first = (known.last_at - timedelta(weeks=WEEKS_SHOWN)).date().isoformat() if known.last_at else ""
    return [
        _event(known, "event", "Who did", "Choose an event"),
        _event(known, "back", "came back to", "The same"),
        Choice("period", "By", PERIODS, value="week"),
        Choice("periods", "How many periods", type="number", value=str(WEEKS_SHOWN)),
        Choice("first", "First period from", type="date", value=first),
    ]


def _retention(values: Values) -> dict[str, Any] | None:
    if not values.get("event") or not values.get("first"):
        return None
    back = {"return_event": values["back"]} if values.get("back") else {}
    return {
        "start_event": values["event"], "period": values.get("period", "week"), "first_period": values["first"],
        "periods": values.get("periods", str(WEEKS_SHOWN)), "week_start": "monday", "type": "first_time",
    } | back  # fmt: skip


def _anomaly_fields(known: Known) -> list[Choice]:
    return [
        _event(known, "event", "Event", "Choose an event"),
        Choice("math", "Counted", SERIES_MATHS, value="total"),
        Choice("period", "By", {"day": "Day", "hour": "Hour"}, value="day"),
        FROM, TO,
    ]  # fmt: skip


def _anomalies(values: Values) -> dict[str, Any] | None:
    if not values.get("event"):
        return None
    series = {"event": values["event"], "math": values.get("math", "total")}
    return {"series": series, "period": values.get("period", "day")} | _range(values)


def _diagnosis_fields(known: Known) -> list[Choice]:
    return [
        _event(known, "event", "Event", "Choose an event"),
        _event(known, "then", "and then", "Nothing: how many there are"),
        _window("Within days", "14"),
        Choice("changed", "Another since", type="date", hint="Empty: where the level of the series changed most."),
        FROM, TO,
    ]  # fmt: skip


def _diagnosis(values: Values) -> dict[str, Any] | None:
    if not values.get("event"):
        return None
    then = {"then": values["then"], "window_seconds": _seconds(values, 14)} if values.get("then") else {}
    changed = {"changed_at": values["changed"]} if values.get("changed") else {}
    return {"event": values["event"]} | then | changed | _range(values)


KINDS = {
    "trend": Kind(
        "Trend",
        "How often, or by how many",
        "analytics.trend",
        _trend_fields,
        _trend,
        by_cohort=True,
        splits=True,
    ),
    "funnel": Kind(
        "Funnel", "Who takes each step", "analytics.funnel", _funnel_fields, _funnel, by_cohort=True
    ),
    "retention": Kind(
        "Retention", "Who comes back", "analytics.retention", _retention_fields, _retention, by_cohort=True
    ),
    "anomalies": Kind("Anomalies", "When it was strange", "analytics.anomalies", _anomaly_fields, _anomalies),
    "diagnosis": Kind("Diagnosis", "Where it changed", "analytics.diagnosis", _diagnosis_fields, _diagnosis),
}


def cohort_of(kind: Kind, values: Values) -> dict[str, str]:
    """Whom alone the question is about, where that was chosen."""
    return {"cohort": values["cohort"]} if kind.by_cohort and values.get("cohort") else {}


def fields_of(kind: Kind, known: Known, chosen: Values) -> list[Choice]:
    """The fields with what was chosen in them, or what they begin with."""
    cohort = (
        [Choice("cohort", "Only of", known.cohorts, "Everybody")] if kind.by_cohort and known.cohorts else []
    )
    return [replace(one, value=chosen.get(one.name, one.value)) for one in [*kind.fields(known), *cohort]]
