"""From what really comes to what is planned: a look at the events, and a person who says which of it is meant."""

from pydantic import Field

from headway.apps.analytics.tracking.answers import Observation, Taken
from headway.apps.analytics.tracking.models import ObservedEvent, PlannedEvent
from headway.apps.analytics.tracking.observing import Seen, looked_at, observed_keep
from headway.apps.analytics.tracking.plans import property_of
from headway.apps.analytics.tracking.saving import Change, change_to, planned_events_make
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import HeadwayError, NotFound
from headway.core.records import Lines
from headway.core.registry import Done, Empty, Question, action
from headway.core.roles import MAKERS
from headway.engine.tracking.observed import is_nameable
from headway.engine.tracking.plan import Event


def _seen(context: Context, question: Empty) -> list[Seen]:
    return looked_at(context)


@action("analytics.tracking_observe", roles=MAKERS, prepare=_seen)
def tracking_observe(context: Context, question: Empty, seen: list[Seen]) -> Done[Observation]:
    """Look at the events that are kept: which come, since when, from how many, with which properties and types."""
    observed_keep(context.workspace, seen, context.now)
    answer = Observation(events=len(seen), as_of=context.now)
    return Done(answer, f"Looked at {len(seen)} events", context.workspace, {"events": len(seen)})


class ProposalTake(Question):
    events: Lines = Field(min_length=1, max_length=2_000, description="Names of events that were observed.")
    purpose: str = Field(
        min_length=1,
        max_length=300,
        description="Why they are collected; may be changed for each of them later.",
    )


@action("analytics.proposal_take", roles=MAKERS)
def proposal_take(context: Context, question: ProposalTake) -> Done[Taken]:
    """Plan events as they were observed, with the types, required properties and values that were proposed.

    An event that is planned already stays as it is. Raises NotFound for one that nobody observed.
    """
    found = {one.event: one for one in rows(ObservedEvent, context).filter(event__in=question.events)}
    unknown = [name for name in question.events if name not in found]
    if unknown:
        raise NotFound(
            f"No event {unknown[0][:80]!r} was observed; analytics.tracking_proposal has the names."
        )
    taken = Taken(made=[], changed=[], unchanged=[], refused={})
    planned = set(rows(PlannedEvent, context).filter(name__in=question.events).values_list("name", flat=True))
    taken.unchanged += [name for name in question.events if name in planned]
    fresh = (found[name] for name in question.events if name not in planned)
    changes = [one for seen in fresh if (one := _taken(seen, question.purpose, taken))]
    planned_events_make(context, changes, "As it was observed")
    summary = f"Planned {len(taken.made)} events as they were observed"
    return Done(taken, summary, context.workspace, {"made": taken.made[:100]})


def _taken(seen: ObservedEvent, purpose: str, taken: Taken) -> Change | None:
    properties = tuple(property_of(one) for one in seen.proposal if is_nameable(one["name"]))
    try:
        change = change_to(None, Event(seen.event, properties))
    except HeadwayError as error:
        taken.refused[seen.event] = error.detail
        return None
    change.values.update(purpose=purpose, status=PlannedEvent.Status.IMPLEMENTED)
    taken.made.append(seen.event)
    return change
