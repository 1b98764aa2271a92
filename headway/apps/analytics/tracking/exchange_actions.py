"""The plan out of other tools' documents."""

import json
from collections.abc import Sequence
from json import JSONDecodeError

from pydantic import Field

from headway.apps.analytics.tracking.answers import Taken
from headway.apps.analytics.tracking.models import PlannedEvent
from headway.apps.analytics.tracking.saving import (
    Change,
    change_to,
    planned_event_keep,
    planned_events_make,
)
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import HeadwayError, Invalid
from headway.core.registry import Done, Question, action
from headway.core.roles import DECIDERS
from headway.engine.tracking.foreign import plan_read
from headway.engine.tracking.plan import Event, PlanError

NOTE = "From an imported plan"


class PlanImport(Question):
    content: str = Field(
        min_length=2,
        max_length=5_000_000,
        description="JSON Schema with $defs, or the JSON of RudderStack, Segment Protocols, Avo and the like.",
    )
    purpose: str = Field(
        "As the imported plan has it",
        min_length=1,
        max_length=300,
        description="Why new events are collected.",
    )
    dry_run: bool = Field(default=False, description="Only say what would come of it.")


@action("analytics.plan_import", roles=DECIDERS)
def plan_import(context: Context, question: PlanImport) -> Done[Taken]:
    """Take a tracking plan of another tool: new events are planned, others changed where they differ.

    An event with a fault is refused by itself, with the reason; what a plan cannot hold is told and left out. Raises
    Invalid for a text that is no JSON or holds no events.
    """
    try:
        found = plan_read(json.loads(question.content))
    except (JSONDecodeError, RecursionError) as error:
        raise Invalid(f"Field content: it is no JSON ({error}).") from error
    except PlanError as error:
        raise Invalid(f"Field content: {error}") from error
    taken = Taken(made=[], changed=[], unchanged=[], refused=dict(found.refused))
    taken.left_out = {name: list(words) for name, words in found.left_out.items()}
    planned = {one.name: one for one in rows(PlannedEvent, context)}
    changes = [one for event in found.events if (one := _taken(planned.get(event.name), event, taken))]
    if not question.dry_run:
        _keep(context, changes, question.purpose)
    told = {name: getattr(taken, name)[:100] for name in ("made", "changed")}
    verb = "Would take" if question.dry_run else "Took"
    summary = f"{verb} {len(taken.made)} new and {len(taken.changed)} changed events from a plan"
    return Done(taken, summary, context.workspace, {} if question.dry_run else told)


def _taken(planned: PlannedEvent | None, event: Event, taken: Taken) -> Change | None:
    try:
        change = change_to(planned, event)
    except HeadwayError as error:
        taken.refused[event.name] = error.detail
        return None
    if change.found and not change.words:
        taken.unchanged.append(event.name)
        return None
    (taken.changed if change.found else taken.made).append(event.name)
    return change


def _keep(context: Context, changes: Sequence[Change], purpose: str) -> None:
    made = [one for one in changes if one.found is None]
    for one in made:
        one.values["purpose"] = purpose
    planned_events_make(context, made, NOTE)
    for one in changes:
        if one.found:
            planned_event_keep(context, one, NOTE)
