"""A metric's values by month as its page shows them."""

from dataclasses import dataclass
from datetime import date

from pydantic import JsonValue

from headway.apps.metrics.answers import MetricRow, MetricValues
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.perform import ask

MONTHS_SHOWN = 13


@dataclass(frozen=True)
class Shown:
    """The latest months, the newest first, as (month, value); or why there are none."""

    rows: list[tuple[date, JsonValue]]
    reason: str = ""


def value_shown(metric: MetricRow, context: Context) -> Shown:
    """The values of the last months; unknown with the reason where they cannot be worked out."""
    if not metric.computable:
        return Shown([], metric.reason)
    try:
        found = ask("metrics.metric_value", {"metrics": [metric.id], "by": ["metric_time__month"]}, context)
    except Invalid as error:
        return Shown([], error.detail)
    assert isinstance(found, MetricValues)
    rows = [(date.fromisoformat(str(month)), value) for month, value in found.rows if month is not None]
    return Shown(rows[-MONTHS_SHOWN:][::-1], "" if rows else "There are no rows to count yet.")
