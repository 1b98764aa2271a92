"""For each action on the tracking plan, a question that the owner of the small world may send."""

from collections.abc import Callable
from typing import Any

from headway.apps.analytics.tracking.tests.given import (
    ORDER_PAID,
    RUDDER,
    aside_dropped,
    aside_released,
    event_there,
    observed_there,
)
from tests.world import World

TRACKING_EXAMPLES: dict[str, Callable[[World], dict[str, Any]]] = {
    "analytics.naming_rule_set": lambda world: {"applies_to": "events", "style": "object_action"},
    "analytics.plan_import": lambda world: {"content": RUDDER},
    "analytics.planned_event_retire": lambda world: event_there(world) | {"reason": "Nobody asks for it"},
    "analytics.planned_event_save": lambda world: ORDER_PAID,
    "analytics.proposal_take": lambda world: {
        "events": [observed_there(world)],
        "purpose": "To know what is used",
    },
    "analytics.quarantine_drop": aside_dropped,
    "analytics.quarantine_release": aside_released,
    "analytics.tracking_observe": lambda world: {},
    "analytics.tracking_rule_set": lambda world: {"violation": "unplanned_event", "mode": "quarantine"},
}
