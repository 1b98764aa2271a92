"""The plan as a document that other tools and build chains read."""

import json

from headway.apps.analytics.tracking.answers import PlanText
from headway.apps.analytics.tracking.models import PlannedEvent
from headway.apps.analytics.tracking.plans import event_of
from headway.core.access import rows
from headway.core.context import Context
from headway.core.registry import Empty, query
from headway.engine.tracking.schemas import plan_schema


@query("analytics.plan_export")
def plan_export(context: Context, question: Empty) -> PlanText:
    """The planned events that are not deprecated as JSON Schema 2020-12, each under its name in `$defs`."""
    living = rows(PlannedEvent, context).exclude(status=PlannedEvent.Status.DEPRECATED).order_by("name")
    events = [event_of(one) for one in living]
    title = f"Tracking plan of {context.workspace.name}"
    text = json.dumps(plan_schema(events, title), indent=2, ensure_ascii=False)
    return PlanText(text=text, events=len(events))
