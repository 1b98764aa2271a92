"""For each action on sources of events and on cohorts, a question that the owner of the small world may send."""

from collections.abc import Callable
from typing import Any

from headway.core.perform import perform
from tests.world import World

Question = dict[str, Any]


def source_there(world: World) -> Question:
    made = perform("analytics.source_add", {"name": "web"}, world.context("owner"))
    return {"ref": made.model_dump()["ref"]}


def cohort_there(world: World) -> Question:
    rows = "person_id,event,ts\nada,open,2026-01-05T10:00:00Z\n"
    perform("analytics.event_import", {"file_name": "events.csv", "content": rows}, world.context("owner"))
    behind = {"query": "analytics.funnel", "question": {"steps": ["open"]}}
    perform(
        "cohorts.cohort_save", {"ref": "openers", "name": "Openers", "behind": behind}, world.context("owner")
    )
    return {"ref": "openers"}


def cohort_removed(world: World) -> Question:
    there = cohort_there(world)
    perform("cohorts.cohort_remove", there, world.context("owner"))
    return there


EVENT_EXAMPLES: dict[str, Callable[[World], Question]] = {
    "analytics.source_add": lambda world: {"name": "web"},
    "analytics.source_revoke": source_there,
    "cohorts.cohort_refresh": cohort_there,
    "cohorts.cohort_remove": cohort_there,
    "cohorts.cohort_restore": cohort_removed,
    "cohorts.cohort_save": lambda world: {"ref": "asked", "name": "Asked", "people": ["ada", "ben"]},
}
