"""The list here: diagnoses."""

from headway.apps.diagnosis.kinds import DIAGNOSIS
from headway.apps.diagnosis.models import Diagnosis
from headway.core.lists.columns import Column, RecordList, list_add

SAVE = "diagnosis.diagnosis_save"
DIAGNOSES = list_add(
    RecordList(
        DIAGNOSIS,
        (
            Column("title", "Diagnosis", action=SAVE),
            Column("state", "State", "choice", choices=tuple(Diagnosis.State.choices),
                   action="diagnosis.diagnosis_settle"),
            Column("owner", "Owner", "person", action=SAVE),
            Column("review_on", "Look again on", "date", action=SAVE),
            Column("outcome", "What came of it", "long_text", shown=False),
        ),
    )
)  # fmt: skip
