"""The kind of record here: planned events."""

from headway.apps.analytics.tracking.models import PlannedEvent
from headway.core.kinds import RecordKind, declare

PLANNED_EVENT = declare(
    RecordKind(
        "planned_event",
        PlannedEvent,
        "Planned event",
        "Planned events",
        "name",
        ("description", "purpose"),
        page="tracking:event",
    )
)
