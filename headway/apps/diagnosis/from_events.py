"""The number of a change as events give it: how many there are a day, or which share gets through some steps."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

import numpy as np

from headway.apps.analytics.behaviour.asked import step_of, zone_of
from headway.apps.analytics.behaviour.questions import RangeQuestion
from headway.apps.analytics.behaviour.reading import Known, known
from headway.apps.analytics.behaviour.wording import NO_EVENTS, unseen_notes
from headway.apps.analytics.signals.diagnosing import NO_STEP, dimensions_of
from headway.apps.analytics.signals.properties import property_names
from headway.apps.analytics.signals.questions import DiagnosisQuestion
from headway.apps.analytics.signals.stepping import depths
from headway.apps.diagnosis.gathered import Asked, Gathered, Nothing, Source
from headway.apps.diagnosis.periods import Daily, Periods, Span, periods_of, since_of
from headway.apps.diagnosis.questions import ChangeQuestion
from headway.core.context import Context
from headway.engine.behaviour.histories import Flags, Longs, matching
from headway.engine.behaviour.periods import first_rows, micros, moment_of
from headway.engine.diagnosis.parts import Numbers, Table

DAY_US, DAY_S = 86_400_000_000, 86_400
NO_WHOLE_DAY = "no whole day is known yet"
NO_MATCH = "no event of the question happened"


@dataclass(frozen=True)
class Begun:
    """The rows that count: the day of each (counted from `first`), how far it got, and how many are left out since
    their window is not over."""

    rows: Longs
    first: date
    days: Longs
    depth: Longs
    steps: int
    left_out: int

    @property
    def is_share(self) -> bool:
        return self.steps > 1

    @property
    def hits(self) -> Numbers:
        return np.asarray(self.depth == self.steps - 1, dtype=float)


def gathered_from_events(context: Context, question: ChangeQuestion) -> Gathered | Nothing:
    """What is needed to take apart a change in events. Raises Invalid for a dimension of more than 1,000 values."""
    asked = RangeQuestion.model_validate({"events": question.events, "cohort": question.cohort})
    steps = [step_of(one) for one in question.steps]
    asked_steps = [Asked(one.event, one.props) for one in question.steps]
    source = Source(asked_steps, window_days=question.window_seconds / DAY_S, cohort=question.cohort)
    title = _title(source)
    names = question.dimensions or property_names(
        context, DiagnosisQuestion.model_validate({"event": question.steps[0], "events": question.events})
    )
    events = known(context, asked, steps, names)
    if events.as_of_us is None:
        return Nothing(NO_EVENTS, title)
    zone = zone_of(context, "")
    begun = _begun(events, question, zone)
    notes = [*unseen_notes(events), *_left_out(begun)]
    daily = _daily(begun, events, zone)
    if not len(daily.counted):
        return Nothing(NO_WHOLE_DAY if len(begun.rows) else NO_MATCH, title, events.as_of, notes)
    since = since_of(daily)
    periods = periods_of(question, daily, since)
    if periods is None:
        return Nothing(NO_STEP.replace("changed_at", "now_from"), title, events.as_of, notes)
    kept = _within(begun, periods.base) | _within(begun, periods.now)
    dimensions = dimensions_of(events.histories, begun.rows[kept], names, asked=bool(question.dimensions))
    return Gathered(
        title, "share" if begun.is_share else "events a day", _table(begun, periods, kept, dimensions), daily, periods,
        since, source, begun.depth[kept] if begun.is_share else None, None, events.as_of, notes,
    )  # fmt: skip


def _title(source: Source) -> str:
    if len(source.steps) == 1:
        return f"How often there is {source.steps[0]}, a day"
    days = f"{source.window_days:g} {'day' if source.window_days == 1 else 'days'}"
    return f"The share from {source.steps[0]} to {source.steps[-1]} within {days}"


def _begun(events: Known, question: ChangeQuestion, zone: tzinfo) -> Begun:
    histories = events.histories
    flags = [matching(histories, step_of(one)) for one in question.steps]
    many = len(flags)
    rows = np.flatnonzero(flags[0]) if many == 1 else first_rows(histories.person, flags[0])
    depth = depths(histories, rows, flags[1:], question.window_seconds)
    over = np.ones(len(rows), dtype=bool)
    if many > 1:
        # Whoever was quick among the late ones is left out too, or the last days would have only quick ones.
        over = histories.at_us[rows] + question.window_seconds * 1e6 <= (events.as_of_us or 0)
    kept = rows[over]
    first = _day(int(histories.at_us[kept].min()), zone) if len(kept) else date.min
    days = (
        (histories.at_us[kept] - _begin_us(first, zone)) // DAY_US
        if len(kept)
        else np.zeros(0, dtype=np.int64)
    )
    return Begun(kept, first, days, depth[over], many, int((~over).sum()))


def _day(at_us: int, zone: tzinfo) -> date:
    return moment_of(at_us).astimezone(zone).date()


def _begin_us(day: date, zone: tzinfo) -> int:
    return micros(datetime.combine(day, datetime.min.time(), zone))


def _left_out(begun: Begun) -> list[str]:
    if not begun.left_out:
        return []
    return [f"{begun.left_out:,} began so late that their window is not over; they are left out."]


def _daily(begun: Begun, events: Known, zone: tzinfo) -> Daily:
    """The series up to the last day that is over; of a share, up to the last on which anybody began whose window is."""
    if not len(begun.rows):
        return Daily(begun.first, np.zeros(0), np.zeros(0))
    whole = (_day(events.as_of_us or 0, zone) - begun.first).days
    number = max(0, min(whole, int(begun.days.max()) + 1) if begun.is_share else whole)
    inside = begun.days < number
    many = np.bincount(begun.days[inside], minlength=number).astype(float)
    if not begun.is_share:
        return Daily(begun.first, many, np.ones(number))
    return Daily(begun.first, np.bincount(begun.days[inside], begun.hits[inside], number).astype(float), many)


def _table(begun: Begun, periods: Periods, kept: Flags, dimensions: dict[str, list[str]]) -> Table:
    now, many = _within(begun, periods.now)[kept], int(kept.sum())
    if begun.is_share:
        return Table(dimensions, now, begun.hits[kept], np.ones(many))
    days = np.where(now, periods.now.days, periods.base.days).astype(float)
    return Table(dimensions, now, np.ones(many), days, is_share=False)


def _within(begun: Begun, span: Span) -> Flags:
    first, last = (span.first - begun.first).days, (span.last - begun.first).days
    return np.asarray((begun.days >= first) & (begun.days <= last))
