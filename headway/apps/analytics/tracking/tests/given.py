"""A planned event, lines that keep to it or do not, and the way they take from the collector to the store."""

import json
from typing import Any

import msgspec

from headway.apps.analytics.compacting import compact
from headway.apps.analytics.inbox import Line, Log, encoded, inbox_dir
from headway.apps.analytics.models import EventSource
from headway.apps.analytics.tracking.intake import Refusal, checked, loaded
from headway.core.perform import ask, perform
from tests.world import NOW, World

Question = dict[str, Any]
AT = 1_790_000_000_000_000
DAY_US = 86_400_000_000
ORDER_PAID: Question = {
    "name": "Order Paid",
    "purpose": "How many trials become paying accounts?",
    "properties": [
        {"name": "amount", "type": "number", "required": True, "description": "In euros"},
        {"name": "plan", "type": "text", "values": ["free", "pro"]},
        {"name": "email", "type": "text", "personal": True},
    ],
}
RUDDER = json.dumps(
    {
        "name": "Shop",
        "version": 3,
        "events": [
            {
                "name": "Cart Opened",
                "description": "The cart is shown",
                "eventType": "track",
                "rules": {
                    "type": "object",
                    "properties": {
                        "properties": {
                            "type": "object",
                            "properties": {
                                "items": {"type": "integer", "minimum": 0},
                                "currency": {"type": ["string", "null"], "enum": ["EUR", "USD"]},
                            },
                            "required": ["items"],
                        }
                    },
                },
            },
            {"name": "", "rules": {}},
        ],
    }
)


def done(world: World, name: str, /, **question: Any) -> Question:
    return perform(name, question, world.context("owner")).model_dump(mode="json")


def told(world: World, name: str, /, role: str = "owner", **question: Any) -> Question:
    return ask(name, question, world.context(role)).model_dump(mode="json")


def event_there(world: World) -> Question:
    return {"ref": done(world, "analytics.planned_event_save", **ORDER_PAID)["ref"]}


def source_there(world: World, name: str = "web") -> str:
    """The id of a source as it stands in the inbox."""
    done(world, "analytics.source_add", name=name)
    return EventSource.objects.get(name=name).pk.hex


def line(source: str, number: int, event: str = "Order Paid", /, **properties: Any) -> Line:
    raw = msgspec.Raw(msgspec.json.encode(properties))
    context = msgspec.Raw(b'{"app":{"version":"4.2.0"}}')
    return Line(
        source, f"m{number}", event, "P1", "", "A1", AT + number, AT + number, 0, "", "", raw, context
    )


def arrived(world: World, *lines: Line) -> list[Refusal]:
    """What the collector does with lines, and the compactor after it; gives what is refused."""
    kept, refusals = checked(loaded(str(world.workspace.pk)), lines)
    log = Log(inbox_dir(world.workspace.pk))
    log.append(encoded(kept))
    log.close()
    compact(world.workspace, NOW)
    return refusals


def observed_there(world: World) -> str:
    """The name of an event that came and is not planned."""
    arrived(world, line(source_there(world), 1, "Cart Opened", items=2))
    done(world, "analytics.tracking_observe")
    return "Cart Opened"


def aside_there(world: World) -> None:
    event_there(world)
    done(world, "analytics.tracking_rule_set", violation="extra_property", mode="quarantine")
    arrived(world, line(source_there(world), 1, amount=5, coupon="X"))


def aside_dropped(world: World) -> Question:
    aside_there(world)
    return {"event": "Order Paid"}


def aside_released(world: World) -> Question:
    aside_there(world)
    properties = [*ORDER_PAID["properties"], {"name": "coupon"}]
    done(world, "analytics.planned_event_save", name="Order Paid", properties=properties)
    return {"event": "Order Paid"}
