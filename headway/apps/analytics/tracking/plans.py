"""The engine's plan of the records of a workspace."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from headway.apps.analytics.tracking.models import NamingRule, PlannedEvent, TrackingRule
from headway.engine.tracking import plan as engine

EVENTS, PROPERTIES = "events", "properties"


def property_of(told: Mapping[str, Any]) -> engine.Property:
    """A property as it is stored, as the engine has it."""
    return engine.Property(**{**told, "values": tuple(told["values"])})


def property_told(one: engine.Property) -> dict[str, Any]:
    """A property as it is stored."""
    return {
        "name": one.name, "type": one.type, "required": one.required, "values": list(one.values),
        "pattern": one.pattern, "personal": one.personal, "description": one.description,
    }  # fmt: skip


def event_of(one: PlannedEvent) -> engine.Event:
    return event_read(definition_of(one))


def definition_of(one: PlannedEvent) -> dict[str, Any]:
    """What a version keeps of an event."""
    return {
        "name": one.name,
        "description": one.description,
        "sources": one.sources,
        "properties": one.properties,
    }


def event_read(definition: Mapping[str, Any]) -> engine.Event:
    """What a version keeps, as the engine has it."""
    return engine.Event(
        definition["name"],
        tuple(map(property_of, definition["properties"])),
        tuple(definition["sources"]),
        definition["description"],
    )


def rules_of(workspace_id: UUID | str) -> dict[str, engine.NamingRule]:
    """The naming rules of a workspace, by what they are for."""
    found = NamingRule.objects.filter(workspace_id=workspace_id)
    return {one.ref: engine.NamingRule(one.style, one.pattern) for one in found}


def plan_of(workspace_id: UUID | str, names: Iterable[str] | None = None) -> engine.Plan:
    """The plan of a workspace, whole or for events of some names only.

    Deprecated events are still known, since old versions of products send them.
    """
    found = PlannedEvent.objects.filter(workspace_id=workspace_id)
    events = found if names is None else found.filter(name__in=list(names))
    named = rules_of(workspace_id)
    modes = {(one.applies_to, one.violation): one.mode for one in _rules(workspace_id)}
    return engine.Plan(
        tuple(map(event_of, events)),
        named.get(EVENTS, engine.NamingRule()),
        named.get(PROPERTIES, engine.NamingRule()),
        modes,  # type: ignore[arg-type]
    )


def _rules(workspace_id: UUID | str) -> Iterable[TrackingRule]:
    return TrackingRule.objects.filter(workspace_id=workspace_id)
