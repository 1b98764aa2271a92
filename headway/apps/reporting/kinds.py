"""The kind of record here: what happened when."""

from headway.apps.reporting.models import Annotation
from headway.core.kinds import RecordKind, declare

ANNOTATION = declare(
    RecordKind(
        "annotation", Annotation, "Annotation", "Annotations", "title", listing="reporting:annotations"
    )
)
