"""The list here: key results."""

from headway.apps.strategy.kinds import KEY_RESULT
from headway.core.lists.columns import Column, RecordList, list_add
from headway.core.roles import DECIDERS

KEY_RESULTS = list_add(
    RecordList(
        KEY_RESULT,
        (
            Column("title", "Title", editable=True, filled=True),
            Column("objective", "Objective", "record", record="objective", action="strategy.key_result_save"),
            Column("metric", "Metric", editable=True, filled=True, varied=True),
            Column("baseline", "Baseline", "number", editable=True, unsummed=True),
            Column("target", "Target", "number", editable=True, unsummed=True),
            Column("unit", "Unit", editable=True, varied=True),
            Column("due", "Due", "date", editable=True),
        ),
        editors=DECIDERS,
    )
)
