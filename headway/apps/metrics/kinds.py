"""The kind of record here: metrics."""

from headway.apps.metrics.models import Metric
from headway.core.kinds import RecordKind, declare

METRIC = declare(
    RecordKind(
        "metric", Metric, "Metric", "Metrics", "label", ("description", "decision"), page="metrics:metric"
    )
)
