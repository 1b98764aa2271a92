"""The list here: key results."""

from django.db.models import Case, F, FloatField, When

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
            Column("now", "Now", "number", unsummed=True, action="metrics.key_results_take",
                   expression=lambda _: Case(When(now_of=F("metric"), then=F("now")), output_field=FloatField())),
            Column("target", "Target", "number", editable=True, unsummed=True),
            Column("unit", "Unit", editable=True, varied=True),
            Column("due", "Due", "date", editable=True),
            Column("now_from", "Measured from", "date", shown=False, action="metrics.key_results_take"),
        ),
        editors=DECIDERS,
    )
)  # fmt: skip
