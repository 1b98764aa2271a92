"""Trends: how often, and by how many, period by period."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np

from headway.apps.analytics.behaviour.answers import Number, TrendAnswer, TrendSeries
from headway.apps.analytics.behaviour.asked import last_moment, moment, refusals, step_of, zone_of
from headway.apps.analytics.behaviour.cohorts import labels
from headway.apps.analytics.behaviour.definitions import definitions
from headway.apps.analytics.behaviour.questions import SeriesAsked, TrendQuestion
from headway.apps.analytics.behaviour.reading import Known, known
from headway.apps.analytics.behaviour.wording import NO_EVENTS, unseen_notes
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.engine.behaviour.histories import MISSING, Flags, Histories, Step, matching
from headway.engine.behaviour.periods import edges_us, moment_of, period_edges, periods_between
from headway.engine.behaviour.trend import TRAILING_DAYS, people_in, totals, trailing_uniques, uniques

VALUES_MOST = 100


def trend_known(context: Context, question: TrendQuestion) -> Known:
    by = [question.breakdown_property] if question.breakdown_property else []
    return known(context, question, [step_of(one) for one in question.series], by)


def trend_edges(context: Context, question: TrendQuestion, events: Known) -> tuple[datetime, ...]:
    """The periods from the range's first to its last; without a range those of the events."""
    zone = zone_of(context, question.time_zone)
    begin, end = (0, 0) if question.since and question.until else _extent(events.histories, question)
    first = moment(question.since, zone, "from") if question.since else moment_of(begin).astimezone(zone)
    last = last_moment(question.until, zone, "to") if question.until else moment_of(end).astimezone(zone)
    with refusals():
        count = periods_between(first, last, question.period, question.week_start)
        return period_edges(first, question.period, count, question.week_start)


def _extent(histories: Histories, question: TrendQuestion) -> tuple[int, int]:
    """The first and the last event of those that are asked about."""
    rows = np.zeros(len(histories.at_us), np.bool_)
    for one in question.series:
        rows |= matching(histories, Step(one.event))
    at = histories.at_us[rows]
    return (int(at.min()), int(at.max())) if len(at) else (0, 0)


def trend_answer(context: Context, question: TrendQuestion) -> TrendAnswer:
    _refuse_unclear(question)
    events = trend_known(context, question)
    told = definitions(
        *dict.fromkeys(f"trend.{one.math}@1" for one in question.series),
        *(["trend.breakdown@1"] if question.breakdown_property else []),
    )
    edges = trend_edges(context, question, events)
    if events.as_of_us is None:
        return TrendAnswer(reason=NO_EVENTS, definitions=told)
    series = [one for asked in question.series for one in _series(events.histories, asked, question, edges)]
    return TrendAnswer(series=series, as_of=events.as_of, notes=unseen_notes(events), definitions=told)


def _refuse_unclear(question: TrendQuestion) -> None:
    for one in question.series:
        if one.math == "dau" and question.period != "day":
            raise Invalid(
                f"Daily active people by {question.period} is not defined; take the period day, or math unique."
            )
        if one.math in TRAILING_DAYS and question.period == "hour":
            raise Invalid(f"{one.math} by hour is not defined; take the period day, week or month.")


def _series(
    histories: Histories, asked: SeriesAsked, question: TrendQuestion, edges: tuple[datetime, ...]
) -> Iterator[TrendSeries]:
    label = asked.event or "any event"
    for value, rows in _parts(histories, matching(histories, step_of(asked)), question.breakdown_property):
        points = zip(labels(edges, question.period), _values(histories, rows, asked.math, edges), strict=True)
        named = label if value is None else f"{label} - {value}"
        yield TrendSeries(label=named, math=asked.math, value=value, points=list(points))


def _parts(histories: Histories, rows: Flags, by: str | None) -> Iterator[tuple[str | None, Flags]]:
    if not by:
        yield None, rows
        return
    column = histories.properties.get(by)
    if column is None:
        yield "", rows
        return
    codes = np.unique(column.codes[rows]).tolist()
    if len(codes) > VALUES_MOST:
        raise Invalid(f"{by} has {len(codes)} values; take a property with at most {VALUES_MOST}.")
    for code in codes:
        yield ("" if code == MISSING else column.values[code]), rows & (column.codes == code)


def _values(histories: Histories, rows: Flags, math: str, edges: tuple[datetime, ...]) -> list[Number]:
    at = edges_us(edges)
    if math in TRAILING_DAYS:
        return _trailing(histories, rows, edges, TRAILING_DAYS[math])
    many, people = totals(histories, rows, at), uniques(histories, rows, at)
    if math == "total":
        return [*many]
    if math == "unique":
        return [*people]
    return [events / who if who else None for events, who in zip(many, people, strict=True)]


def _trailing(histories: Histories, rows: Flags, edges: tuple[datetime, ...], days: int) -> list[Number]:
    """By days of the calendar, of which each period shows the one it ends with."""
    # Noon, since a day that has 23 hours must not lead into the one before.
    last = edges[-1] - timedelta(hours=12)
    count = (last.date() - edges[0].date()).days + 1
    daily = period_edges(edges[0], "day", count, before=days - 1)
    found = trailing_uniques(histories, rows, edges_us(daily), days)[days - 1 :]
    ends = [(edge.date() - edges[0].date()).days - 1 for edge in edges[1:]]
    return [found[end] for end in ends]


def trend_people(
    context: Context, question: TrendQuestion, row: int, column: int, value: str | None
) -> list[str]:
    """The people behind a point."""
    _refuse_unclear(question)
    events = trend_known(context, question)
    edges = trend_edges(context, question, events)
    if row >= len(question.series) or column >= len(edges) - 1:
        raise Invalid(f"There is no series {row} with a period {column}; count both from 0.")
    asked, histories = question.series[row], events.histories
    parts = dict(_parts(histories, matching(histories, step_of(asked)), question.breakdown_property))
    rows = parts.get(value)
    if rows is None:
        return []
    begin = edges[column]
    if asked.math in TRAILING_DAYS:
        end = edges[column + 1]
        begin = (end.replace(tzinfo=None) - timedelta(days=TRAILING_DAYS[asked.math])).replace(
            tzinfo=end.tzinfo
        )
    first, last = edges_us((begin.astimezone(UTC), edges[column + 1]))
    return [histories.people[n] for n in people_in(histories, rows, int(first), int(last))]
