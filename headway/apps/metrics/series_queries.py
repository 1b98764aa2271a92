"""A metric over time, whole and by parts, and the rows behind one of its points."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Max
from pydantic import Field

from headway.apps.analytics.models import EventSegment
from headway.apps.metrics.answers import MetricRows, MetricSeries, SeriesPart
from headway.apps.metrics.catalogue import catalogue_of, sql_of
from headway.apps.metrics.models import Metric
from headway.apps.metrics.periods import Grain, filled, following, last_over
from headway.apps.metrics.plain import number_of, plain_of
from headway.apps.metrics.queries import metric_row
from headway.apps.metrics.store import EVENTS, answered, tables_open
from headway.core.access import row, rows
from headway.core.answers import RefQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.registry import query
from headway.core.roles import MAKERS
from headway.engine.metrics.model import Catalogue, MetricError
from headway.engine.metrics.question import Ask
from headway.engine.metrics.resolving import dimensions_of, lineage, rows_behind_sql

PARTS_MOST, ROWS_SHOWN = 6, 200


class SeriesQuestion(RefQuestion):
    grain: Grain = "month"
    by: str = Field(
        "", max_length=120, description="A column of `splits` to split by.", examples=["user__plan"]
    )
    from_day: date | None = None
    to_day: date | None = Field(None, description="Counted; whole periods are taken.")


class RowsBehind(RefQuestion):
    grain: Grain = "month"
    period: date = Field(description="The first day of the period.")
    by: str = Field("", max_length=120)
    value: str = Field("", max_length=300, description="With `by`: the part.")


@query("metrics.metric_series")
def metric_series(context: Context, question: SeriesQuestion) -> MetricSeries:
    """A metric by day, week or month, also by the parts of a column, with the last period that is over.

    Without days it is the last 91 days, 53 weeks or 25 months that have rows. A period without rows is null. Raises
    NotFound for an unknown metric, Invalid for a column that it cannot be split by.
    """
    metric = row(Metric, context, question.ref)
    if not metric.computable:
        return _unknown(metric, question, metric.reason)
    catalogue = catalogue_of(context, [metric.ref])
    splits = _splits(catalogue, metric.ref)
    if question.by and question.by not in splits:
        raise Invalid(
            f"Field by: {metric.ref} cannot be split by {question.by[:60]!r}; there are {', '.join(splits)}."
        )
    try:
        whole, parts = _asked(context, catalogue, metric.ref, question)
    except Invalid as error:
        return _unknown(metric, question, error.detail)
    shown = list(parts)[:PARTS_MOST]
    until = known_until(context, catalogue, metric.ref)
    return MetricSeries(
        metric=metric_row(metric), grain=question.grain, by=question.by, splits=splits, whole=whole,
        parts=[SeriesPart(value=one, points=_as_long(parts[one], whole)) for one in shown],
        left_out=len(parts) - len(shown), **latest(whole, question.grain, until),
        has_rows=metric.kind == "simple",
    )  # fmt: skip


@query("metrics.metric_rows", roles=MAKERS)
def metric_rows(context: Context, question: RowsBehind) -> MetricRows:
    """The first 200 rows that a metric counts in one period, as their table has them; they may name people.

    Raises NotFound, and Invalid for a metric that is worked out from others.
    """
    metric = row(Metric, context, question.ref)
    last = following(question.period, question.grain) - timedelta(days=1)
    where = (f"{{{{ Dimension('{question.by}') }}}} {_equal(question.value)}",) if question.by else ()
    ask = Ask((metric.ref,), (), question.period, last, where)
    try:
        sql = rows_behind_sql(catalogue_of(context, [metric.ref]), metric.ref, ask)
    except MetricError as error:
        raise Invalid(str(error)) from error
    with tables_open(context) as session:
        columns, listed = answered(session, f"{sql} LIMIT {ROWS_SHOWN + 1}")
    shown = [[plain_of(one, with_time=True) for one in each] for each in listed[:ROWS_SHOWN]]
    return MetricRows(columns=columns, rows=shown, cut=len(listed) > ROWS_SHOWN)


def _equal(value: str) -> str:
    quoted = value.replace("'", "''")
    return f"= '{quoted}'" if value else "IS NULL"


def _splits(catalogue: Catalogue, ref: str) -> list[str]:
    try:
        return list(dimensions_of(catalogue, ref))
    except MetricError:
        return []


def _asked(
    context: Context, catalogue: Catalogue, ref: str, question: SeriesQuestion
) -> tuple[list[tuple[str, float | None]], dict[str, list[tuple[str, float | None]]]]:
    """The whole, and the parts by their value, the largest first."""
    time = f"metric_time__{question.grain}"
    to_day = question.to_day or last_known(context, catalogue, ref)
    whole = Ask((ref,), (time,), question.from_day, to_day)
    split = Ask((ref,), (time, question.by), question.from_day, to_day)
    with tables_open(context) as session:
        _, all_rows = answered(session, sql_of(catalogue, whole))
        _, part_rows = answered(session, sql_of(catalogue, split)) if question.by else ([], [])
    found: dict[str, dict[date, float | None]] = {}
    for day, part, value in part_rows:
        if day is not None:
            found.setdefault("" if part is None else str(part), {})[day.date()] = number_of(value)
    ranked = sorted(found, key=lambda one: -sum(abs(value or 0) for value in found[one].values()))
    values = {day.date(): number_of(value) for day, value in all_rows if day is not None}
    return filled(values, question.grain), {one: filled(found[one], question.grain) for one in ranked}


def known_until(context: Context, catalogue: Catalogue, ref: str) -> date:
    """The first day of which not everything is known: today, or for a metric on events the day after the last one."""
    if EVENTS not in lineage(catalogue, ref).tables:
        return context.today
    last = rows(EventSegment, context).aggregate(last=Max("last_at"))["last"]
    if last is None:
        return context.today
    known: date = last.astimezone(context.workspace.zone).date() + timedelta(days=1)
    return min(context.today, known)


def last_known(context: Context, catalogue: Catalogue, ref: str) -> date | None:
    """The last day of which something is known, where a running total would go on for ever; None elsewhere."""
    names = [ref, *lineage(catalogue, ref).metrics]
    if all(catalogue.metric(one).type != "cumulative" for one in names):
        return None
    return known_until(context, catalogue, ref) - timedelta(days=1)


def _as_long(
    points: list[tuple[str, float | None]], whole: list[tuple[str, float | None]]
) -> list[tuple[str, float | None]]:
    """A part over the periods of the whole."""
    known: Mapping[str, float | None] = dict(points)
    return [(day, known.get(day)) for day, _ in whole]


def latest(whole: list[tuple[str, float | None]], grain: str, today: date) -> dict[str, Any]:
    """The last period that is over and the one before it."""
    at = last_over(whole, grain, today)
    if at is None:
        reason = "no whole period has passed yet" if whole else "there are no rows to count yet"
        return _nothing(reason, whole[-1][0] if whole else "")
    period, value = whole[at]
    previous = whole[at - 1][1] if at else None
    change = None if value is None or not previous else (value - previous) / abs(previous)
    reason = "" if value is not None else f"there are no rows in the {grain} from {period}"
    open_period = whole[at + 1][0] if at + 1 < len(whole) else ""
    return {
        "period": period, "value": value, "previous": previous, "change": change, "open_period": open_period,
        "reason": reason,
    }  # fmt: skip


def _nothing(reason: str, open_period: str = "") -> dict[str, Any]:
    return {
        "period": "", "value": None, "previous": None, "change": None, "open_period": open_period, "reason": reason,
    }  # fmt: skip


def _unknown(metric: Metric, question: SeriesQuestion, reason: str) -> MetricSeries:
    return MetricSeries(
        metric=metric_row(metric), grain=question.grain, by=question.by, splits=[], whole=[], parts=[], left_out=0,
        has_rows=False, **_nothing(reason),
    )  # fmt: skip
