"""Key results that are measured by a metric of the registry: those whose metric has its name."""

from datetime import date

from pydantic import Field

from headway.apps.metrics.answers import MetricSeries
from headway.apps.metrics.models import Metric
from headway.apps.metrics.series_queries import SeriesQuestion, metric_series
from headway.apps.strategy.models import KeyResult
from headway.core.access import rows, rows_by_ref
from headway.core.context import Context
from headway.core.registry import Answer, Question, query


class KeyResultRow(Answer):
    """A key result as its metric has it in the last month that is over, from `as_of` on.

    `progress` is the part of the way from the baseline to the target, below 0 where it went back; `met` whether the
    target is reached. What is null is unknown, for the `reason`.
    """

    ref: str
    title: str
    metric: str
    unit: str
    baseline: float | None
    target: float | None
    due: date | None
    value: float | None
    as_of: str
    progress: float | None
    met: bool | None
    reason: str


class KeyResultList(Answer):
    """The key results that are measured, and the refs of those whose metric is not in the registry."""

    rows: list[KeyResultRow]
    unmeasured: list[str]


class KeyResultsQuestion(Question):
    metric: str = Field("", max_length=120, description="Only those measured by this metric.")


@query("metrics.key_result_list")
def key_result_list(context: Context, question: KeyResultsQuestion) -> KeyResultList:
    """The key results whose metric is in the registry under that name, with where each stands now."""
    results = rows(KeyResult, context).order_by("ref")
    if question.metric:
        results = results.filter(metric=question.metric)
    listed = list(results)
    metrics = rows_by_ref(Metric, context, {one.metric for one in listed})
    series = {
        name: metric_series(
            context, SeriesQuestion(ref=name, grain="month", by="", from_day=None, to_day=None)
        )
        for name in metrics
    }
    return KeyResultList(
        rows=[_standing(one, series[one.metric]) for one in listed if one.metric in series],
        unmeasured=[one.ref for one in listed if one.metric not in series],
    )


def _standing(one: KeyResult, series: MetricSeries) -> KeyResultRow:
    return KeyResultRow(
        ref=one.ref, title=one.title, metric=one.metric, unit=one.unit or series.metric.unit, baseline=one.baseline,
        target=one.target, due=one.due, value=series.value, as_of=series.period,
        progress=progress_of(one.baseline, one.target, series.value),
        met=is_met(one.baseline, one.target, series.value), reason=series.reason,
    )  # fmt: skip


def progress_of(baseline: float | None, target: float | None, value: float | None) -> float | None:
    """The part of the way that is done; None where one of the three is unknown, or there is no way.

    >>> progress_of(0.15, 0.09, 0.12), progress_of(None, 1, 1)
    (0.5, None)
    """
    if baseline is None or target is None or value is None or baseline == target:
        return None
    return round((value - baseline) / (target - baseline), 6)


def is_met(baseline: float | None, target: float | None, value: float | None) -> bool | None:
    """Whether a target is reached, seen from the baseline.

    >>> is_met(0.15, 0.09, 0.08), is_met(1, 5, 4), is_met(1, None, 4)
    (True, False, None)
    """
    if baseline is None or target is None or value is None:
        return None
    return value >= target if target >= baseline else value <= target
