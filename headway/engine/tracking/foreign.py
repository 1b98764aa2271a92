"""Tracking plans of other tools: JSON Schema with definitions, RudderStack and Segment Protocols, Avo and its like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from headway.engine.tracking.plan import Event, PlanError
from headway.engine.tracking.schemas import property_read_of, schema_read

EVENTS_MOST = 5_000
NAME_SIGNS_MOST = 200


@dataclass
class Taken:
    """What a document holds: events, what of each a plan cannot hold, and events that could not be read."""

    events: list[Event] = field(default_factory=list)
    left_out: dict[str, tuple[str, ...]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


def plan_read(document: object) -> Taken:
    """The events of a document in any of these forms. Raises PlanError for one that holds none.

    >>> rudder = {"events": [{"name": "Order Paid", "rules": {"properties": {"properties": {
    ...     "properties": {"amount": {"type": "number"}}, "required": ["amount"]}}}}]}
    >>> plan_read(rudder).events[0].properties[0]
    Property(name='amount', type='number', required=True, values=(), pattern='', personal=False, description='')
    """
    found = _events(document)
    if not found:
        raise PlanError(
            "No events are in the document; give JSON Schema with $defs, or an object with a list `events`."
        )
    if len(found) > EVENTS_MOST:
        raise PlanError(f"The document has more than {EVENTS_MOST:,} events; divide it.")
    taken = Taken()
    for number, (name, one) in enumerate(found, 1):
        _take(taken, name, one, number)
    return taken


def _events(document: object) -> list[tuple[object, object]]:
    if not isinstance(document, Mapping):
        return [(_name(one), one) for one in document] if isinstance(document, list) else []
    for place in ("$defs", "definitions"):
        if isinstance(document.get(place), Mapping):
            return list(document[place].items())
    rules = document.get("rules")
    listed = document.get("events") or (rules.get("events") if isinstance(rules, Mapping) else None)
    if isinstance(listed, list):
        return [(_name(one), one) for one in listed]
    return [(document["title"], document)] if "title" in document and "properties" in document else []


def _name(one: object) -> object:
    return one.get("name") if isinstance(one, Mapping) else None


def _take(taken: Taken, name: object, one: object, number: int) -> None:
    if not isinstance(name, str) or not name.strip() or not isinstance(one, Mapping):
        taken.refused[f"event {number}"] = "It has no name."
        return
    if len(name) > NAME_SIGNS_MOST or not name.isprintable():
        taken.refused[name[:80]] = f"Its name has more than {NAME_SIGNS_MOST} signs or several lines."
        return
    if name.strip() in taken.names:
        taken.refused[f"event {number}"] = f"{name.strip()[:80]!r} is there before; the first was taken."
        return
    try:
        event, left = _event(name.strip(), one)
    except PlanError as error:
        taken.refused[name] = str(error)
        return
    taken.events.append(event)
    taken.names.add(event.name)
    if left:
        taken.left_out[name.strip()] = left


def _event(name: str, one: Mapping[str, Any]) -> tuple[Event, tuple[str, ...]]:
    about = one.get("description")
    about = " ".join(about.split()) if isinstance(about, str) else ""
    if isinstance(one.get("properties"), list):
        event, left = _listed(name, one["properties"])
    else:
        event, left = schema_read(name, _inner(one))
    return Event(name, event.properties, _sources(one), about or event.description), left


def _inner(one: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema of the properties: RudderStack and Segment wrap it into that of the whole call."""
    schema = one.get("rules", one)
    wrapped = schema.get("properties") if isinstance(schema, Mapping) else None
    inner = wrapped.get("properties") if isinstance(wrapped, Mapping) else None
    if "rules" in one and isinstance(inner, Mapping):
        return inner
    return schema if isinstance(schema, Mapping) else {}


def _listed(name: str, parts: Sequence[object]) -> tuple[Event, tuple[str, ...]]:
    left: list[str] = []
    found = []
    for part in parts:
        if not isinstance(part, Mapping):
            raise PlanError(f"{name[:80]}: a property is no object with name and type.")
        needed = part.get("required", part.get("isRequired", False)) is True
        values = part.get("values") or part.get("allowedValues") or part.get("enum")
        schema = {"type": part.get("type", "string"), "enum": values if isinstance(values, list) else []}
        more = {word: part[word] for word in ("description", "pattern") if word in part}
        found.append(property_read_of(part.get("name", ""), schema | more, needed, left))
    return Event(name, tuple(found)), tuple(left)


def _sources(one: Mapping[str, Any]) -> tuple[str, ...]:
    given = one.get("sources")
    return tuple(word for word in given if isinstance(word, str)) if isinstance(given, list) else ()
