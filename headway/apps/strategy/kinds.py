"""The kinds of records here: what the area wants to reach."""

from headway.apps.strategy.models import KeyResult, Objective
from headway.core.kinds import RecordKind, declare

OBJECTIVE = declare(
    RecordKind("objective", Objective, "Objective", "Objectives", "title", listing="strategy:objectives")
)
KEY_RESULT = declare(
    RecordKind(
        "key_result",
        KeyResult,
        "Key result",
        "Key results",
        "title",
        ("metric",),
        listing="strategy:objectives",
    )
)
