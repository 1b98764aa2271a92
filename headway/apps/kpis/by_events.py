"""K6 to K8 on the events of a workspace, which are read once for all periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np

from headway.apps.analytics.behaviour.asked import refusals
from headway.apps.analytics.behaviour.questions import BehaviourQuestion
from headway.apps.analytics.behaviour.reading import Known, known
from headway.apps.kpis.answers import BehindRow, State
from headway.apps.kpis.counted import Counted
from headway.apps.kpis.formulas import Asked
from headway.apps.kpis.spans import Span
from headway.core.context import Context
from headway.engine.behaviour.funnel import FunnelFound, funnel
from headway.engine.behaviour.histories import DAY_US, Codes, Flags, Step
from headway.engine.behaviour.periods import first_rows, micros
from headway.engine.behaviour.rows import picked
from headway.engine.behaviour.rules import Funnel
from headway.engine.kpis.answer import ANY, Kpi, share_of
from headway.engine.kpis.conversion import K8
from headway.engine.kpis.keeping import K6_LOGO, K6_USAGE, K7_FLOW, K7_LEVEL

By = Literal["person", "account"]
NEVER = np.iinfo(np.int64).max


def events_read(context: Context, asked: Asked, steps: Sequence[Step], by: str = "") -> Known:
    """The events of the steps, of whom was chosen."""
    whom = cast(By, by or asked.get("by", "person"))
    question = BehaviourQuestion(by=whom, cohort=asked.get("cohort", ""), time_zone="")
    return known(context, question, steps)


def limits_us(context: Context, span: Span) -> tuple[int, int]:
    """The first microsecond of a period, and the first one after it."""
    first, after = span.limits(context)
    return micros(first), micros(after)


def rows_told(
    events: Known, who: Codes, states: Sequence[State], days: Sequence[float | None]
) -> list[BehindRow]:
    """The people or accounts by name, each with what became of it."""
    told = [
        BehindRow(name=events.histories.people[int(one)], state=state, value=took, unit="days")
        for one, state, took in zip(who, states, days, strict=True)
    ]
    return sorted(told, key=lambda one: one.name)


def states_of(hits: Flags, still_open: Flags | None = None) -> list[State]:
    """What became of each: counted, open or not counted."""
    found: list[State] = ["counted" if one else "not" for one in hits]
    for at in np.flatnonzero(still_open) if still_open is not None else ():
        found[at] = "open"
    return found


@dataclass(frozen=True)
class Returning:
    """Who is there in an earlier period by one step, and in this one by another."""

    definition: str
    noun: str
    start: Step
    back: Step
    later: int = 1


def retention(context: Context, asked: Asked, spans: Sequence[Span], period: str) -> list[Counted]:
    """K6 by use: of those of an earlier period, who is active in this one."""
    start, back = Step(asked["event"]), Step(asked.get("then") or asked["event"])
    events = events_read(context, asked, [start, back])
    rule = Returning(K6_USAGE, "people in the period before", start, back, asked["later"])
    return [_returned(context, events, rule, one, period) for one in spans]


def logo_retention(context: Context, asked: Asked, spans: Sequence[Span], period: str) -> list[Counted]:
    """K6 by accounts with any event."""
    events = events_read(context, asked, [Step(None)], "account")
    rule = Returning(K6_LOGO, "accounts in the period before", Step(None), Step(None))
    return [_returned(context, events, rule, one, period) for one in spans]


def _returned(context: Context, events: Known, rule: Returning, span: Span, period: str) -> Counted:
    earlier = span
    for _ in range(rule.later):
        earlier = earlier.before(period)
    began, back = _active(context, events, rule.start, earlier), _active(context, events, rule.back, span)
    return _shared(events, rule.definition, began, back, rule.noun)


def _active(context: Context, events: Known, step: Step, span: Span) -> Flags:
    """Who did the step in the period."""
    first, after = limits_us(context, span)
    some = picked(events.histories, step)
    flags = np.zeros(len(events.histories.people), np.bool_)
    flags[events.histories.person[some.only((some.at_us >= first) & (some.at_us < after)).rows]] = True
    return flags


def _shared(events: Known, definition: str, base: Flags, hits: Flags, noun: str) -> Counted:
    """Of whom is in the base, the share with a hit."""
    who = np.flatnonzero(base)
    kept = hits[who]
    kpi = share_of(definition, int(kept.sum()), len(who), noun, ANY)
    return Counted(kpi, rows=lambda: rows_told(events, who, states_of(kept), [None] * len(who)))


def expansion(context: Context, asked: Asked, spans: Sequence[Span], period: str) -> list[Counted]:
    """K7, the flow, of accounts that are in the events; the level is told beside it."""
    both = _attached(context, asked, spans)
    return [Counted(flow.kpi, (("Have it at the end", level.kpi),), flow.rows) for flow, level in both]


def attach(context: Context, asked: Asked, spans: Sequence[Span], period: str) -> list[Counted]:
    """K7, the level; the flow is told beside it."""
    both = _attached(context, asked, spans)
    return [Counted(level.kpi, (("Bought it in the period", flow.kpi),), level.rows) for flow, level in both]


def _attached(context: Context, asked: Asked, spans: Sequence[Span]) -> list[tuple[Counted, Counted]]:
    events = events_read(context, asked, [Step(None)], "account")
    seen, bought = (_first_us(events, step) for step in (Step(None), Step(asked["event"])))
    found = []
    for span in spans:
        first, after = limits_us(context, span)
        able = (seen < first) & (bought >= first)
        flow = _shared(events, K7_FLOW, able, bought < after, "eligible accounts")
        found.append((flow, _shared(events, K7_LEVEL, seen < after, bought < after, "eligible accounts")))
    return found


def _first_us(events: Known, step: Step) -> Codes:
    """When each did the step first."""
    histories = events.histories
    at = first_rows(histories.person, picked(histories, step).rows)
    found = np.full(len(histories.people), NEVER)
    found[histories.person[at]] = histories.at_us[at]
    return found


def conversion(context: Context, asked: Asked, spans: Sequence[Span], period: str) -> list[Counted]:
    """K8, each with the attempt that got furthest."""
    steps = tuple(Step(one) for one in asked["steps"])
    events = events_read(context, asked, steps)
    return [_converted(context, asked, events, steps, one) for one in spans]


def _converted(context: Context, asked: Asked, events: Known, steps: tuple[Step, ...], span: Span) -> Counted:
    first, after = limits_us(context, span)
    with refusals():
        rules = Funnel(steps, round(asked["window_days"] * DAY_US), since_us=first, until_us=after - 1)
    found = funnel(events.histories, rules, events.as_of_us)
    return Counted(_conversion_of(found), rows=lambda: _walked(events, found))


def _conversion_of(found: FunnelFound) -> Kpi:
    counts = found.counts
    return share_of(K8, counts[-1], counts[0], "entrants", ANY, open_windows=found.provisional)


def _walked(events: Known, found: FunnelFound) -> list[BehindRow]:
    walks = found.walks
    done = walks.reached == found.steps
    took = (walks.times_us[:, found.steps - 1] - walks.times_us[:, 0]) / DAY_US
    days = [float(one) if got else None for one, got in zip(took, done, strict=True)]
    return rows_told(events, walks.person, states_of(done, found.open & ~done), days)


WORKS = {
    "retention": retention,
    "logo_retention": logo_retention,
    "expansion": expansion,
    "attach": attach,
    "conversion": conversion,
}
