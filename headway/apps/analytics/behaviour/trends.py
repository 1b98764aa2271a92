"""Trends: how often, and by how many, period by period."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import numpy as np

from headway.apps.analytics.behaviour.answers import Number, TrendAnswer, TrendSeries
from headway.apps.analytics.behaviour.asked import last_moment, moment, refusals, step_of, zone_of
from headway.apps.analytics.behaviour.cohorts import labels
from headway.apps.analytics.behaviour.definitions import definitions
from headway.apps.analytics.behaviour.questions import SeriesAsked, TrendQuestion
from headway.apps.analytics.behaviour.reading import Known, known, known_there
from headway.apps.analytics.behaviour.wording import NO_EVENTS, unseen_notes
from headway.apps.analytics.warehouse.asking import Store, counts_there, store_open, trailing, values
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.engine.behaviour.histories import MISSING, Histories, Step
from headway.engine.behaviour.periods import edges_us, moment_of, period_edges, periods_between
from headway.engine.behaviour.rows import Picked, picked
from headway.engine.behaviour.trend import TRAILING_DAYS, people_in, totals_and_uniques, trailing_uniques

VALUES_MOST = 100
ANY_EVENT = "any event"


def trend_known(context: Context, question: TrendQuestion) -> Known:
    by = [question.breakdown_property] if question.breakdown_property else []
    return known(context, question, [step_of(one) for one in question.series], by)


def trend_edges(
    context: Context, question: TrendQuestion, extent: Callable[[], tuple[int, int]]
) -> tuple[datetime, ...]:
    """The periods from the range's first to its last; without a range those of the events."""
    zone = zone_of(context, question.time_zone)
    begin, end = (0, 0) if question.since and question.until else extent()
    first = moment(question.since, zone, "from") if question.since else moment_of(begin).astimezone(zone)
    last = last_moment(question.until, zone, "to") if question.until else moment_of(end).astimezone(zone)
    with refusals():
        count = periods_between(first, last, question.period, question.week_start)
        return period_edges(first, question.period, count, question.week_start)


def _extent(histories: Histories, question: TrendQuestion) -> tuple[int, int]:
    """The first and the last event of those that are asked about."""
    each = [at for one in question.series if len(at := picked(histories, Step(one.event)).at_us)]
    return (min(int(at.min()) for at in each), max(int(at.max()) for at in each)) if each else (0, 0)


def trend_answer(context: Context, question: TrendQuestion) -> TrendAnswer:
    _refuse_unclear(question)
    if counts_there(question, [step_of(one) for one in question.series], question.breakdown_property):
        return _answer_there(context, question)
    events = trend_known(context, question)
    if events.as_of_us is None:
        return _answer(question, events, [])
    edges = trend_edges(context, question, lambda: _extent(events.histories, question))
    series = [one for asked in question.series for one in _series(events.histories, asked, question, edges)]
    return _answer(question, events, series)


def _answer_there(context: Context, question: TrendQuestion) -> TrendAnswer:
    """A trend that the warehouse counts."""
    with store_open(context, question) as store:
        events = known_there(store, [step_of(one) for one in question.series])
        if events.as_of_us is None:
            return _answer(question, events, [])
        edges = trend_edges(context, question, lambda: store.extent([one.event for one in question.series]))
        named = labels(edges, question.period)
        series = [
            TrendSeries(
                label=one.event or ANY_EVENT, math=one.math, points=list(zip(named, points, strict=True))
            )
            for one in question.series
            for points in [_values_there(store, one, edges)]
        ]
        return _answer(question, events, series)


def _values_there(store: Store, asked: SeriesAsked, edges: tuple[datetime, ...]) -> list[Number]:
    if asked.math not in TRAILING_DAYS:
        return values(store, asked.event, asked.math, edges_us(edges).tolist())
    days = TRAILING_DAYS[asked.math]
    return _trailing(lambda daily: trailing(store, asked.event, edges_us(daily).tolist(), days), edges, days)


def _answer(question: TrendQuestion, events: Known, series: list[TrendSeries]) -> TrendAnswer:
    told = definitions(
        *dict.fromkeys(f"trend.{one.math}@1" for one in question.series),
        *(["trend.breakdown@1"] if question.breakdown_property else []),
    )
    if events.as_of_us is None:
        return TrendAnswer(reason=NO_EVENTS, definitions=told)
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
    label = asked.event or ANY_EVENT
    for value, rows in _parts(histories, picked(histories, step_of(asked)), question.breakdown_property):
        points = zip(labels(edges, question.period), _values(histories, rows, asked.math, edges), strict=True)
        named = label if value is None else f"{label} - {value}"
        yield TrendSeries(label=named, math=asked.math, value=value, points=list(points))


def _parts(histories: Histories, rows: Picked, by: str | None) -> Iterator[tuple[str | None, Picked]]:
    if not by:
        yield None, rows
        return
    column = histories.properties.get(by)
    if column is None:
        yield "", rows
        return
    mine = column.codes[rows.rows]
    codes = np.unique(mine).tolist()
    if len(codes) > VALUES_MOST:
        raise Invalid(f"{by} has {len(codes)} values; take a property with at most {VALUES_MOST}.")
    for code in codes:
        yield ("" if code == MISSING else column.values[code]), rows.only(mine == code)


def _values(histories: Histories, rows: Picked, math: str, edges: tuple[datetime, ...]) -> list[Number]:
    at = edges_us(edges)
    if math in TRAILING_DAYS:
        days = TRAILING_DAYS[math]
        return _trailing(lambda daily: trailing_uniques(histories, rows, edges_us(daily), days), edges, days)
    many, people = totals_and_uniques(histories, rows, at)
    if math == "total":
        return [*many]
    if math == "unique":
        return [*people]
    return [events / who if who else None for events, who in zip(many, people, strict=True)]


def _trailing(
    uniques_of: Callable[[tuple[datetime, ...]], list[int]], edges: tuple[datetime, ...], days: int
) -> list[Number]:
    """By days of the calendar, of which each period shows the one it ends with."""
    # Noon, since a day that has 23 hours must not lead into the one before.
    last = edges[-1] - timedelta(hours=12)
    count = (last.date() - edges[0].date()).days + 1
    daily = period_edges(edges[0], "day", count, before=days - 1)
    found = uniques_of(daily)[days - 1 :]
    ends = [(edge.date() - edges[0].date()).days - 1 for edge in edges[1:]]
    return [found[end] for end in ends]


def trend_people(
    context: Context, question: TrendQuestion, row: int, column: int, value: str | None
) -> list[str]:
    """The people behind a point."""
    _refuse_unclear(question)
    events = trend_known(context, question)
    edges = trend_edges(context, question, lambda: _extent(events.histories, question))
    if row >= len(question.series) or column >= len(edges) - 1:
        raise Invalid(f"There is no series {row} with a period {column}; count both from 0.")
    asked, histories = question.series[row], events.histories
    parts = dict(_parts(histories, picked(histories, step_of(asked)), question.breakdown_property))
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
