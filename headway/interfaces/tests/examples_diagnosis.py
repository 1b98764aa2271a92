"""For each action on diagnoses and anomalies, a question that the owner of the small world may send."""

from collections.abc import Callable
from typing import Any

from headway.apps.diagnosis.tests.given import diagnosis_there, question_there, series_there
from tests.world import World

Question = dict[str, Any]

DIAGNOSIS_EXAMPLES: dict[str, Callable[[World], Question]] = {
    "diagnosis.diagnosis_save": question_there,
    "diagnosis.check_add": lambda world: diagnosis_there(world) | {"words": "A holiday", "result": "false"},
    "diagnosis.deed_add": lambda world: diagnosis_there(world) | {"words": "Rolled it back"},
    "diagnosis.diagnosis_settle": lambda world: (
        diagnosis_there(world) | {"state": "confirmed", "outcome": "They came back after the fix."}
    ),
    "diagnosis.anomaly_mark": lambda world: series_there(world) | {"period": "2026-09-09", "verdict": "real"},
}
