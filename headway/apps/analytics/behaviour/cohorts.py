"""Retention, stickiness and lifecycle."""

from datetime import datetime, tzinfo

import numpy as np

from headway.apps.analytics.behaviour.answers import LifecycleAnswer, RetentionAnswer, StickinessAnswer
from headway.apps.analytics.behaviour.asked import last_moment, moment, refusals, step_of, zone_of
from headway.apps.analytics.behaviour.definitions import definitions
from headway.apps.analytics.behaviour.questions import (
    LifecycleQuestion,
    Period,
    RetentionQuestion,
    StickinessQuestion,
)
from headway.apps.analytics.behaviour.reading import Known, known, known_there
from headway.apps.analytics.behaviour.wording import NO_EVENTS, unseen_notes
from headway.apps.analytics.warehouse.asking import (
    Matrix,
    States,
    active_periods,
    came_back,
    counts_there,
    states,
    store_open,
)
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.engine.behaviour.activity import LifecycleFound, lifecycle, stickiness
from headway.engine.behaviour.histories import DAY_US, Longs
from headway.engine.behaviour.periods import edges_us, period_edges, periods_between
from headway.engine.behaviour.retention import RetentionFound, retention, rolling_retention

STRETCH_US = {"hour": DAY_US // 24, "day": DAY_US, "week": 7 * DAY_US, "month": 30 * DAY_US}


def labels(edges: tuple[datetime, ...], period: Period) -> list[str]:
    """The name of each period: the day, or for hours the moment, with which it begins."""
    return [edge.isoformat() if period == "hour" else edge.date().isoformat() for edge in edges[:-1]]


def retention_edges(context: Context, question: RetentionQuestion) -> tuple[datetime, ...]:
    first = moment(question.first_period, zone_of(context, question.time_zone), "first_period")
    with refusals():
        return period_edges(first, question.period, question.periods, question.week_start)


def retention_found(
    context: Context, question: RetentionQuestion, edges: tuple[datetime, ...]
) -> tuple[Known, RetentionFound]:
    """Who began and came back when. Raises Invalid for what the definitions cannot decide."""
    if question.mode == "rolling" and question.type != "first_time":
        raise Invalid(f"Rolling retention of type {question.type} is not defined; take first_time.")
    start = step_of(question.start_event)
    back = step_of(question.return_event) if question.return_event else start
    events = known(context, question, [start, back])
    at, cumulative = edges_us(edges), question.cumulative
    with refusals():
        if question.mode == "rolling":
            length = STRETCH_US[question.period]
            return events, rolling_retention(
                events.histories, start, back, at, length_us=length, cumulative=cumulative
            )
        return events, retention(events.histories, start, back, at, kind=question.type, cumulative=cumulative)


def _retention_there(
    context: Context, question: RetentionQuestion, edges: tuple[datetime, ...]
) -> tuple[Known, Matrix] | None:
    """Retention by the warehouse, where it can count it."""
    start = step_of(question.start_event)
    back = step_of(question.return_event) if question.return_event else start
    if question.mode == "rolling" or not counts_there(question, [start, back]):
        return None
    with store_open(context, question) as store:
        found = came_back(
            store, start.event, back.event, edges_us(edges).tolist(),
            recurring=question.type == "recurring", cumulative=question.cumulative,
        )  # fmt: skip
        return known_there(store, [start, back]), found


def retention_answer(context: Context, question: RetentionQuestion) -> RetentionAnswer:
    edges = retention_edges(context, question)
    events, found = _retention_there(context, question, edges) or retention_found(context, question, edges)
    told = definitions(
        f"retention.{question.type}@1",
        f"retention.{question.mode}@1",
        *(["retention.cumulative@1"] if question.cumulative else []),
    )
    named = labels(edges, question.period)
    if events.as_of_us is None:
        return RetentionAnswer(reason=NO_EVENTS, periods=named, definitions=told)
    return RetentionAnswer(
        matrix=found.matrix,
        periods=named,
        as_of=events.as_of,
        notes=[*unseen_notes(events), *_unfinished(edges, events)],
        definitions=told,
    )


def _unfinished(edges: tuple[datetime, ...], events: Known) -> list[str]:
    if events.as_of is None or events.as_of >= edges[-1]:
        return []
    return ["Periods that are not over, or lie after the last event, are counted as far as is known."]


def stickiness_edges(context: Context, question: StickinessQuestion) -> tuple[datetime, ...]:
    zone: tzinfo = zone_of(context, question.time_zone)
    first = moment(question.date_range[0], zone, "date_range.0")
    last = last_moment(question.date_range[1], zone, "date_range.1")
    with refusals():
        count = periods_between(first, last, question.period, question.week_start)
        return period_edges(first, question.period, count, question.week_start)


def stickiness_found(context: Context, question: StickinessQuestion) -> tuple[Known, Longs]:
    """Per person in how many periods he was active."""
    edges = stickiness_edges(context, question)
    step = step_of(question.event)
    events = known(context, question, [step])
    return events, stickiness(events.histories, step, edges_us(edges))


def stickiness_answer(context: Context, question: StickinessQuestion) -> StickinessAnswer:
    count = len(stickiness_edges(context, question)) - 1
    events, by_periods = _active_periods(context, question, count)
    if events.as_of_us is None:
        return StickinessAnswer(reason=NO_EVENTS, definitions=definitions("stickiness@1"))
    return StickinessAnswer(
        users_by_active_periods=by_periods,
        as_of=events.as_of,
        notes=unseen_notes(events),
        definitions=definitions("stickiness@1"),
    )


def _active_periods(context: Context, question: StickinessQuestion, count: int) -> tuple[Known, list[int]]:
    step = step_of(question.event)
    if counts_there(question, [step]):
        edges = edges_us(stickiness_edges(context, question)).tolist()
        with store_open(context, question) as store:
            return known_there(store, [step]), active_periods(store, step.event, edges)
    events, found = stickiness_found(context, question)
    return events, [int(many) for many in np.bincount(found, minlength=count + 1)[1:]]


def lifecycle_edges(context: Context, question: LifecycleQuestion) -> tuple[datetime, ...]:
    """One period more in front, to know who was active before the first."""
    first = moment(question.first_period, zone_of(context, question.time_zone), "first_period")
    with refusals():
        return period_edges(first, question.period, question.periods, question.week_start, before=1)


def lifecycle_found(context: Context, question: LifecycleQuestion) -> tuple[Known, LifecycleFound]:
    edges = lifecycle_edges(context, question)
    step = step_of(question.event)
    events = known(context, question, [step])
    return events, lifecycle(events.histories, step, edges_us(edges))


def _lifecycle_there(
    context: Context, question: LifecycleQuestion, edges: tuple[datetime, ...]
) -> tuple[Known, States] | None:
    """Lifecycle by the warehouse, where it can count it."""
    step = step_of(question.event)
    if not counts_there(question, [step]):
        return None
    with store_open(context, question) as store:
        return known_there(store, [step]), states(store, step.event, edges_us(edges).tolist())


def lifecycle_answer(context: Context, question: LifecycleQuestion) -> LifecycleAnswer:
    edges = lifecycle_edges(context, question)
    events, found = _lifecycle_there(context, question, edges) or lifecycle_found(context, question)
    named, told = labels(edges[1:], question.period), definitions("lifecycle@1")
    if events.as_of_us is None:
        return LifecycleAnswer(reason=NO_EVENTS, periods=named, definitions=told)
    return LifecycleAnswer(
        new=found.counts("new"),
        returning=found.counts("returning"),
        resurrecting=found.counts("resurrecting"),
        dormant=found.counts("dormant"),
        periods=named,
        as_of=events.as_of,
        notes=[*unseen_notes(events), *_unfinished(edges, events)],
        definitions=told,
    )
