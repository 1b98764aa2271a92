"""Answers about how people behave that are no series, in the one form that is drawn, watched and sent."""

from pydantic import JsonValue

from headway.apps.analytics.behaviour.answers import (
    STATES,
    AdoptionAnswer,
    BracketsAnswer,
    ConversionAnswer,
    LifecycleAnswer,
    PathsAnswer,
    StickinessAnswer,
    TimeToValueAnswer,
)
from headway.apps.reporting.answers import ColumnRow, Reading
from headway.apps.reporting.ranges import Over, Question
from headway.core.context import Context
from headway.core.figures import Figure

HOUR_S = 3_600


def over_days(context: Context, question: Question, over: Over) -> Question:
    """Stickiness is asked about two days, both of which a dashboard has to give."""
    return question | ({"date_range": [over.since, over.until]} if over.since and over.until else {})


def columns(first: str, *numbers: str) -> list[ColumnRow]:
    return [ColumnRow(label=first), *(ColumnRow(label=one, number=True) for one in numbers)]


def _figure(found: Reading, figure: Figure) -> Reading:
    """A reading with a figure as the number that sums it up."""
    return found.model_copy(
        update={"value": figure.value, "low": figure.low, "high": figure.high, "unit": figure.unit,
                "reason": found.reason or figure.reason or ""}
    )  # fmt: skip


def conversion(context: Context, question: Question, answer: ConversionAnswer) -> Reading:
    seconds = answer.average_seconds
    return Reading(
        columns=columns("From hours", "People"), rows=[[round(at / HOUR_S, 2), many] for at, many in answer.bins],
        points=[(f"{at / HOUR_S:.1f}", many) for at, many in answer.bins], unit="hours",
        value=None if seconds is None else round(seconds / HOUR_S, 3), reason=answer.reason, notes=answer.notes,
        as_of=answer.as_of,
    )  # fmt: skip


def brackets(context: Context, question: Question, answer: BracketsAnswer) -> Reading:
    named = [(f"{one.first_day} to {one.last_day}", one) for one in answer.brackets]
    found = Reading(
        columns=columns("Days", "Came back", "Not over yet"), rows=[[name, one.back, one.open] for name, one in named],
        points=[(name, one.share.value) for name, one in named], reason=answer.reason, notes=answer.notes,
        as_of=answer.as_of,
        behind=[{"query": "analytics.retention_brackets", "question": dict(question), "column": at}
                for at in range(len(named))],
    )  # fmt: skip
    return _figure(found, answer.brackets[0].share) if answer.brackets else found


def stickiness(context: Context, question: Question, answer: StickinessAnswer) -> Reading:
    counts = answer.users_by_active_periods or []
    mean = answer.mean_periods
    reason = answer.reason or ("" if mean is not None else "nobody did it in that time")
    return Reading(
        columns=columns("Active periods", "People"), rows=[[at + 1, one] for at, one in enumerate(counts)],
        points=[(str(at + 1), one) for at, one in enumerate(counts)], unit="periods",
        value=None if mean is None else round(mean, 3), reason=reason, notes=answer.notes, as_of=answer.as_of,
        said=["The number is in how many periods somebody is active on average."] if mean is not None else [],
        behind=[{"query": "analytics.stickiness", "question": dict(question), "column": at}
                for at in range(len(counts))],
    )  # fmt: skip


def lifecycle(context: Context, question: Question, answer: LifecycleAnswer) -> Reading:
    parts = [getattr(answer, one) or [] for one in STATES]
    there = [sum(part[at] for part in parts[:3]) for at in range(len(answer.periods))] if parts[0] else []
    return Reading(
        columns=columns("Period", "Active", "New", "Returning", "Resurrecting", "Dormant"),
        rows=[[period, there[at], *(part[at] for part in parts)] for at, period in enumerate(answer.periods) if there],
        points=list(zip(answer.periods, there, strict=False)), over_time=True, value=there[-1] if there else None,
        period=answer.periods[-1] if there else "", previous=there[-2] if len(there) > 1 else None,
        reason=answer.reason, notes=answer.notes, as_of=answer.as_of,
    )  # fmt: skip


def adoption(context: Context, question: Question, answer: AdoptionAnswer) -> Reading:
    counts = answer.by_state
    found = Reading(
        columns=columns("Who met it", "People"), rows=[[state, many] for state, many in counts.items()],
        points=list(counts.items()), reason=answer.reason, notes=answer.notes, as_of=answer.as_of,
        behind=[{"query": "analytics.adoption", "question": dict(question), "state": state} for state in counts],
    )  # fmt: skip
    return _figure(found, answer.share) if counts else found


def time_to_value(context: Context, question: Question, answer: TimeToValueAnswer) -> Reading:
    rows: list[list[JsonValue]] = [["Began", answer.started], ["Got there so far", answer.reached]]
    found = Reading(
        columns=columns("Who", "People"), rows=rows if answer.started is not None else [],
        said=["The number is the median of the days it takes."], reason=answer.reason, notes=answer.notes,
        as_of=answer.as_of,
    )  # fmt: skip
    return _figure(found, answer.median)


def paths(context: Context, question: Question, answer: PathsAnswer) -> Reading:
    named = [(" → ".join(one.events) or "nothing", one) for one in answer.paths or []]
    return Reading(
        columns=columns("Way", "People", "Of all, %"),
        rows=[[name, one.people, round(one.share * 100, 1)] for name, one in named],
        points=[(name, one.people) for name, one in named], unit="people", value=answer.people, reason=answer.reason,
        notes=answer.notes, as_of=answer.as_of,
    )  # fmt: skip
