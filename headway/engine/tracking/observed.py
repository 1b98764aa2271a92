"""What events really bring: properties, their types by day and how often each comes; a plan proposed from that."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from headway.engine.tracking.check import NAME_SIGNS_MOST, SDK_OWN, SDK_SIGN
from headway.engine.tracking.plan import Event, Property, Type

REQUIRED_SHARE = 0.99
ROWS_LEAST = 200
VALUES_MOST = 12
ROWS_PER_VALUE_LEAST = 20
PROPERTIES_MOST = 300
VALUE_SIGNS_MOST = 40
DATE_SIGNS_LEAST = 10
RUN_LEAST = 3
PERSONAL_WORDS = (
    "email", "e-mail", "mail", "phone", "mobile", "first_name", "last_name", "full_name", "firstname", "lastname",
    "surname", "address", "birth", "ssn", "iban", "ip",
)  # fmt: skip
BY_CLASS: dict[type, Type] = {bool: "boolean", int: "integer", float: "number", list: "list", dict: "object"}


@dataclass
class PropertySeen:
    """How one property came: `days` counts rows by type and day, `values` texts while they are few."""

    rows: int = 0
    days: dict[Type, Counter[date]] = field(default_factory=lambda: defaultdict(Counter))
    values: Counter[str] | None = field(default_factory=Counter)

    def add(self, day: date, value: object) -> None:
        type_ = type_of(value)
        self.rows += 1
        self.days[type_][day] += 1
        if self.values is not None:
            self._keep(type_, value)

    def _keep(self, type_: Type, value: object) -> None:
        assert self.values is not None
        text = value if isinstance(value, str) else ""
        # Texts with digits are versions, codes or numbers of something: more of them will come.
        if type_ != "text" or len(text) > VALUE_SIGNS_MOST or any(map(str.isdigit, text)):
            self.values = None
            return
        self.values[text] += 1
        if len(self.values) > VALUES_MOST:
            self.values = None

    @property
    def types(self) -> dict[Type, int]:
        """Rows of each type, the most frequent first."""
        counts = {type_: days.total() for type_, days in self.days.items()}
        return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


@dataclass
class EventSeen:
    """How one event came, in the rows that were looked at; `left_out` counts properties beyond the first 300."""

    rows: int = 0
    properties: dict[str, PropertySeen] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)

    def add(self, day: date, properties: Mapping[str, object]) -> None:
        self.rows += 1
        for name, value in properties.items():
            if value is None or name[:1] == SDK_SIGN or name in SDK_OWN:
                continue
            seen = self._seen(name)
            if seen is not None:
                seen.add(day, value)

    def _seen(self, name: str) -> PropertySeen | None:
        found = self.properties.get(name)
        if found is not None:
            return found
        if len(self.properties) >= PROPERTIES_MOST or not is_nameable(name):
            self.left_out.add(name[:NAME_SIGNS_MOST])
            return None
        return self.properties.setdefault(name, PropertySeen())


def is_nameable(name: str) -> bool:
    """Whether a name can stand in a plan: one line of at most 100 signs without `: `.

    >>> is_nameable("amount"), is_nameable("a: b"), is_nameable("x" * 101)
    (True, False, False)
    """
    return 0 < len(name.strip()) == len(name) <= NAME_SIGNS_MOST and ": " not in name and name.isprintable()


def type_of(value: object) -> Type:
    """The type of a value as plans name it.

    >>> type_of("2026-09-01"), type_of("Anna"), type_of(True), type_of(2.5)
    ('date', 'text', 'boolean', 'number')
    """
    if isinstance(value, str):
        return "date" if _is_date(value) else "text"
    return BY_CLASS.get(value.__class__, "object")


def _is_date(text: str) -> bool:
    if len(text) < DATE_SIGNS_LEAST or text[4] != "-":
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def observed(rows: Iterable[tuple[str, date, Mapping[str, object]]]) -> dict[str, EventSeen]:
    """What rows of (event, day, properties) bring, by event.

    >>> found = observed([("Order Paid", date(2026, 5, 1), {"amount": 3, "$lib": "web"})])
    >>> found["Order Paid"].rows, found["Order Paid"].properties["amount"].types
    (1, {'integer': 1})
    """
    found: dict[str, EventSeen] = defaultdict(EventSeen)
    for event, day, properties in rows:
        found[event].add(day, properties)
    return dict(found)


def proposed(name: str, seen: EventSeen) -> Event:
    """An event as it could be planned: what nearly every row has is required, few values are the allowed ones.

    Required and values need 200 rows: from fewer nobody can tell. The properties come by name.
    """
    parts = sorted(seen.properties.items())
    return Event(name, tuple(_property(part, one, seen.rows) for part, one in parts))


def _property(name: str, seen: PropertySeen, rows: int) -> Property:
    enough = rows >= ROWS_LEAST
    personal = is_personal(name)
    type_ = main_type(seen.types)
    few = enough and seen.values is not None and not personal and type_ == "text"
    steady = few and seen.rows >= ROWS_PER_VALUE_LEAST * len(seen.values or ())
    return Property(
        name,
        type_,
        required=enough and seen.rows >= REQUIRED_SHARE * rows,
        values=tuple(sorted(seen.values or ())) if steady else (),
        personal=personal,
    )


def main_type(types: Mapping[Type, int]) -> Type:
    """The type that holds most rows; whole numbers among others are numbers, dates among words are text.

    >>> main_type({"integer": 9, "number": 1}), main_type({"date": 9, "text": 2}), main_type({"text": 9, "integer": 1})
    ('number', 'text', 'text')
    """
    merged = Counter(types)
    if merged["number"]:
        merged["number"] += merged.pop("integer", 0)
    if merged["text"]:
        merged["text"] += merged.pop("date", 0)
    return max(merged, key=lambda one: (merged[one], one))


def is_personal(name: str) -> bool:
    """Whether a name sounds like personal data; a person decides.

    >>> is_personal("work_email"), is_personal("zip_code"), is_personal("ip")
    (True, False, True)
    """
    low = name.lower()
    parts = low.replace("-", "_").replace(" ", "_").replace("$", "").split("_")
    return any(word in parts or (len(word) > 3 and word in low) for word in PERSONAL_WORDS)


@dataclass(frozen=True, slots=True)
class Drift:
    """A property that was of one type until a day and has been of another since."""

    property: str
    was: Type
    until: date
    now: Type
    since: date


def drifts(seen: EventSeen) -> tuple[Drift, ...]:
    """The last change of type of each property, by name; a day counts for the type that most of its rows have.

    Whole numbers are numbers here, so that a price of 3.00 is no change; less than three rows are no change either.
    """
    found = (_drift(name, one) for name, one in sorted(seen.properties.items()))
    return tuple(one for one in found if one is not None)


def _drift(name: str, seen: PropertySeen) -> Drift | None:
    runs: list[tuple[Type, date, date, int]] = []
    for day, type_, count in _by_day(seen):
        if runs and runs[-1][0] == type_:
            runs[-1] = (type_, runs[-1][1], day, runs[-1][3] + count)
        else:
            runs.append((type_, day, day, count))
    steady = [one for one in runs if one[3] >= RUN_LEAST]
    changes = [(before, after) for before, after in pairwise(steady) if before[0] != after[0]]
    if not changes:
        return None
    before, after = changes[-1]
    return Drift(name, before[0], before[2], after[0], after[1])


def _by_day(seen: PropertySeen) -> list[tuple[date, Type, int]]:
    days: dict[date, Counter[Type]] = defaultdict(Counter)
    for type_, counts in seen.days.items():
        for day, count in counts.items():
            days[day]["number" if type_ == "integer" else type_] += count
    return [(day, *counts.most_common(1)[0]) for day, counts in sorted(days.items())]
