"""The parts that forms of questions are made of: lines of events, fields, and what there is to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from headway.core.errors import Invalid
from headway.web.choices import Choice

ANY = "*"
DAY_S = 86_400
Values = Mapping[str, str]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Known:
    """What there is: events, the properties of those that are asked about, the commonest values of those properties
    that are, cohorts of people, and when the last event was."""

    events: Sequence[str]
    properties: Mapping[str, Sequence[str]] = field(default_factory=dict)
    values: Mapping[Pair, Sequence[str]] = field(default_factory=dict)
    last_at: datetime | None = None
    cohorts: Mapping[str, str] = field(default_factory=dict)

    @property
    def named(self) -> dict[str, str]:
        return {ANY: "Any event"} | {name: name for name in self.events}

    def of(self, events: Sequence[str]) -> dict[str, str]:
        """The properties that any of the events has, and cohorts, to split by."""
        names = {name for one in events for name in self.properties.get(one, ())}
        cohorts = {f"cohort:{ref}": f"In {words} or not" for ref, words in self.cohorts.items()}
        return {name: name for name in sorted(names)} | (cohorts if events else {})


@dataclass(frozen=True)
class Line:
    """Events that are asked for: their name, and a property whose value they have."""

    label: str
    event: Choice
    where: Choice
    equals: Choice


@dataclass(frozen=True)
class Form:
    """Lines of events, the fields of every question of the kind, and those that only some need."""

    lines: Sequence[Line] = ()
    fields: Sequence[Choice] = ()
    more: Sequence[Choice] = ()

    def filled(self, values: Values) -> "Form":
        """With what was chosen in each field, or what it begins with."""

        def chosen(one: Choice) -> Choice:
            return replace(one, value=values.get(one.name, one.value))

        lines = [
            replace(one, event=chosen(one.event), where=chosen(one.where), equals=chosen(one.equals))
            for one in self.lines
        ]
        return Form(lines, [chosen(one) for one in self.fields], [chosen(one) for one in self.more])

    def opens(self, values: Values) -> bool:
        """Whether one of the rarer fields was set otherwise than it begins."""
        return any(values.get(one.name, one.value) != one.value for one in self.more)


FROM, TO = Choice("from", "From", type="date"), Choice("to", "To", type="date")
OF = Choice("of", "Counted are", {"person": "People", "account": "Accounts"}, value="person")


def line(known: Known, values: Values, name: str, label: str, empty: str = "Choose an event") -> Line:
    """The events of one name in the address, with the properties of the one that is chosen."""
    event, where = values.get(name, ""), values.get(f"{name}_where", "")
    found = known.properties.get(event, ())
    return Line(
        label,
        Choice(name, label, known.named, empty),
        Choice(f"{name}_where", "where", {one: one for one in found}, "Whatever it has"),
        Choice(f"{name}_is", "is", listed=known.values.get((event, where), ())),
    )


def lines(
    known: Known, values: Values, names: Sequence[str], labels: Sequence[str], least: int
) -> list[Line]:
    """The lines that are filled, and one more."""
    filled = max((at for at, name in enumerate(names, 1) if values.get(name)), default=0)
    shown = min(len(names), max(filled + 1, least))
    return [
        line(known, values, names[at], labels[at], "Choose an event" if at < least else "Nothing more")
        for at in range(shown)
    ]


def asked(values: Values, name: str) -> Any:
    """The events of a line as a query takes them; None where nothing is chosen. Raises Invalid."""
    event, where, value = (values.get(f"{name}{part}", "") for part in ("", "_where", "_is"))
    if not event:
        return None
    if where and not value:
        raise Invalid(f"Say which {where} counts for {words_of(event)}, or choose any.")
    if not where:
        return {"event": None} if event == ANY else event
    return {"event": None if event == ANY else event, "props": {where: value}}


def words_of(one: Any) -> str:
    """Events that are asked for, in words.

    >>> words_of("Paid"), words_of({"event": None}), words_of({"event": "Paid", "props": {"plan": ["pro", "team"]}})
    ('Paid', 'Any event', 'Paid (plan is pro or team)')
    """
    if not isinstance(one, Mapping):
        return "Any event" if one in (ANY, None) else str(one)
    name = one.get("event") or "Any event"
    having = [f"{prop} is {_either(value)}" for prop, value in (one.get("props") or {}).items()]
    return f"{name} ({', '.join(having)})" if having else str(name)


def _either(value: Any) -> str:
    return " or ".join(map(str, value)) if isinstance(value, list) else str(value)


def given(values: Values, *names: str) -> dict[str, str]:
    """Those that were chosen, under their own names."""
    return {name: values[name] for name in names if values.get(name)}


def seconds(values: Values, days: float) -> float:
    """A window in days as a query takes it."""
    try:
        return float(values.get("days") or days) * DAY_S
    except ValueError:
        # The query says what a window has to be.
        return 0.0


def whose(values: Values) -> dict[str, str]:
    """Who is counted: people or accounts, all or those of a cohort."""
    by = {"by": "account"} if values.get("of") == "account" else {}
    return by | given(values, "cohort")
