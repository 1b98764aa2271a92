"""Events held against the plan: each planned event compiled once into a closure for each property."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import NoneType
from typing import NamedTuple

from headway.engine.tracking.naming import name_fits, pattern_of
from headway.engine.tracking.plan import KINDS, STRENGTH, Kind, Mode, NamingRule, Plan, Property, Type

FAULTS_MOST = 20
NAME_SIGNS_MOST = 100
EXAMPLE_SIGNS_MOST = 60
NAMES_KEPT_MOST = 10_000
# What SDKs add to the properties of an event by themselves; nobody plans these.
SDK_SIGN = "$"
SDK_OWN = frozenset({"distinct_id", "token", "time", "mp_lib", "mp_processing_time_ms", "mp_country_code"})
CLASSES: dict[Type, frozenset[type]] = {
    "text": frozenset({str}),
    "number": frozenset({int, float}),
    "integer": frozenset({int}),
    "boolean": frozenset({bool}),
    "list": frozenset({list}),
    "object": frozenset({dict}),
}
Check = Callable[[object], Kind | None]


class Fault(NamedTuple):
    """One violation: of which kind, in which property (empty: the event itself), with the value it was."""

    kind: Kind
    property: str
    example: str


class Checker:
    """A plan compiled for one source; `faults` tells what an event of it violates.

    >>> from headway.engine.tracking.plan import Event
    >>> paid = Event("Order Paid", (Property("amount", "number", required=True), Property("plan")))
    >>> checker = Checker(Plan((paid,)), "web")
    >>> checker.faults("Order Paid", {"amount": 12.5, "plan": "pro"})
    ()
    >>> checker.faults("Order Paid", {"plan": 3, "coupon": "X"})
    (Fault(kind='wrong_type', property='plan', example='3'), \
Fault(kind='extra_property', property='coupon', example='X'), \
Fault(kind='missing_required', property='amount', example=''))
    """

    def __init__(self, plan: Plan, source: str) -> None:
        planned = [one for one in plan.events if not one.sources or source in one.sources]
        self._checks = {one.name: {part.name: _check(part) for part in one.properties} for one in planned}
        self._required = {
            one.name: frozenset(part.name for part in one.properties if part.required) for one in planned
        }
        self._personal = {
            one.name: frozenset(part.name for part in one.properties if part.personal) for one in planned
        }
        self._event_names, self._property_names = _Names(plan.event_names), _Names(plan.property_names)
        self._modes: dict[Kind, Mode] = {kind: plan.mode(source, kind) for kind in KINDS}

    def faults(self, event: str, properties: Mapping[str, object]) -> tuple[Fault, ...]:
        """What an event violates, at most 20 faults; a property that is null counts as left out.

        Events of the SDKs themselves (`$identify`) are held against the plan only where they are in it.
        """
        checks = self._checks.get(event)
        if checks is None:
            return self._unplanned(event)
        found: list[Fault] | None = None
        for name, value in properties.items():
            check = checks.get(name)
            kind = check(value) if check is not None else None if _is_sdks(name) else "extra_property"
            if kind is not None:
                found = found or []
                self._add(found, event, kind, name, value)
                if len(found) >= FAULTS_MOST:
                    break
        if not self._required[event] <= properties.keys():
            missing = sorted(self._required[event] - properties.keys())
            found = [*(found or []), *(Fault("missing_required", one, "") for one in missing)]
        return tuple(found[:FAULTS_MOST]) if found else ()

    def mode(self, faults: tuple[Fault, ...]) -> Mode:
        """What happens to an event with these faults: the strongest of what is said about each."""
        return max((self._modes[one.kind] for one in faults), key=STRENGTH.index)

    def _unplanned(self, event: str) -> tuple[Fault, ...]:
        if event.startswith(SDK_SIGN):
            return ()
        found = Fault("unplanned_event", "", "")
        return (found,) if self._event_names.fit(event) else (found, Fault("naming", "", ""))

    def _add(self, found: list[Fault], event: str, kind: Kind, name: str, value: object) -> None:
        is_told = value is not None and name not in self._personal[event]
        told = _storable(name[:NAME_SIGNS_MOST])
        found.append(Fault(kind, told, _storable(_example(value)) if is_told else ""))
        if kind == "extra_property" and not self._property_names.fit(name):
            found.append(Fault("naming", told, ""))


class _Names:
    """Which names follow a rule; remembered, since the same few come all the time."""

    def __init__(self, rule: NamingRule) -> None:
        self._rule = rule
        self._known: dict[str, bool] = {}

    def fit(self, name: str) -> bool:
        known = self._known.get(name)
        if known is None:
            known = name_fits(name, self._rule)
            if len(self._known) < NAMES_KEPT_MOST:
                self._known[name] = known
        return known


def _is_sdks(name: str) -> bool:
    return name[:1] == SDK_SIGN or name in SDK_OWN


def _storable(text: str) -> str:
    # The one sign that PostgreSQL takes in no text.
    return text.replace("\0", "")


def _example(value: object) -> str:
    """A value as people read it, shortened.

    >>> _example(True), _example({"a": 1}), _example("x" * 99) == "x" * 60
    ('true', 'an object of 1', True)
    """
    if isinstance(value, list | dict):
        return f"{'a list' if isinstance(value, list) else 'an object'} of {len(value)}"
    return (str(value).lower() if isinstance(value, bool) else str(value))[:EXAMPLE_SIGNS_MOST]


def _check(one: Property) -> Check:
    """A closure that gives the kind of what is wrong with a value, or nothing. Raises PlanError for its pattern."""
    if one.type != "date" and not (one.required or one.values or one.pattern):
        return _is_one_of(CLASSES[one.type] | {NoneType})
    checks = _is_date if one.type == "date" else _is_one_of(CLASSES[one.type])
    if one.values:
        checks = _then(checks, _is_allowed(one))
    if one.pattern:
        fits = pattern_of(one.pattern).fits
        checks = _then(checks, lambda value: None if fits(value) else "not_allowed")  # type: ignore[arg-type]
    return _unless_null(checks, "missing_required" if one.required else None)


def _is_one_of(classes: frozenset[type]) -> Check:
    return lambda value: None if value.__class__ in classes else "wrong_type"


def _is_date(value: object) -> Kind | None:
    try:
        datetime.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return "wrong_type"
    return None


def _is_allowed(one: Property) -> Check:
    allowed = frozenset(one.values)
    return lambda value: None if value in allowed else "not_allowed"


def _then(first: Check, second: Check) -> Check:
    return lambda value: first(value) or second(value)


def _unless_null(check: Check, for_null: Kind | None) -> Check:
    return lambda value: for_null if value.__class__ is NoneType else check(value)
