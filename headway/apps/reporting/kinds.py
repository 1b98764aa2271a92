"""The kinds of records here: what happened when, and what is watched."""

from headway.apps.reporting.models import Alert, Annotation
from headway.core.kinds import RecordKind, declare

ANNOTATION = declare(
    RecordKind(
        "annotation", Annotation, "Annotation", "Annotations", "title", listing="reporting:annotations"
    )
)
ALERT = declare(RecordKind("alert", Alert, "Alert", "Alerts", "title", page="reporting:alert"))
