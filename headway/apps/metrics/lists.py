"""The list here: metrics."""

from headway.apps.metrics.kinds import METRIC
from headway.apps.metrics.models import Metric
from headway.core.lists.columns import Column, RecordList, list_add

METRICS = list_add(
    RecordList(
        METRIC,
        (
            Column("label", "Metric", action="metrics.metric_save"),
            Column("state", "State", "choice", choices=tuple(Metric.State.choices), action="metrics.metric_certify"),
            Column("owner", "Owner", "person", action="metrics.metric_save"),
            Column("unit", "Unit", varied=True, action="metrics.metric_save"),
            Column("direction", "Direction", "choice", choices=tuple(Metric.Direction.choices),
                   action="metrics.metric_save"),
            Column("kind", "Type", varied=True),
            Column("decision", "Decision it serves", action="metrics.metric_save"),
            Column("baseline", "Baseline", "number", unsummed=True, action="metrics.baseline_take"),
            Column("computable", "Can be computed", "flag"),
            Column("effective_on", "Means this since", "date", shown=False),
        ),
        sort=("ref",),
    )
)  # fmt: skip
