"""How long deciding takes (K18), the open decisions counted as what they are: not decided yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from headway.apps.decisions.answers import CurveStep, LatencyReport
from headway.apps.decisions.models import Decision
from headway.core.access import rows
from headway.core.context import Context
from headway.core.days import day_begin, day_end, days_between
from headway.core.errors import Invalid
from headway.core.figures import Figure, RowsQuery
from headway.core.registry import Question, query
from headway.engine.stats.medians import middle

if TYPE_CHECKING:
    from headway.engine.stats.survival import Survival

DEFINITION = "decision_latency@1"
DAYS, FEWEST = 90, 3
COHORT = timedelta(days=365)


class LatencyQuestion(Question):
    """The period by its first and last day, by default the last 90 days; the base period, by default as long and
    just before it. `start` is what the time is counted from."""

    since: date | None = None
    until: date | None = None
    base_since: date | None = None
    base_until: date | None = None
    start: Literal["problem", "question"] = Field(
        "problem", description="When the problem was identified, or when the question was opened."
    )


@dataclass(frozen=True)
class Period:
    """From the first day up to and with the last, in the workspace's time zone."""

    since: date
    until: date
    start: datetime
    end: datetime

    def holds(self, moment: datetime | None) -> bool:
        return moment is not None and self.start <= moment < self.end


@dataclass(frozen=True)
class Course:
    """One decision from its identification on."""

    ref: str
    start: datetime
    decided_at: datetime | None

    def days(self, end: datetime) -> float:
        return days_between(self.start, end)

    def decided_by(self, end: datetime) -> bool:
        return self.decided_at is not None and self.decided_at < end


@query("decisions.decision_latency")
def decision_latency(context: Context, question: LatencyQuestion) -> LatencyReport:
    """How many days decisions take: the median of those taken in a period, and the one that counts the open ones too.

    `median` (K18) is over what was decided in the period, with an exact 95 % interval from six decisions on and
    null below three. `median_with_open` is the Kaplan-Meier median over what was identified in the year before the
    period's end, decided or not. `change` is against the base period. Raises Invalid for a period that ends before
    it begins.
    """
    from headway.engine.stats.survival import survival  # noqa: PLC0415 - loads numerical libraries

    period, base = _periods(context, question)
    courses, left_out = _courses(context, question.start)
    decided = [one for one in courses if period.holds(one.decided_at)]
    before = [one for one in courses if base.holds(one.decided_at)]
    now = min(period.end, context.now)
    cohort = [one for one in courses if now - COHORT <= one.start < now]
    found = survival([_until(one, now) for one in cohort], [one.decided_by(now) for one in cohort])
    median, median_before = _median(decided, period), _median(before, base)
    return LatencyReport(
        since=period.since,
        until=period.until,
        start=question.start,
        median=median,
        median_with_open=_median_with_open(found, now),
        median_before=median_before,
        change=_change(median, median_before),
        base_since=base.since,
        base_until=base.until,
        curve=[
            CurveStep(days=one.time, share=one.open_share, low=one.low, high=one.high) for one in found.points
        ],
        decided=[one.ref for one in decided],
        open=[one.ref for one in cohort if not one.decided_by(now)],
        left_out=left_out,
    )


def _periods(context: Context, question: LatencyQuestion) -> tuple[Period, Period]:
    until = question.until or context.today
    try:
        since = question.since or until - timedelta(days=DAYS - 1)
        base_until = question.base_until or since - timedelta(days=1)
        base_since = question.base_since or base_until - (until - since)
    except OverflowError:
        raise Invalid(f"Field until: {until} leaves no days for the periods before it.") from None
    return _period(context, since, until), _period(context, base_since, base_until, "base_")


def _period(context: Context, since: date, until: date, prefix: str = "") -> Period:
    if until < since:
        raise Invalid(f"Field {prefix}until: the period ends on {until}, before it begins on {since}.")
    start = day_begin(context.workspace, since, f"{prefix}since")
    return Period(since, until, start, day_end(context.workspace, until, f"{prefix}until"))


def _courses(context: Context, start: str) -> tuple[list[Course], list[str]]:
    """All decisions in the order they were opened, and the refs of those that name no problem to count from."""
    # Plain values: a log of years is read at once, and nothing of a decision but its dates counts.
    found = rows(Decision, context).order_by("created_at", "id")
    records = list(found.values_list("ref", "created_at", "problem__created_at", "decided_at"))
    if start == "question":
        return [Course(ref, opened, decided) for ref, opened, _, decided in records], []
    known = [Course(ref, found_at, decided) for ref, _, found_at, decided in records if found_at]
    return known, [ref for ref, _, found_at, _ in records if found_at is None]


def _until(course: Course, end: datetime) -> float:
    return course.days(course.decided_at if course.decided_at and course.decided_at < end else end)


def _median(decided: Sequence[Course], period: Period) -> Figure:
    told = {"decided_since": str(period.since), "decided_until": str(period.until)}
    whole = Figure(
        value=None,
        unit="days",
        n=len(decided),
        definition=DEFINITION,
        rows=RowsQuery(query="decisions.decision_list", question=told),
    )
    if len(decided) < FEWEST:
        reason = f"{_decisions(len(decided))} taken in the period; a median needs {FEWEST}"
        return whole.model_copy(update={"reason": reason})
    found = middle([one.days(one.decided_at) for one in decided if one.decided_at])
    reason = "" if found.low is not None else "an interval needs 6 decisions"
    return whole.model_copy(
        update={"value": found.value, "low": found.low, "high": found.high, "reason": reason}
    )


def _decisions(count: int) -> str:
    return f"{count} decision was" if count == 1 else f"{count or 'no'} decisions were"


def _median_with_open(found: "Survival", as_of: datetime) -> Figure:
    whole = Figure(
        value=None, unit="days", n=found.count, as_of=as_of, definition="decision_latency_with_open@1"
    )
    if found.ended < FEWEST:
        reason = f"{_decisions(found.ended)} taken in the year before; a median needs {FEWEST}"
        return whole.model_copy(update={"reason": reason})
    middle_of = found.median
    low, high = (middle_of.low, middle_of.high) if middle_of.high is not None else (None, None)
    reason = middle_of.reason or ("" if high is not None else "the interval has no upper end yet")
    return whole.model_copy(update={"value": middle_of.value, "low": low, "high": high, "reason": reason})


def _change(median: Figure, before: Figure) -> Figure:
    unknown = median.reason if median.value is None else before.reason if before.value is None else ""
    if before.value == 0:
        unknown = "decisions took no time in the base period"
    if unknown or median.value is None or not before.value:
        return Figure(value=None, unit="share", definition="decision_latency_change@1", reason=unknown)
    return Figure(
        value=median.value / before.value - 1,
        unit="share",
        n=median.n + before.n,
        definition="decision_latency_change@1",
    )
