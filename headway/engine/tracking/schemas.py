"""Planned events as JSON Schema 2020-12, and back; what a plan cannot hold is told and never silently dropped."""

from collections.abc import Mapping, Sequence
from typing import Any

from headway.engine.tracking.notation import values_read
from headway.engine.tracking.observed import is_nameable
from headway.engine.tracking.plan import Event, PlanError, Property, Scalar, Type

DIALECT = "https://json-schema.org/draft/2020-12/schema"
WRITTEN: dict[Type, dict[str, str]] = {
    "text": {"type": "string"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date-time"},
    "list": {"type": "array"},
    "object": {"type": "object"},
}
# As JSON Schema, RudderStack, Segment and Avo call them.
READ: dict[str, Type] = {
    "string": "text", "text": "text", "str": "text", "number": "number", "float": "number", "double": "number",
    "long": "integer", "integer": "integer", "int": "integer", "boolean": "boolean", "bool": "boolean",
    "date": "date", "date-time": "date", "datetime": "date", "array": "list", "list": "list", "object": "object",
}  # fmt: skip
HELD = {
    "type",
    "format",
    "enum",
    "const",
    "pattern",
    "description",
    "x-personal",
    "title",
    "$id",
    "id",
    "examples",
}
PERSONAL = "x-personal"


def event_schema(event: Event) -> dict[str, Any]:
    """The properties of an event as a JSON Schema.

    >>> event_schema(Event("Order Paid", (Property("amount", "number", required=True),)))["required"]
    ['amount']
    """
    written: dict[str, Any] = {"title": event.name}
    if event.description:
        written["description"] = event.description
    return written | {
        "type": "object",
        "properties": {one.name: _property_schema(one) for one in event.properties},
        "required": [one.name for one in event.properties if one.required],
        "additionalProperties": False,
    }


def plan_schema(events: Sequence[Event], title: str) -> dict[str, Any]:
    """A whole plan as one document, each event under its name in `$defs`."""
    return {"$schema": DIALECT, "title": title, "$defs": {one.name: event_schema(one) for one in events}}


def _property_schema(one: Property) -> dict[str, Any]:
    written: dict[str, Any] = dict(WRITTEN[one.type])
    more = {
        "description": one.description,
        "enum": list(one.values),
        "pattern": one.pattern,
        PERSONAL: one.personal,
    }
    return written | {name: value for name, value in more.items() if value}


def schema_read(name: str, schema: Mapping[str, Any]) -> tuple[Event, tuple[str, ...]]:
    """An event of a JSON Schema of its properties, with what of it the plan cannot hold.

    Raises PlanError where it is none.
    """
    found = schema.get("properties", {})
    required = schema.get("required", [])
    if not isinstance(found, Mapping) or not isinstance(required, Sequence):
        raise PlanError(f"{name[:80]}: its properties are no object of JSON Schema.")
    left: list[str] = []
    parts = [property_read_of(part, one, part in required, left) for part, one in found.items()]
    return Event(name, tuple(parts), description=_text(schema.get("description"))), tuple(left)


def property_read_of(name: str, schema: object, required: bool, left: list[str]) -> Property:
    """One property of a JSON Schema; what is not held is added to `left`. Raises PlanError."""
    if not isinstance(schema, Mapping):
        raise PlanError(f"The property {str(name)[:80]!r} is no JSON Schema.")
    if not isinstance(name, str) or not is_nameable(name):
        raise PlanError(
            f"The property {str(name)[:80]!r} has a name that is too long, of several lines or has ': ' in it."
        )
    left += [f"{name}: {word}" for word in schema if word not in HELD]
    type_ = _type(name, schema, left)
    values = _values(name, schema, type_)
    return Property(
        name, type_, required, values, _text(schema.get("pattern")) if type_ == "text" else "",
        schema.get(PERSONAL) is True, _text(schema.get("description"))[:300],
    )  # fmt: skip


def _type(name: str, schema: Mapping[str, Any], left: list[str]) -> Type:
    given = schema.get("type", "string")
    several = [one for one in given if one != "null"] if isinstance(given, list) else [given]
    if len(several) > 1:
        left.append(f"{name}: the types {', '.join(map(str, several[1:]))}")
    word = str(several[0] if several else "string").lower()
    if word == "string" and schema.get("format") in {"date", "date-time"}:
        return "date"
    if word not in READ:
        raise PlanError(
            f"{name}: the type {word[:40]!r} is not known; use {', '.join(sorted(set(WRITTEN)))}."
        )
    return READ[word]


def _values(name: str, schema: Mapping[str, Any], type_: Type) -> tuple[Scalar, ...]:
    given = [schema["const"]] if "const" in schema else schema.get("enum") or []
    if not isinstance(given, list) or type_ in {"list", "object", "date"}:
        return ()
    return values_read(type_, [str(one) for one in given if one is not None])


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
