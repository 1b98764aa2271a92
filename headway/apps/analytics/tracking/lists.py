"""The list here: planned events."""

from headway.apps.analytics.tracking.kinds import PLANNED_EVENT
from headway.apps.analytics.tracking.models import PlannedEvent
from headway.core.lists.columns import Column, RecordList, list_add

SAVE = "analytics.planned_event_save"
PLANNED_EVENTS = list_add(
    RecordList(
        PLANNED_EVENT,
        (
            Column("name", "Event", action=SAVE),
            Column("status", "Status", "choice", choices=tuple(PlannedEvent.Status.choices), action=SAVE),
            Column("owner", "Owner", "person", action=SAVE),
            Column("category", "Category", varied=True, action=SAVE),
            Column("purpose", "Why it is collected", action=SAVE),
            Column("effective_on", "Planned so since", "date"),
        ),
        sort=("name",),
    )
)
