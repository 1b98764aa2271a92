"""Which days are now and which are compared with: as asked, or on either side of the largest step of the series."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from headway.apps.diagnosis.questions import ChangeQuestion
from headway.core.errors import Invalid
from headway.engine.anomalies.since import Since, since_when
from headway.engine.diagnosis.parts import Numbers

WEEK = 7
BASE_DAYS_LEAST, BASE_DAYS_MOST = 28, 91
DAY = timedelta(days=1)
ASKED, FOUND = "asked", "the largest step of the daily series"


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both counted."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Periods:
    base: Span
    now: Span
    found_by: str


@dataclass(frozen=True)
class Daily:
    """What was counted on each day from the first on, and of how many; ones for a sum. The days are whole."""

    first: date
    counted: Numbers
    of: Numbers

    def day(self, place: int) -> date:
        return self.first + timedelta(days=place)

    @property
    def last(self) -> date:
        return self.day(len(self.counted) - 1)

    @property
    def values(self) -> Numbers:
        """The number of each day; where nobody was counted, that of all days together."""
        whole = self.counted.sum() / self.of.sum() if self.of.sum() else 0.0
        usual = np.full(len(self.of), whole)
        return np.asarray(np.divide(self.counted, self.of, out=usual, where=self.of > 0))

    def of_span(self, span: Span) -> Numbers:
        """The numbers of the days of a span that are known and on which somebody was counted."""
        begin = max(0, (span.first - self.first).days)
        end = max(0, (span.last - self.first).days + 1)
        return np.asarray(self.values[begin:end][self.of[begin:end] > 0])


def since_of(daily: Daily) -> Since | None:
    """The largest step of the series, less its weekly cycle."""
    return since_when(daily.values, WEEK, daily.of) if len(daily.counted) else None


def periods_of(question: ChangeQuestion, daily: Daily, since: Since | None) -> Periods | None:
    """The two periods; None where neither is asked for and the series has no step.

    Raises Invalid for days that do not go together.
    """
    if question.now_from is None:
        if question.now_to or question.base_from or question.base_to:
            raise Invalid("Field now_from: say from which day on it is another, or leave all four days out.")
        return None if since is None else _found(daily, since)
    now = Span(question.now_from, question.now_to or max(daily.last, question.now_from))
    base_to = question.base_to or now.first - DAY
    base = Span(question.base_from or base_to - DAY * (_whole_weeks(now.days, BASE_DAYS_LEAST) - 1), base_to)
    for name, span in (("now", now), ("base", base)):
        if span.days < 1:
            raise Invalid(f"Field {name}_to: {span.last} is before {span.first}; give the earlier day first.")
    if base.last >= now.first and now.last >= base.first:
        raise Invalid(
            "Field base_to: the two periods have days in common; let one end before the other begins."
        )
    return Periods(base, _known(now, daily), ASKED)


def _known(span: Span, daily: Daily) -> Span:
    """The span up to the last day that is known: days to come would count as days of nothing."""
    return Span(span.first, max(span.first, min(span.last, daily.last)))


def _found(daily: Daily, since: Since) -> Periods:
    place, number = since.place, len(daily.counted)
    after = number - place
    # Whole weeks on both sides, so that no weekday counts twice on one of them.
    now = after - after % WEEK if after >= 2 * WEEK else after
    base = min(place, _whole_weeks(now, BASE_DAYS_LEAST), BASE_DAYS_MOST)
    base -= base % WEEK if base >= WEEK else 0
    return Periods(
        Span(daily.day(place - base), daily.day(place - 1)), Span(daily.day(place), daily.day(place + now - 1)), FOUND
    )  # fmt: skip


def _whole_weeks(days: int, least: int) -> int:
    return max(least, -(-days // WEEK) * WEEK)


def of_weekdays(daily: Daily, periods: Periods) -> float:
    """Which part of the change of a daily number the days of the week make: what the mean of each weekday of the base
    gives for the days of now, less the mean of the base, as a share of what changed. 0 where a weekday is unknown."""
    base, now = daily.of_span(periods.base), daily.of_span(periods.now)
    if len(base) < WEEK or not len(now) or len(base) != periods.base.days:
        return 0.0
    moved = float(now.mean() - base.mean())
    usual = [
        float(base[(weekday - periods.base.first.weekday()) % WEEK :: WEEK].mean()) for weekday in range(WEEK)
    ]
    days = [(periods.now.first.weekday() + at) % WEEK for at in range(periods.now.days)]
    expected = sum(usual[one] for one in days) / len(days) - float(base.mean())
    return max(0.0, expected / moved) if moved else 0.0
