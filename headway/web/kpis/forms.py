"""What the form of a KPI lets one choose for each formula."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from headway.apps.kpis.formulas import BASES, COLUMNS, FIRST, FIRST_OF, FORMULAS
from headway.web.choices import Choice

PERIODS = {"month": "Month", "week": "Week", "quarter": "Quarter"}
BYS = {"person": "People", "account": "Accounts"}


@dataclass(frozen=True)
class Known:
    """The events, tables and cohorts of the workspace."""

    events: Sequence[str]
    tables: Sequence[str]
    cohorts: Mapping[str, str]

    @property
    def named(self) -> dict[str, str]:
        return {name: name for name in self.events}


LABELS = {
    "event": "Event",
    "then": "Event that is to follow",
    "exposed": "How one meets it",
    "released_on": "Day of its release",
    "window_days": "Within days",
    "times": "How often it takes",
    "on_distinct_days": "So often",
    "later": "How many periods later",
    "by": "Counted are",
    "cohort": "Only of",
    "table": "Table",
    "due_only": "Of the accounts",
    "slo": "Only this service level",
    "endpoint": "Only this endpoint",
    "quantile_percent": "Percentile",
    "threshold_ms": "Threshold in ms",
    "base": "Hold it against",
}
HINTS = {
    "exposed": "Without one, people meet it by the first thing they do after the release.",
    "released_on": "Then only those count who met it within the window of its release.",
}
OWN_LABELS = {
    ("adoption", "event"): "Event of using it",
    ("activation", "event"): "Event of starting",
    ("activation", "then"): "Event of first value",
    ("time_to_value", "event"): "Event of starting",
    ("time_to_value", "then"): "Event of first value",
    ("retention", "event"): "Event in the period before",
    ("retention", "then"): "Event in this one",
    ("expansion", "event"): "Event of buying or attaching",
    ("attach", "event"): "Event of buying or attaching",
}
STEPS = 6


def fields_of(name: str, known: Known, asked: Mapping[str, Any]) -> list[Choice]:
    """The fields of a formula, with what was chosen in them or what they begin with."""
    formula = FORMULAS[name]
    found: list[Choice] = []
    for field in (*formula.needs, *formula.takes):
        found += _steps(known, asked) if field == "steps" else [_field(name, field, known, asked)]
    return found


def _field(name: str, field: str, known: Known, asked: Mapping[str, Any]) -> Choice:
    formula = FORMULAS[name]
    label = OWN_LABELS.get((name, field), LABELS[field])
    first = (FIRST | FIRST_OF.get(name, {})).get(field, "")
    value = asked.get(field, first)
    choices, empty = OFFERED[field](known) if field in OFFERED else (None, "")
    kind = "date" if field == "released_on" else "text"
    needed = field in formula.needs
    return Choice(field, label, choices, empty, kind, _hint(name, field), _shown(value), required=needed)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _hint(name: str, field: str) -> str:
    if field == "table":
        return f"With the columns {' or '.join(', '.join(one) for one in COLUMNS[name])}."
    return HINTS.get(field, "")


def _steps(known: Known, asked: Mapping[str, Any]) -> list[Choice]:
    chosen = list(asked.get("steps", []))
    return [
        Choice(
            "steps",
            f"Step {at + 1}",
            known.named,
            "None",
            value=chosen[at] if at < len(chosen) else "",
            required=at < 1,
            id=f"step-{at + 1}",
        )
        for at in range(STEPS)
    ]


Offer = Callable[[Known], tuple[Mapping[str, str] | None, str]]
OFFERED: dict[str, Offer] = {
    "event": lambda known: (known.named, "Choose an event"),
    "then": lambda known: (known.named, "The same"),
    "exposed": lambda known: (known.named, "By its release alone"),
    "table": lambda known: ({name: name for name in known.tables}, "Choose a table"),
    "by": lambda _: (BYS, ""),
    "base": lambda _: (BASES, ""),
    "on_distinct_days": lambda _: ({"false": "In all", "true": "On as many different days"}, ""),
    "due_only": lambda _: ({"false": "All", "true": "Those due for renewal (renews_on)"}, ""),
    "cohort": lambda known: (known.cohorts, "Everybody"),
}
