"""Whose behaviour a number counts."""

from collections.abc import Callable, Iterable

import numpy as np

from headway.apps.analytics.behaviour.asked import zone_of
from headway.apps.analytics.behaviour.brackets import brackets_found
from headway.apps.analytics.behaviour.cohorts import (
    lifecycle_found,
    retention_edges,
    retention_found,
    stickiness_found,
)
from headway.apps.analytics.behaviour.funnels import found_by_value, known_steps, rules_of
from headway.apps.analytics.behaviour.questions import (
    AdoptionQuestion,
    BracketsQuestion,
    FunnelQuestion,
    LifecycleQuestion,
    PeopleBehind,
    RetentionQuestion,
    StickinessQuestion,
    TrendQuestion,
)
from headway.apps.analytics.behaviour.reading import Known
from headway.apps.analytics.behaviour.trends import trend_people
from headway.apps.analytics.behaviour.uptake import adoption_found
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.perform import parse
from headway.core.registry import entry_named
from headway.engine.behaviour.activity import STATES
from headway.engine.behaviour.funnel import funnel
from headway.engine.behaviour.histories import Longs


def people_of(context: Context, question: PeopleBehind) -> list[str]:
    """The ids behind a number, sorted. Raises Invalid for a number that the question does not have."""
    asked = parse(entry_named(question.query, "query"), question.question)
    return sorted(FINDERS[question.query](context, asked, question))


def _named(events: Known, people: Longs | Iterable[int]) -> list[str]:
    return [events.histories.people[int(one)] for one in people]


def _funnel(context: Context, asked: FunnelQuestion, question: PeopleBehind) -> list[str]:
    rules = rules_of(asked, zone_of(context, asked.time_zone))
    if question.step >= len(rules.steps):
        raise Invalid(f"The funnel has no step {question.step}; count from 0 to {len(rules.steps) - 1}.")
    by = [asked.breakdown_property] if asked.breakdown_property else []
    events = known_steps(context, asked, rules, by)
    found = funnel(events.histories, rules, events.as_of_us)
    if question.value is not None:
        parts = found_by_value(asked, events, rules, found)
        if question.value not in parts:
            return []
        found = parts[question.value]
    reached = found.walks.reached
    flags = reached == question.step + 1 if question.dropped else reached > question.step
    return _named(events, found.walks.person[flags])


def _retention(context: Context, asked: RetentionQuestion, question: PeopleBehind) -> list[str]:
    events, found = retention_found(context, asked, retention_edges(context, asked))
    if question.row + question.column >= asked.periods:
        raise Invalid(f"The table has no row {question.row} with a column {question.column}; count from 0.")
    return _named(events, found.people(question.row, question.column))


def _brackets(context: Context, asked: BracketsQuestion, question: PeopleBehind) -> list[str]:
    events, found = brackets_found(context, asked)
    if question.column >= len(asked.brackets):
        raise Invalid(f"There is no bracket {question.column}; count from 0 to {len(asked.brackets) - 1}.")
    return _named(events, found.person[found.back[:, question.column] != question.dropped])


def _stickiness(context: Context, asked: StickinessQuestion, question: PeopleBehind) -> list[str]:
    events, found = stickiness_found(context, asked)
    return _named(events, np.flatnonzero(found == question.column + 1))


def _lifecycle(context: Context, asked: LifecycleQuestion, question: PeopleBehind) -> list[str]:
    events, found = lifecycle_found(context, asked)
    if question.state not in STATES or question.column >= asked.periods:
        raise Invalid(f"Give a state ({', '.join(STATES)}) and a column from 0 to {asked.periods - 1}.")
    return _named(events, found.people(question.state, question.column))


def _trend(context: Context, asked: TrendQuestion, question: PeopleBehind) -> list[str]:
    return trend_people(context, asked, question.row, question.column, question.value)


def _adoption(context: Context, asked: AdoptionQuestion, question: PeopleBehind) -> list[str]:
    events, found = adoption_found(context, asked)
    states = {
        "adopted": found.adopted,
        "open": found.unfinished,
        "not": ~found.adopted & ~found.unfinished,
    }
    if question.state not in states:
        raise Invalid(f"Give a state: {', '.join(states)}.")
    return _named(events, found.person[states[question.state]])


FINDERS: dict[str, Callable[..., list[str]]] = {
    "analytics.funnel": _funnel,
    "analytics.retention": _retention,
    "analytics.retention_brackets": _brackets,
    "analytics.stickiness": _stickiness,
    "analytics.lifecycle": _lifecycle,
    "analytics.trend": _trend,
    "analytics.adoption": _adoption,
}
