"""Any question that a tile or an alert may ask, and its answer in the one form that is drawn, watched and sent."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import JsonValue

from headway.apps.analytics.behaviour.answers import FunnelAnswer, RetentionAnswer, TrendAnswer
from headway.apps.analytics.signals.answers import AnomaliesAnswer, DiagnosisAnswer
from headway.apps.metrics.answers import MetricValues
from headway.apps.metrics.models import Metric
from headway.apps.reporting import behaviour_reading as behaviour
from headway.apps.reporting import kpi_reading
from headway.apps.reporting.answers import ColumnRow, Reading, SqlAnswer
from headway.apps.reporting.behaviour_reading import columns
from headway.apps.reporting.periods import METRIC_TIME, period_of, summed_up
from headway.apps.reporting.ranges import (
    Over,
    Question,
    as_asked,
    by_days,
    by_parameters,
    ranged,
    ranged_and_split,
)
from headway.core.access import row
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.perform import ask, parse
from headway.core.registry import entry_named


@dataclass(frozen=True)
class Kind:
    """How one query is asked over a span, and read."""

    label: str
    read: Callable[[Context, Question, Any], Reading]
    over: Callable[[Context, Question, Over], Question]


def kind_named(query: str) -> Kind:
    """Raises Invalid for a query that cannot be drawn."""
    if query not in KINDS:
        raise Invalid(f"Field query: {query[:60]!r} cannot be drawn; take one of {', '.join(sorted(KINDS))}.")
    return KINDS[query]


def checked(query: str, question: Question) -> Question:
    """The question as it is kept: one that its query understands. Raises Invalid."""
    kind_named(query)
    if "events" in question:
        raise Invalid("Field question: a tile asks about the stored events; leave `events` out.")
    parsed = parse(entry_named(query, "query"), question)
    kept: Question = json.loads(parsed.model_dump_json(by_alias=True, exclude_unset=True))
    return kept


def read(context: Context, query: str, question: Question, over: Over | None = None) -> Reading:
    """Ask and read. A question that cannot be answered is a reading with the reason."""
    kind = kind_named(query)
    asked = kind.over(context, question, over) if over and over.is_any else question
    try:
        found = kind.read(context, asked, ask(query, asked, context))
    except Invalid as error:
        return Reading(reason=error.detail)
    return found


def _behind(query: str, question: Question, **number: JsonValue) -> dict[str, JsonValue]:
    return {"query": query, "question": dict(question), **number}


def _trend(context: Context, question: Question, answer: TrendAnswer) -> Reading:
    series = answer.series or []
    if not series:
        return Reading(reason=answer.reason, as_of=answer.as_of)
    places: list[dict[str, JsonValue]] = [
        {"row": 0, "value": one.value} if one.value is not None else {"row": at}
        for at, one in enumerate(series)
    ]
    rows: list[list[JsonValue]] = [
        [period, *(one.points[at][1] for one in series)] for at, (period, _) in enumerate(series[0].points)
    ]
    found = Reading(
        columns=columns("Period", *(one.label for one in series)), rows=rows, points=series[0].points,
        over_time=True, notes=answer.notes, as_of=answer.as_of, reason=answer.reason,
        behind=[_behind("analytics.trend", question, column=at, **places[0]) for at in range(len(rows))],
    )  # fmt: skip
    known = answer.as_of or context.now
    return summed_up(found, str(question.get("period", "day")), known, context.workspace.zone)


def _funnel(context: Context, question: Question, answer: FunnelAnswer) -> Reading:
    if answer.breakdown:
        return _funnel_parts(answer)
    counts = answer.counts or []
    names = _steps(question)
    share = answer.share_of_start[-1] if answer.share_of_start else None
    return Reading(
        columns=columns("Step", "People", "Of the first, %"),
        rows=[[names[at], one, _percent(answer.share_of_start[at].value)] for at, one in enumerate(counts)],
        points=[(names[at], one) for at, one in enumerate(counts)],
        unit="share", value=share.value if share else None, low=share.low if share else None,
        high=share.high if share else None, reason=answer.reason or (share.reason if share else ""),
        notes=answer.notes, as_of=answer.as_of,
        behind=[_behind("analytics.funnel", question, step=at) for at in range(len(counts))],
    )  # fmt: skip


def _funnel_parts(answer: FunnelAnswer) -> Reading:
    parts = answer.breakdown or {}
    steps = max((len(one.counts) for one in parts.values()), default=0)
    share = answer.share_of_start[-1] if answer.share_of_start else None
    return Reading(
        columns=columns("Part", *(f"Step {at}" for at in range(1, steps + 1))),
        rows=[[name or "none", *one.counts] for name, one in parts.items()],
        points=[(name or "none", one.counts[-1] if one.counts else None) for name, one in parts.items()],
        unit="share", value=share.value if share else None, notes=answer.notes, as_of=answer.as_of,
    )  # fmt: skip


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 1)


def _steps(question: Question) -> list[str]:
    listed = question.get("steps")
    steps = listed if isinstance(listed, list) else []
    return [str(one.get("event") or "any event") if isinstance(one, dict) else str(one) for one in steps]


def _retention(context: Context, question: Question, answer: RetentionAnswer) -> Reading:
    matrix = answer.matrix or []
    widest = max((len(one) for one in matrix), default=1)
    rows: list[list[JsonValue]] = [
        [period, *found, *[None] * (widest - len(found))]
        for period, found in zip(answer.periods, matrix, strict=False)
    ]
    later = [(f"+{at}", answer.came_back(at)) for at in range(1, widest)]
    return Reading(
        columns=columns("Began in", "People", *(f"+{at}" for at in range(1, widest))), rows=rows, points=later,
        unit="share", value=later[0][1] if later else None, reason=answer.reason, notes=answer.notes,
        as_of=answer.as_of,
        said=["The number is the share that came back in the period after the first."] if later else [],
        behind=[_behind("analytics.retention", question, row=at, column=0) for at in range(len(rows))],
    )  # fmt: skip


def _anomalies(context: Context, question: Question, answer: AnomaliesAnswer) -> Reading:
    strange = {one.period for one in answer.anomalies}
    found = Reading(
        columns=[*columns("Period", "Count"), ColumnRow(label="")],
        rows=[[period, value, "Stands out" if period in strange else ""] for period, value in answer.points],
        points=[*answer.points], over_time=True, notes=answer.notes, as_of=answer.as_of, reason=answer.reason,
        said=[one.text for one in answer.anomalies],
    )  # fmt: skip
    known = answer.as_of or context.now
    return summed_up(found, str(question.get("period", "day")), known, context.workspace.zone)


def _diagnosis(context: Context, question: Question, answer: DiagnosisAnswer) -> Reading:
    return Reading(
        columns=columns("Where", "Of the change, %"),
        rows=[[", ".join(f"{k}: {v}" for k, v in one.where.items()), _percent(one.explains)] for one in answer.causes],
        said=[one.text for one in answer.causes[:3]], reason=answer.reason, notes=answer.notes,
        as_of=answer.as_of, unit=answer.now.unit if answer.now else "",
        value=answer.now.value if answer.now else None,
        previous=answer.before.value if answer.before else None,
    )  # fmt: skip


def _metric(context: Context, question: Question, answer: MetricValues) -> Reading:
    named = question.get("metrics")
    metrics = named if isinstance(named, list) else [named]
    unit = row(Metric, context, str(metrics[0])).unit
    timed = [at for at, name in enumerate(answer.columns) if name.startswith(METRIC_TIME)]
    columns = [ColumnRow(label=name, number=at >= len(answer.columns) - len(metrics))
               for at, name in enumerate(answer.columns)]  # fmt: skip
    found = Reading(columns=columns, rows=answer.rows, unit=unit, as_of=context.now)
    if not answer.rows:
        return found.model_copy(update={"reason": "there are no rows to count"})
    if timed != [0] or len(answer.columns) != 1 + len(metrics):
        value = _number(answer.rows[0][-1]) if len(answer.rows) == 1 else None
        points = [(str(one[0]), _number(one[-1])) for one in answer.rows] if len(answer.columns) > 1 else []
        return found.model_copy(update={"value": value, "points": points})
    listed = [one for one in answer.rows if one[0] is not None]
    points = [(str(one[0]), _number(one[1])) for one in listed]
    found = found.model_copy(update={"rows": listed, "points": points, "over_time": True})
    return summed_up(found, period_of("metrics.metric_value", question), context.now, context.workspace.zone)


def _sql(context: Context, question: Question, answer: SqlAnswer) -> Reading:
    return sql_reading(answer, context.now)


def sql_reading(answer: SqlAnswer, now: datetime) -> Reading:
    """The first column names a row, the first column of numbers is drawn; the last row is the latest."""
    columns = [ColumnRow(label=one.label, number=one.number) for one in answer.columns]
    numbers = [at for at, one in enumerate(answer.columns) if one.number]
    found = Reading(columns=columns, rows=answer.rows, as_of=now)
    if answer.cut:
        found.notes = [f"Only the first {len(answer.rows):,} rows."]
    if not answer.rows or not numbers:
        return found.model_copy(update={"reason": "" if answer.rows else "it gives no rows"})
    over_time = answer.columns[0].type.startswith(("date", "timestamp"))
    points = [(str(one[0]), _number(one[numbers[0]])) for one in answer.rows] if len(columns) > 1 else []
    is_one = over_time or len(answer.rows) == 1
    values = [_number(one[numbers[0]]) for one in answer.rows]
    return found.model_copy(
        update={
            "points": points, "over_time": over_time, "value": values[-1] if is_one else None,
            "previous": values[-2] if over_time and len(values) > 1 else None,
            "period": points[-1][0] if over_time else "",
        }
    )  # fmt: skip


def _number(value: JsonValue) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


KINDS: dict[str, Kind] = {
    "analytics.trend": Kind("Trend", _trend, ranged_and_split),
    "analytics.funnel": Kind("Funnel", _funnel, ranged_and_split),
    "analytics.retention": Kind("Retention", _retention, as_asked),
    "analytics.time_to_convert": Kind("Time to convert", behaviour.conversion, ranged),
    "analytics.retention_brackets": Kind("Brackets", behaviour.brackets, ranged),
    "analytics.stickiness": Kind("Stickiness", behaviour.stickiness, behaviour.over_days),
    "analytics.lifecycle": Kind("Lifecycle", behaviour.lifecycle, as_asked),
    "analytics.adoption": Kind("Adoption", behaviour.adoption, as_asked),
    "analytics.time_to_value": Kind("Time to value", behaviour.time_to_value, ranged),
    "analytics.paths": Kind("Paths", behaviour.paths, ranged),
    "analytics.anomalies": Kind("Anomalies", _anomalies, ranged),
    "analytics.diagnosis": Kind("Diagnosis", _diagnosis, ranged),
    "metrics.metric_value": Kind("Metric", _metric, by_days),
    "kpis.kpi_detail": Kind("KPI", kpi_reading.kpi, as_asked),
    "analytics.query_run": Kind("Saved query", _sql, by_parameters),
}
