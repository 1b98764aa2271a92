"""The kind of record here: diagnoses."""

from headway.apps.diagnosis.models import Diagnosis
from headway.core.kinds import RecordKind, declare

DIAGNOSIS = declare(
    RecordKind("diagnosis", Diagnosis, "Diagnosis", "Diagnoses", "title", ("outcome",), page="diagnosis:kept")
)
