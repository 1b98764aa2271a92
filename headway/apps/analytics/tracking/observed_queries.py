"""What comes besides the plan, as it could be planned; and whether what a record is measured by comes."""

from collections.abc import Iterable

from pydantic import Field

from headway.apps.analytics.tracking.answers import (
    DriftRow,
    Measured,
    MeasuredList,
    ProposedEvent,
    TrackingProposal,
)
from headway.apps.analytics.tracking.arrivals import arrival, drift_rows, looked_at
from headway.apps.analytics.tracking.models import ObservedEvent, PlannedEvent
from headway.apps.analytics.tracking.plans import EVENTS, event_of, property_of, rules_of
from headway.apps.analytics.tracking.queries import property_rows
from headway.core.access import rows
from headway.core.context import Context
from headway.core.records import Lines
from headway.core.registry import Question, query
from headway.engine.tracking.check import SDK_SIGN
from headway.engine.tracking.naming import name_fault
from headway.engine.tracking.plan import NamingRule


class ProposalQuestion(Question):
    limit: int = Field(50, ge=1, le=500)
    planned: bool = Field(default=False, description="Also events that are planned and bring new properties.")


@query("analytics.tracking_proposal")
def tracking_proposal(context: Context, question: ProposalQuestion) -> TrackingProposal:
    """Events that come and are not planned, the most frequent first, as they could be planned.

    Required is what at least 99 % of at least 200 rows have; few texts are proposed as the allowed values. Also
    every property whose type changed, with the days. Nothing is planned before a person takes it.
    """
    seen = list(rows(ObservedEvent, context).defer("seen", "days", "versions").order_by("-events", "event"))
    names = [one.event for one in seen]
    planned = {one.name: event_of(one) for one in rows(PlannedEvent, context).filter(name__in=names)}
    named = rules_of(context.workspace.pk).get(EVENTS, NamingRule())
    told: list[ProposedEvent] = []
    drifts: list[DriftRow] = []
    for one in seen:
        drifts += drift_rows(one)
        known = {part.name for part in planned[one.event].properties} if one.event in planned else None
        new = (
            [part["name"] for part in one.proposal if part["name"] not in known] if known is not None else []
        )
        if len(told) >= question.limit or one.event.startswith(SDK_SIGN):
            continue
        if known is None or (new and question.planned):
            told.append(_proposed(one, new, known is not None, named))
    return TrackingProposal(rows=told, drifts=drifts, as_of=looked_at(context))


def _proposed(one: ObservedEvent, new: list[str], is_planned: bool, named: NamingRule) -> ProposedEvent:
    return ProposedEvent(
        name=one.event,
        events=one.events,
        people=one.people,
        rows_looked_at=one.rows_looked_at,
        naming_fault=name_fault(one.event, named),
        properties=property_rows(map(property_of, one.proposal)),
        new_properties=new,
        is_planned=is_planned,
    )


class MeasuredQuestion(Question):
    record: str = Field("", max_length=140, description="A record that events serve, such as prd:PRD-1.")
    events: Lines = Field([], max_length=200, description="Further names of events, such as a document has.")


@query("analytics.measured_list")
def measured_list(context: Context, question: MeasuredQuestion) -> MeasuredList:
    """Whether the events that a record is measured by really come, told by the data.

    Those are the planned events that serve it, and any others named; one that is neither planned nor comes is
    told as not implemented. Unknown before the first look at the events.
    """
    names = list(dict.fromkeys([*_serving(context, question.record), *question.events]))
    planned = {one.name: one for one in rows(PlannedEvent, context).filter(name__in=names)}
    seen = {one.event: one for one in rows(ObservedEvent, context).filter(event__in=names)}
    as_of = looked_at(context)
    return MeasuredList(
        rows=[
            Measured(
                event=name,
                planned=planned[name].ref if name in planned else "",
                status=planned[name].status if name in planned else "",
                arrival=arrival(seen.get(name), as_of),
                missing_properties=_missing(planned.get(name), seen.get(name)),
            )
            for name in names
        ]
    )


def _serving(context: Context, record: str) -> list[str]:
    """The names of the planned events that serve a record."""
    if not record:
        return []
    found = rows(PlannedEvent, context).order_by("name").values_list("name", "serves")
    return [name for name, serves in found if record in serves]


def _missing(planned: PlannedEvent | None, seen: ObservedEvent | None) -> list[str]:
    """The required properties that no row has."""
    if planned is None or seen is None:
        return []
    come = _names(seen.seen)
    return [one["name"] for one in planned.properties if one["required"] and one["name"] not in come]


def _names(found: Iterable[dict[str, object]]) -> set[object]:
    return {one["name"] for one in found}
