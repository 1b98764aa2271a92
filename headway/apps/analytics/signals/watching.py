"""The anomalies of a series of events."""

from math import isnan

import numpy as np

from headway.apps.analytics.behaviour.answers import TrendAnswer
from headway.apps.analytics.behaviour.definitions import definitions
from headway.apps.analytics.behaviour.questions import TrendQuestion
from headway.apps.analytics.behaviour.trends import trend_answer
from headway.apps.analytics.signals.answers import AnomaliesAnswer, AnomalyRow, ChangeRow, PlantedRow
from headway.apps.analytics.signals.questions import AnomaliesQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.engine.anomalies.backtest import backtest
from headway.engine.anomalies.changes import changes
from headway.engine.anomalies.detect import POINTS_LEAST, SENSITIVITIES, Anomaly, Setting, anomalies, warm_up
from headway.engine.anomalies.readings import Series, cycle_points, usual_range

SECONDS = {"hour": 3_600.0, "day": 86_400.0}
POINTS_MOST = 20_000
TOLD = {
    "value": "{seen:,.6g}, where it was {low:,.6g} to {high:,.6g} lately",
    "level": "{seen:,.6g} on average of an hour, where it was {low:,.6g} to {high:,.6g} lately",
    "season": "{seen:+,.6g} beyond what it was at the same time of the last seven {cycles}",
    "spread": "it varies by {seen:,.6g} within a {cycle}, where that was {low:,.6g} to {high:,.6g} lately",
}


def anomalies_answer(context: Context, question: AnomaliesQuestion) -> AnomaliesAnswer:
    if question.series.math not in {"total", "unique"}:
        raise Invalid(
            "Field series.math: anomalies are looked for in total or unique, which are known in every period."
        )
    trend = trend_answer(context, _as_trend(question))
    points = _points(trend)
    if len(points) > POINTS_MOST:
        raise Invalid(f"That are {len(points):,} periods; ask for {POINTS_MOST:,} at most.")
    few = trend.reason or f"{POINTS_LEAST} whole periods are needed, and there are {len(points)}"
    is_enough = len(points) >= POINTS_LEAST
    found = (
        _found(points, SECONDS[question.period], SENSITIVITIES[question.sensitivity])
        if is_enough
        else AnomaliesAnswer(points=points, band=[(None, None)] * len(points), reason=few)
    )
    told = definitions(f"trend.{question.series.math}@1", "anomalies@1", "changes@1")
    return found.model_copy(update={"as_of": trend.as_of, "notes": trend.notes, "definitions": told})


def _as_trend(question: AnomaliesQuestion) -> TrendQuestion:
    plain = question.model_dump(by_alias=True, exclude={"series", "sensitivity"})
    return TrendQuestion(**plain, series=[question.series])


def _points(trend: TrendAnswer) -> list[tuple[str, float]]:
    """The periods that are over: the last one is not, as long as more can come."""
    values = trend.series[0].points if trend.series else []
    return [(period, float(value or 0)) for period, value in values[:-1]]


def _found(points: list[tuple[str, float]], spacing: float, setting: Setting) -> AnomaliesAnswer:
    values = np.array([value for _, value in points])
    at = np.arange(len(points), dtype=np.float64) * spacing
    cycle = cycle_points(spacing)
    tested = backtest(at, values, setting=setting)
    low, high = usual_range(values, cycle)
    return AnomaliesAnswer(
        points=points,
        band=[
            (_known(lowest), _known(highest))
            for lowest, highest in zip(low.tolist(), high.tolist(), strict=True)
        ],
        watched=max(0, len(points) - warm_up(spacing)),
        anomalies=[_anomaly(points, one, spacing) for one in anomalies(at, values, setting)],
        changes=_changes(points, values, cycle),
        backtest=[PlantedRow(drop=one.size, planted=one.planted, found=one.found) for one in tested.planted],
    )


def _known(value: float) -> float | None:
    return None if isnan(value) else value


def _anomaly(points: list[tuple[str, float]], one: Anomaly, spacing: float) -> AnomalyRow:
    period, value = points[one.place]
    cycle = "week" if spacing == SECONDS["day"] else "day"
    text = TOLD[one.reading].format(
        seen=one.seen, low=one.low, high=one.high, cycle=cycle, cycles=f"{cycle}s"
    )
    return AnomalyRow(
        period=period, value=value, reading=one.reading, low=one.low, high=one.high, seen=one.seen,
        excess=one.excess, text=f"{period}: {text}.",
    )  # fmt: skip


def _changes(points: list[tuple[str, float]], values: Series, cycle: int) -> list[ChangeRow]:
    return [
        ChangeRow(period=points[one.place][0], before=one.before, after=one.after)
        for one in changes(values, cycle)
    ]
