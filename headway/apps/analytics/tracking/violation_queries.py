"""What came against the plan, and what waits aside for it."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Count, Sum
from pydantic import Field

from headway.apps.analytics.tracking.answers import QuarantinedRow, QuarantineList, ViolationList
from headway.apps.analytics.tracking.intake import LoadedPlan, loaded_for
from headway.apps.analytics.tracking.models import QuarantinedEvent, TrackingViolation
from headway.apps.analytics.tracking.violations import violation_rows
from headway.core.access import rows
from headway.core.context import Context
from headway.core.registry import Question, query
from headway.core.roles import MAKERS
from headway.engine.tracking.plan import KINDS, Kind

EVENTS_TOLD_MOST = 200


class ViolationsQuestion(Question):
    days: int = Field(7, ge=1, le=366, description="How many days back, today among them.")
    source: str = Field("", max_length=100)
    event: str = Field("", max_length=200)
    kind: Kind | None = None


@query("analytics.violation_list")
def violation_list(context: Context, question: ViolationsQuestion) -> ViolationList:
    """What came against the plan: how often, by source, version of the product, event and kind, with an example.

    The 200 most frequent rows; `events` counts all. Examples are told to those who work on the product.
    """
    since = context.now.date() - timedelta(days=question.days)
    conditions = {"source": question.source, "event": question.event, "kind": question.kind}
    chosen = {name: value for name, value in conditions.items() if value}
    found = rows(TrackingViolation, context).filter(day__gt=since, **chosen)
    total = found.aggregate(total=Sum("events"))["total"]
    return ViolationList(days=question.days, events=total or 0, rows=violation_rows(context, found))


class QuarantineQuestion(Question):
    event: str = Field("", max_length=200)
    limit: int = Field(20, ge=1, le=200)


@query("analytics.quarantine_list", roles=MAKERS)
def quarantine_list(context: Context, question: QuarantineQuestion) -> QuarantineList:
    """Events that were put aside, the latest first, each with what it violated and whether the plan allows it now."""
    found = rows(QuarantinedEvent, context)
    counts = found.values_list("event").annotate(many=Count("pk")).order_by("-many", "event")
    by_event = dict(counts[:EVENTS_TOLD_MOST])
    if question.event:
        found = found.filter(event=question.event)
    shown = list(found.order_by("-received_at", "pk")[: question.limit])
    plan = loaded_for(str(context.workspace.pk), {one.event for one in shown})
    return QuarantineList(
        total=rows(QuarantinedEvent, context).count(),
        events=by_event,
        rows=[
            QuarantinedRow(
                id=str(one.pk), event=one.event, source=one.source, received_at=one.received_at,
                reasons=_reasons(one.faults), allowed_now=is_allowed(plan, one), properties=one.properties,
            )
            for one in shown
        ],
    )  # fmt: skip


def _reasons(faults: Sequence[Sequence[str]]) -> list[str]:
    """Each violation in words, with the property it is in."""
    return [
        f"{KINDS[kind]}{f' ({name})' if name else ''}"  # type: ignore[index]
        for kind, name, _ in faults
    ]


def is_allowed(plan: LoadedPlan, one: QuarantinedEvent) -> bool:
    """Whether the plan has nothing against an event that was put aside."""
    checker = plan.checker(one.source_key)
    return checker is None or not checker.faults(one.event, one.properties)
