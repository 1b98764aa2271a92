"""What can be asked of the plan: which events are planned, whether they come, what one of them means and meant."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Literal

from django.db.models import Exists, OuterRef, QuerySet, Sum
from pydantic import Field

from headway.apps.analytics.tracking.answers import (
    Arrival,
    DayCount,
    NamingShown,
    PlannedEventDetail,
    PlannedEventDiff,
    PlannedEventList,
    PlannedEventRow,
    PlannedProperty,
    RuleShown,
    SeenProperty,
    SnippetRow,
    TrackingRules,
    VersionRow,
)
from headway.apps.analytics.tracking.arrivals import arrival, drift_rows, looked_at, observed_named
from headway.apps.analytics.tracking.models import (
    ObservedEvent,
    PlannedEvent,
    PlannedEventVersion,
    TrackingRule,
    TrackingViolation,
)
from headway.apps.analytics.tracking.plans import EVENTS, PROPERTIES, event_of, event_read, rules_of
from headway.apps.analytics.tracking.saving import planned_event_named
from headway.apps.analytics.tracking.violations import LATELY_DAYS, source_names, violation_rows
from headway.core.access import rows
from headway.core.answers import PageQuestion, RefQuestion
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.paging import first_of
from headway.core.registry import Empty, query
from headway.engine.tracking import plan as engine
from headway.engine.tracking.differences import differences
from headway.engine.tracking.naming import STYLES, name_fault
from headway.engine.tracking.notation import property_written
from headway.engine.tracking.snippets import snippets

Shown = Literal["", "arriving", "missing", "violations", "deprecated"]


class PlannedEventsQuestion(PageQuestion):
    show: Shown = Field(
        "",
        description="arriving: those that come; missing: those that do not; violations: with some in 7 days.",
    )
    contains: str = Field("", max_length=200, description="Words of the name.")


@query("analytics.planned_event_list")
def planned_event_list(context: Context, question: PlannedEventsQuestion) -> PlannedEventList:
    """The planned events by name, each with whether it really comes and how often it violates what is planned.

    Without `show` those that are not deprecated. Raises NotFound for an `after` that names none.
    """
    living = rows(PlannedEvent, context).exclude(status=PlannedEvent.Status.DEPRECATED)
    shown, more = first_of(_wanted(context, living, question), question.limit)
    as_of = looked_at(context)
    planned = living.count()
    return PlannedEventList(
        rows=_rows(context, shown, as_of),
        next=more,
        planned=planned,
        arriving=living.filter(_comes()).count() if as_of else None,
        unplanned=_lately(context).filter(kind="unplanned_event").values("event").distinct().count(),
        as_of=as_of,
    )


def _comes() -> Exists:
    return Exists(ObservedEvent.objects.filter(workspace=OuterRef("workspace"), event=OuterRef("name")))


def _lately(context: Context) -> QuerySet[TrackingViolation]:
    return rows(TrackingViolation, context).filter(day__gt=context.now.date() - timedelta(days=LATELY_DAYS))


def _wanted(
    context: Context, living: QuerySet[PlannedEvent], question: PlannedEventsQuestion
) -> QuerySet[PlannedEvent]:
    found = living
    if question.show == "deprecated":
        found = rows(PlannedEvent, context).filter(status=PlannedEvent.Status.DEPRECATED)
    elif question.show == "arriving":
        found = living.filter(_comes())
    elif question.show == "missing":
        found = living.exclude(_comes())
    elif question.show == "violations":
        found = living.filter(name__in=_lately(context).values("event"))
    if question.contains:
        found = found.filter(name__icontains=question.contains)
    if question.after:
        found = found.filter(name__gt=planned_event_named(context, question.after).name)
    return found.select_related("owner").order_by("name")


def _rows(context: Context, shown: Sequence[PlannedEvent], as_of: Any) -> list[PlannedEventRow]:
    names = [one.name for one in shown]
    seen = observed_named(context, names)
    violated = dict(_lately(context).filter(event__in=names).values_list("event").annotate(Sum("events")))
    return [
        _row(one, arrival(seen.get(one.name), as_of, one.status), violated.get(one.name, 0)) for one in shown
    ]


def _row(one: PlannedEvent, comes: Arrival, violations: int) -> PlannedEventRow:
    return PlannedEventRow(
        id=one.ref, version=one.version, name=one.name, category=one.category, status=one.status,
        owner=str(one.owner) if one.owner else "", purpose=one.purpose, serves=one.serves, sources=one.sources,
        properties=len(one.properties), definition_version=one.definition_version, effective_on=one.effective_on,
        arrival=comes, violations=violations,
    )  # fmt: skip


@query("analytics.planned_event_detail")
def planned_event_detail(context: Context, question: RefQuestion) -> PlannedEventDetail:
    """One planned event by ref or name: what is planned and was before, what comes, and the code that sends it.

    Raises NotFound.
    """
    event = planned_event_named(context, question.ref)
    planned = event_of(event)
    seen = rows(ObservedEvent, context).filter(event=event.name).first()
    versions = rows(PlannedEventVersion, context).filter(planned_event=event).order_by("number")
    named = rules_of(context.workspace.pk).get(EVENTS, engine.NamingRule())
    violations = list(rows(TrackingViolation, context).filter(event=event.name))
    since = context.now.date() - timedelta(days=LATELY_DAYS)
    lately = sum(one.events for one in violations if one.day > since)
    return PlannedEventDetail(
        row=_row(event, arrival(seen, looked_at(context), event.status), lately),
        description=event.description,
        properties=property_rows(planned.properties),
        naming_fault=name_fault(event.name, named),
        versions=_versions(list(versions)),
        snippets=[SnippetRow(sdk=one.sdk, language=one.language, code=one.code) for one in snippets(planned)],
        seen=_seen(seen) if seen else [],
        drifts=drift_rows(seen) if seen else [],
        days=[DayCount(day=date.fromisoformat(day), events=count) for day, count in seen.days]
        if seen
        else [],
        violations=violation_rows(context, violations),
    )


def property_rows(properties: Iterable[engine.Property]) -> list[PlannedProperty]:
    return [
        PlannedProperty(
            name=one.name, type=one.type, required=one.required, values=list(one.values), pattern=one.pattern,
            personal=one.personal, description=one.description, line=property_written(one),
        )
        for one in properties
    ]  # fmt: skip


def _versions(found: Sequence[PlannedEventVersion]) -> list[VersionRow]:
    meant = [event_read(one.definition) for one in found]
    changes = [(), *(differences(before, after) for before, after in pairwise(meant))]
    told = [
        VersionRow(
            number=one.number, effective_on=one.effective_on, note=one.note, changes=list(words),
            properties=property_rows(event.properties),
        )
        for one, event, words in zip(found, meant, changes, strict=True)
    ]  # fmt: skip
    return told[::-1]


def _seen(found: ObservedEvent) -> list[SeenProperty]:
    return [
        SeenProperty(name=one["name"], share=one["rows"] / max(1, found.rows_looked_at), types=one["types"])
        for one in found.seen
    ]


class DiffQuestion(RefQuestion):
    from_version: int | None = Field(None, ge=1, description="The one before the last where left out.")
    to_version: int | None = Field(None, ge=1, description="The last where left out.")


@query("analytics.planned_event_diff")
def planned_event_diff(context: Context, question: DiffQuestion) -> PlannedEventDiff:
    """What two versions of a planned event differ in, in words. Raises NotFound for an event or version unknown."""
    event = planned_event_named(context, question.ref)
    last = question.to_version or event.definition_version
    first = question.from_version or max(1, last - 1)
    found = rows(PlannedEventVersion, context).filter(planned_event=event, number__in=[first, last])
    by_number = {one.number: event_read(one.definition) for one in found}
    for number in (last, first):
        if number not in by_number:
            raise NotFound(f"{event.ref} has no version {number}; it has 1 to {event.definition_version}.")
    return PlannedEventDiff(
        ref=event.ref,
        name=event.name,
        from_version=first,
        to_version=last,
        changes=list(differences(by_number[first], by_number[last])),
    )


@query("analytics.tracking_rules")
def tracking_rules(context: Context, question: Empty) -> TrackingRules:
    """How names are written, and what a violation leads to, by source and kind."""
    named = rules_of(context.workspace.pk)
    found = rows(TrackingRule, context).order_by("applies_to", "violation")
    return TrackingRules(
        event_names=_naming(named.get(EVENTS)),
        property_names=_naming(named.get(PROPERTIES)),
        rows=[RuleShown(source=one.applies_to, violation=one.violation, mode=one.mode) for one in found],  # type: ignore[arg-type]
        sources=source_names(context),
    )


def _naming(rule: engine.NamingRule | None) -> NamingShown:
    style = STYLES.get(rule.style) if rule else None
    return NamingShown(
        style=rule.style if rule else "",
        pattern=rule.pattern if rule else "",
        example=style.example if style else "",
    )
