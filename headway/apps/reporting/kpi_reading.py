"""A KPI of the role as a tile shows it and an alert watches it."""

from headway.apps.kpis.answers import KpiDetail, KpiReading
from headway.apps.reporting.answers import ColumnRow, Reading
from headway.apps.reporting.ranges import Question
from headway.core.context import Context


def kpi(context: Context, question: Question, answer: KpiDetail) -> Reading:
    """Its last period that is over, and those before it."""
    last, before = answer.history[-1], answer.history[-2]
    return Reading(
        columns=[ColumnRow(label="Period", number=False), *(ColumnRow(label=one, number=True) for one in NUMBERS)],
        rows=[[str(one.since), one.value, one.numerator, one.denominator] for one in answer.history],
        points=[(str(one.since), one.value) for one in answer.history],
        over_time=True, unit=last.unit, value=last.value, low=last.low, high=last.high, period=str(last.since),
        previous=before.value, reason=last.reason, notes=_provisional(last), as_of=context.now,
    )  # fmt: skip


NUMBERS = ("Value", "Counted", "Of")


def _provisional(last: KpiReading) -> list[str]:
    if not last.open_windows:
        return []
    return [f"Provisional: {last.open_windows:,} windows are not over yet, so the value may still move."]
