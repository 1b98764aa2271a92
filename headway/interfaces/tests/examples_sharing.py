"""For each action of sharing, a question that the owner of the small world may send."""

from collections.abc import Callable
from typing import Any

from headway.core.perform import perform
from tests.world import World

Question = dict[str, Any]
LINK = {
    "what": "problem",
    "audience": "executive",
    "title": "What we look at",
    "note": "As of this quarter.",
    "days": 366,
}


def link_there(world: World) -> Question:
    made = perform("sharing.link_make", LINK, world.context("owner"))
    return {"ref": made.model_dump()["ref"]}


SHARING_EXAMPLES: dict[str, Callable[[World], Question]] = {
    "sharing.link_change": lambda world: link_there(world) | {"title": "What we looked at"},
    "sharing.link_make": lambda world: LINK,
    "sharing.link_revoke": link_there,
}
