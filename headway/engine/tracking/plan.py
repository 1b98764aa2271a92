"""A tracking plan as plain values: which events are meant to come, with which properties, and what is a violation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Type = Literal["text", "number", "integer", "boolean", "date", "list", "object"]
Kind = Literal["unplanned_event", "missing_required", "wrong_type", "extra_property", "not_allowed", "naming"]
Mode = Literal["flag", "quarantine", "block"]
Scalar = str | int | float | bool

TYPES: tuple[Type, ...] = ("text", "number", "integer", "boolean", "date", "list", "object")
KINDS: dict[Kind, str] = {
    "unplanned_event": "unplanned event",
    "missing_required": "a required property is missing",
    "wrong_type": "a property of the wrong type",
    "extra_property": "a property that is not planned",
    "not_allowed": "a value that is not allowed",
    "naming": "a name against the naming rule",
}
STRENGTH: tuple[Mode, ...] = ("flag", "quarantine", "block")
EVERY_SOURCE = ""


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a planned event; `values` empty allows any value, `pattern` empty any text."""

    name: str
    type: Type = "text"
    required: bool = False
    values: tuple[Scalar, ...] = ()
    pattern: str = ""
    personal: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One planned event; without `sources` it may come from any."""

    name: str
    properties: tuple[Property, ...] = ()
    sources: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class NamingRule:
    """How names are written: a style of `naming.STYLES`, or `own` with a pattern; empty is as anybody likes."""

    style: str = ""
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """All planned events with the naming rules; `modes` says by (source, kind) what happens to a violation.

    What is said for a source goes before what is said for every source; what nothing is said about is flagged.
    """

    events: tuple[Event, ...] = ()
    event_names: NamingRule = NamingRule()
    property_names: NamingRule = NamingRule()
    modes: Mapping[tuple[str, Kind], Mode] = field(default_factory=dict)

    def mode(self, source: str, kind: Kind) -> Mode:
        """What happens to a violation of a kind in events of a source.

        >>> Plan(modes={("", "naming"): "block", ("web", "naming"): "flag"}).mode("web", "naming")
        'flag'
        """
        return self.modes.get((source, kind), self.modes.get((EVERY_SOURCE, kind), "flag"))


class PlanError(ValueError):
    """A plan, or a part of one, that cannot be read; the text says what and where in one sentence."""
