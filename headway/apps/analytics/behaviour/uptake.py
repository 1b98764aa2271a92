"""Adoption, time to value, and paths."""

from datetime import date, tzinfo

import numpy as np

from headway.apps.analytics.behaviour.answers import AdoptionAnswer, PathRow, PathsAnswer, TimeToValueAnswer
from headway.apps.analytics.behaviour.asked import (
    moment,
    props_of,
    refusals,
    since_us,
    step_of,
    until_us,
    zone_of,
)
from headway.apps.analytics.behaviour.definitions import definitions
from headway.apps.analytics.behaviour.questions import (
    AdoptionQuestion,
    EventAsked,
    PathsQuestion,
    TimeToValueQuestion,
)
from headway.apps.analytics.behaviour.reading import Known, known, known_there
from headway.apps.analytics.behaviour.wording import NO_EVENTS, share_figure, unseen_notes
from headway.apps.analytics.warehouse.asking import counts_there, store_open, took_up
from headway.core.context import Context
from headway.core.figures import Figure
from headway.engine.behaviour.adoption import AdoptionFound, adoption
from headway.engine.behaviour.histories import DAY_US, Flags, Histories, Step, chosen, matching
from headway.engine.behaviour.paths import paths
from headway.engine.behaviour.periods import first_rows, micros
from headway.engine.behaviour.rows import Picked, flagged, numbered, picked
from headway.engine.stats.survival import half_time

ANY = Step(None)


def adoption_found(context: Context, question: AdoptionQuestion) -> tuple[Known, AdoptionFound]:
    """Who was exposed and who adopted."""
    use, segment = step_of(question.event), Step(None, props_of(question.segment))
    released = _released(context, question)
    asked = [use, ANY if released is not None else step_of(question.exposed)]
    window_us = round(question.window_days * DAY_US)
    events = known(context, question, asked, segment.props, everything=bool(segment.props))
    histories = events.histories
    if released is None:
        exposures = picked(histories, asked[1])
    else:
        exposures = flagged(
            histories, (histories.at_us >= released) & (histories.at_us <= released + window_us)
        )
    if segment.props:
        exposures = exposures.only(_of_segment(histories, segment)[histories.person[exposures.rows]])
    with refusals():
        found = adoption(
            histories, exposures, picked(histories, use),
            window_us=window_us, as_of_us=events.as_of_us or 0, times=question.times,
        )  # fmt: skip
    return events, found


def _released(context: Context, question: AdoptionQuestion) -> int | None:
    """The moment from which on people count as exposed, where a day is given and not an event."""
    text = question.exposed.event or ""
    try:
        date.fromisoformat(text)
    except ValueError:
        return None
    return micros(moment(text, zone_of(context, question.time_zone), "exposed"))


def _of_segment(histories: Histories, segment: Step) -> Flags:
    """The people one of whose events has the properties."""
    people = np.zeros(len(histories.people), np.bool_)
    people[histories.person[matching(histories, segment)]] = True
    return people


def _adoption_there(context: Context, question: AdoptionQuestion) -> tuple[Known, AdoptionFound] | None:
    """Adoption by the warehouse, where it can count it."""
    use, released = step_of(question.event), _released(context, question)
    asked = [use, ANY if released is not None else step_of(question.exposed)]
    window_us = round(question.window_days * DAY_US)
    # What the engine refuses it refuses itself.
    if window_us <= 0 or question.times < 1 or not counts_there(question, asked, *question.segment):
        return None
    span = None if released is None else (released, released + window_us)
    with store_open(context, question) as store:
        found = took_up(store, (use.event, asked[1].event), span, window_us, question.times)
        return known_there(store, asked), found


def adoption_answer(context: Context, question: AdoptionQuestion) -> AdoptionAnswer:
    events, found = _adoption_there(context, question) or adoption_found(context, question)
    name = "adoption.event@1" if _released(context, question) is None else "adoption.release@1"
    told = definitions(name, "adoption.unfinished@1")
    if events.as_of_us is None:
        nothing = Figure(value=None, unit="share", definition=name, reason=NO_EVENTS)
        return AdoptionAnswer(share=nothing, reason=NO_EVENTS, definitions=told)
    unfinished = int(found.unfinished.sum())
    notes = [f"The windows of {unfinished} of {len(found.person)} people are not over."] if unfinished else []
    return AdoptionAnswer(
        share=share_figure(found.share(), len(found.person), events.as_of, name),
        exposed=len(found.person),
        adopted=int(found.adopted.sum()),
        unfinished=unfinished,
        as_of=events.as_of,
        notes=[*unseen_notes(events), *notes],
        definitions=told,
    )


def time_to_value_answer(context: Context, question: TimeToValueQuestion) -> TimeToValueAnswer:
    zone = zone_of(context, question.time_zone)
    start, value = step_of(question.start), step_of(question.value)
    events = known(context, question, [start, value])
    told, as_of_us = definitions("time_to_value@1"), events.as_of_us
    if as_of_us is None:
        nothing = Figure(value=None, unit="days", definition="time_to_value@1", reason=NO_EVENTS)
        share = nothing.model_copy(update={"unit": "share"})
        return TimeToValueAnswer(median=nothing, within=share, reason=NO_EVENTS, definitions=told)
    begins = _first_in_range(events.histories, start, question, zone)
    uses = picked(events.histories, value)
    span = int(max(1, as_of_us - int(events.histories.at_us.min()))) if len(events.histories.at_us) else 1
    found = adoption(events.histories, begins, uses, window_us=span, as_of_us=as_of_us)
    soon = adoption(
        events.histories, begins, uses, window_us=round(question.within_days * DAY_US), as_of_us=as_of_us
    )
    return TimeToValueAnswer(
        median=_median(found, events),
        within=share_figure(soon.share(), len(soon.person), events.as_of, "time_to_value@1"),
        started=len(found.person),
        reached=int(found.adopted.sum()),
        as_of=events.as_of,
        notes=unseen_notes(events),
        definitions=told,
    )


def _first_in_range(histories: Histories, start: Step, question: TimeToValueQuestion, zone: tzinfo) -> Picked:
    begins = numbered(histories, first_rows(histories.person, picked(histories, start).rows))
    since, until = since_us(question.since, zone), until_us(question.until, zone)
    if since is not None:
        begins = begins.only(begins.at_us >= since)
    return begins if until is None else begins.only(begins.at_us <= until)


def _median(found: AdoptionFound, events: Known) -> Figure:
    days, reached = found.days()
    told = half_time(days, reached)
    return Figure(
        value=told.value, unit="days", n=len(days), low=told.low, high=told.high, as_of=events.as_of,
        definition="time_to_value@1", reason=told.reason,
    )  # fmt: skip


def paths_answer(context: Context, question: PathsQuestion) -> PathsAnswer:
    zone = zone_of(context, question.time_zone)
    events = known(context, question, [step_of(question.event)], everything=True)
    told = definitions("paths@1")
    if events.as_of_us is None:
        return PathsAnswer(direction=question.direction, reason=NO_EVENTS, definitions=told)
    window = None if question.window_seconds is None else round(question.window_seconds * 1_000_000)
    with refusals():
        found = paths(
            _ranged(events.histories, question, zone), step_of(question.event), question.direction,
            question.length, window,
        )  # fmt: skip
    people = sum(one.people for one in found)
    return PathsAnswer(
        direction=question.direction,
        people=people,
        paths=[
            PathRow(events=list(one.events), people=one.people, share=one.people / people)
            for one in found[: question.top]
        ],
        as_of=events.as_of,
        notes=_unknown(events, question.event),
        definitions=told,
    )


def _ranged(histories: Histories, question: PathsQuestion, zone: tzinfo) -> Histories:
    since, until = since_us(question.since, zone), until_us(question.until, zone)
    if since is None and until is None:
        return histories
    flags = np.ones(len(histories.person), np.bool_)
    if since is not None:
        flags &= histories.at_us >= since
    if until is not None:
        flags &= histories.at_us <= until
    return chosen(histories, flags)


def _unknown(events: Known, asked: EventAsked) -> list[str]:
    if asked.event is None or asked.event in events.histories.events:
        return []
    return [f"No event is called {asked.event!r}."]
