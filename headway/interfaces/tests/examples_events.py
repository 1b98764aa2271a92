"""For each action on sources of events, a question that the owner of the small world may send."""

from collections.abc import Callable
from typing import Any

from headway.core.perform import perform
from tests.world import World

Question = dict[str, Any]


def source_there(world: World) -> Question:
    made = perform("analytics.source_add", {"name": "web"}, world.context("owner"))
    return {"ref": made.model_dump()["ref"]}


EVENT_EXAMPLES: dict[str, Callable[[World], Question]] = {
    "analytics.source_add": lambda world: {"name": "web"},
    "analytics.source_revoke": source_there,
}
