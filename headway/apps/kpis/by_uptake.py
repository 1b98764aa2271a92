"""K4 and K5 on the events of a workspace: who takes something up, and how soon."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from math import inf

import numpy as np

from headway.apps.analytics.behaviour.reading import Known
from headway.apps.kpis.answers import BehindRow
from headway.apps.kpis.by_events import events_read, limits_us, rows_told, states_of
from headway.apps.kpis.counted import Counted
from headway.apps.kpis.formulas import Asked
from headway.apps.kpis.spans import Span
from headway.core.context import Context
from headway.engine.behaviour.adoption import NEVER, AdoptionFound
from headway.engine.behaviour.adoption import adoption as took_up
from headway.engine.behaviour.histories import DAY_US, Longs, Step
from headway.engine.behaviour.periods import first_rows, micros, moment_of
from headway.engine.behaviour.rows import Picked, numbered, picked
from headway.engine.kpis.adoption import EXPOSED, K4, K5_SHARE, STARTED, median_days
from headway.engine.kpis.answer import ANY, Kpi, share_ended_by


def adoption(context: Context, asked: Asked, spans: Sequence[Span], period: str) -> list[Counted]:
    """K4, each period as far as it was known at its end."""
    use, met = Step(asked["event"]), Step(asked.get("exposed") or None)
    events = events_read(context, asked, [use, met])
    first = _first_met(context, asked, events, met)
    uses = picked(events.histories, use)
    if asked["on_distinct_days"]:
        uses = _once_a_day(context, events, uses, first)
    until_us = max(limits_us(context, one)[1] for one in spans) - 1
    # Whoever took it up by the end of a period did so at the same moment when looked at from a later one.
    first = first.only(first.at_us <= until_us)
    found = took_up(
        events.histories, first, uses, window_us=_window_us(asked), as_of_us=until_us, times=asked["times"]
    )
    return [_adopted(asked, events, _until(found, first, limits_us(context, one)[1] - 1)) for one in spans]


def _until(found: AdoptionFound, first: Picked, until_us: int) -> AdoptionFound:
    """What was known at an earlier moment; `first` has the meeting of each person that was found."""
    at = first.at_us <= until_us
    since, took = first.at_us[at], found.took_us[at]
    watched = np.minimum(found.window_us, until_us - since)
    return AdoptionFound(found.person[at], np.where(took <= watched, took, NEVER), watched, found.window_us)


def _adopted(asked: Asked, events: Known, found: AdoptionFound) -> Counted:
    kpi = share_ended_by(K4, *found.days(), asked["window_days"], noun=EXPOSED, least=ANY)
    return Counted(kpi, rows=_behind(events, found))


def _first_met(context: Context, asked: Asked, events: Known, met: Step) -> Picked:
    """The first meeting of each, of those within the window of the release where there is one."""
    some = picked(events.histories, met)
    if not asked.get("released_on"):
        return _firsts(events, some)
    released = datetime.combine(date.fromisoformat(asked["released_on"]), time(), context.workspace.zone)
    since = micros(released)
    if met.event is None:
        # Without an event of its own one meets it by the first thing one does once it is there.
        some = some.only(some.at_us >= since)
    first = _firsts(events, some)
    return first.only((first.at_us >= since) & (first.at_us < since + _window_us(asked)))


def _firsts(events: Known, some: Picked) -> Picked:
    return numbered(events.histories, first_rows(events.histories.person, some.rows))


def _window_us(asked: Asked) -> int:
    return round(float(asked["window_days"]) * DAY_US)


def _once_a_day(context: Context, events: Known, uses: Picked, first: Picked) -> Picked:
    """The first use of each person after the first meeting on each day of the workspace's calendar."""
    histories = events.histories
    since = np.full(len(histories.people), np.iinfo(np.int64).max)
    since[histories.person[first.rows]] = first.at_us
    later = uses.only(uses.at_us >= since[histories.person[uses.rows]])
    day = np.searchsorted(_midnights(context, later.at_us), later.at_us, "right")
    who = histories.person[later.rows]
    new = np.ones(len(day), np.bool_)
    new[1:] = (who[1:] != who[:-1]) | (day[1:] != day[:-1])
    return later.only(new)


def _midnights(context: Context, at_us: Longs) -> Longs:
    """The beginnings of the days between the first and the last of these moments."""
    if not len(at_us):
        return np.zeros(0, np.int64)
    zone = context.workspace.zone
    first, last = (moment_of(int(one)).astimezone(zone).date() for one in (at_us.min(), at_us.max()))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return np.array([micros(datetime.combine(one, time(), zone)) for one in days], np.int64)


def _behind(events: Known, found: AdoptionFound, window_days: float = inf) -> Callable[[], list[BehindRow]]:
    """Each with the days it took; who is not there after the window is not counted, who still may be is open."""

    def rows() -> list[BehindRow]:
        days, got = found.days()
        counted = got & (days <= window_days)
        still_open = ~got & (days < min(window_days, found.window_us / DAY_US))
        took = [float(one) if over else None for one, over in zip(days, got, strict=True)]
        return rows_told(events, found.person, states_of(counted, still_open), took)

    return rows


def activation(context: Context, asked: Asked, spans: Sequence[Span], period: str) -> list[Counted]:
    """K5, the percent that got there within the window; the median is told beside it."""
    return [
        Counted(
            _within(asked, found),
            (("Median days", median_days(*found.days())),),
            _behind(events, found, asked["window_days"]),
        )
        for events, found in _to_value(context, asked, spans)
    ]


def time_to_value(context: Context, asked: Asked, spans: Sequence[Span], period: str) -> list[Counted]:
    """K5, the median days; the percent within the window is told beside it."""
    label = f"Within {asked['window_days']:g} days"
    return [
        Counted(median_days(*found.days()), ((label, _within(asked, found)),), _behind(events, found))
        for events, found in _to_value(context, asked, spans)
    ]


def _to_value(context: Context, asked: Asked, spans: Sequence[Span]) -> list[tuple[Known, AdoptionFound]]:
    """Who started in each period, and when they got to the value, as far as events go."""
    start, value = Step(asked["event"]), Step(asked["then"])
    events = events_read(context, asked, [start, value])
    begun, uses = _firsts(events, picked(events.histories, start)), picked(events.histories, value)
    until_us = events.as_of_us or 0
    found = []
    for span in spans:
        first, after = limits_us(context, span)
        new = begun.only((begun.at_us >= first) & (begun.at_us < after))
        # Nobody can have been followed for longer than that.
        whole = max(1, until_us - first)
        found.append((events, took_up(events.histories, new, uses, window_us=whole, as_of_us=until_us)))
    return found


def _within(asked: Asked, found: AdoptionFound) -> Kpi:
    days, got = found.days()
    window = asked["window_days"]
    ended = got & (days <= window)
    return share_ended_by(K5_SHARE, np.minimum(days, window), ended, window, noun=STARTED, least=ANY)


WORKS = {"adoption": adoption, "activation": activation, "time_to_value": time_to_value}
