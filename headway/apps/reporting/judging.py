"""What an alert makes of the last period that is over: as it should be, going off, or without data."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import JsonValue

from headway.apps.analytics.signals.answers import AnomaliesAnswer
from headway.apps.reporting.answers import Reading
from headway.apps.reporting.models import Alert
from headway.apps.reporting.periods import period_end, period_of
from headway.apps.reporting.ranges import Question
from headway.apps.reporting.reading import read
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.perform import ask, parse
from headway.core.registry import entry_named

ANOMALOUS = ("hour", "day")
State, Condition = Alert.State, Alert.Condition


@dataclass(frozen=True)
class Judgement:
    """What is to be said of one period."""

    period: str
    state: str
    value: float | None
    previous: float | None
    words: str


def period_wanted(context: Context, alert: Alert) -> str:
    """The last period that is over by the clock, as series name it; a number that is not over time has days."""
    from headway.engine.behaviour.periods import period_begin  # noqa: PLC0415 - loads numerical libraries

    period = period_of(alert.query, alert.question) or "day"
    start = "sunday" if alert.question.get("week_start", _first_day(alert)) == "sunday" else "monday"
    zone = context.workspace.zone
    now = period_begin(context.now.astimezone(zone), period, start)  # type: ignore[arg-type]
    before = period_begin(now - timedelta(microseconds=1), period, start)  # type: ignore[arg-type]
    return before.isoformat() if period == "hour" else before.date().isoformat()


def _first_day(alert: Alert) -> str:
    # Metrics count weeks as ISO 8601 does, questions about behaviour from Sunday on unless they say otherwise.
    return "monday" if alert.query == "metrics.metric_value" else "sunday"


def judged(context: Context, alert: Alert) -> Judgement:
    """Look at the last period that is over."""
    wanted = period_wanted(context, alert)
    if alert.condition == Condition.ANOMALY:
        return _anomaly(context, alert, wanted)
    found = read(context, alert.query, alert.question)
    value, previous, reason = _numbers(context, alert, found, wanted)
    if value is None or (alert.condition == Condition.CHANGES and not previous):
        why = reason or "nothing is known of the period before, so nothing can be said of a change"
        return Judgement(wanted, State.NO_DATA, value, previous, f"No data for {wanted}: {why}."[:500])
    goes_off = is_off(alert.condition, alert.threshold or 0.0, value, previous)
    state = State.FIRING if goes_off else State.OK
    return Judgement(wanted, state, value, previous, _words(alert, wanted, value, previous))


def _numbers(
    context: Context, alert: Alert, found: Reading, wanted: str
) -> tuple[float | None, float | None, str]:
    """The number of a period, that of the one before, and why there is none."""
    if found.reason and not found.points:
        return None, None, found.reason
    if not (found.over_time and (period := period_of(alert.query, alert.question))):
        last = alert.checks.exclude(period=wanted).order_by("-period").first()
        return found.value, last.value if last else found.previous, found.reason
    names = [name for name, _ in found.points]
    known = found.as_of or context.now
    if wanted not in names or known < period_end(wanted, period, context.workspace.zone):
        return None, None, "nothing came in since it was over, so that it may not be whole"
    at = names.index(wanted)
    return found.points[at][1], found.points[at - 1][1] if at else None, ""


def is_off(condition: str, threshold: float, value: float, previous: float | None) -> bool:
    """Whether a number meets a condition.

    >>> is_off("below", 5, 4, None), is_off("changes", 20, 6, 5), is_off("changes", 21, 6, 5)
    (True, True, False)
    """
    if condition == Condition.ABOVE:
        return value > threshold
    if condition == Condition.BELOW:
        return value < threshold
    return bool(previous) and abs(value - (previous or 0)) / abs(previous or 1) * 100 >= threshold


def _words(alert: Alert, period: str, value: float, previous: float | None) -> str:
    before = "" if previous is None else f", {previous:,.6g} the time before"
    limit = {
        Condition.ABOVE: f"the limit is {alert.threshold:,.6g}",
        Condition.BELOW: f"the limit is {alert.threshold:,.6g}",
        Condition.CHANGES: f"a change of {alert.threshold:,.6g} % is told",
    }[Condition(alert.condition)]
    return f"{alert.title}: {value:,.6g} in the period from {period[:16]}{before}; {limit}."[:500]


def _anomaly(context: Context, alert: Alert, wanted: str) -> Judgement:
    question = anomaly_question(alert.query, alert.question)
    answer = ask("analytics.anomalies", question, context)
    assert isinstance(answer, AnomaliesAnswer)
    points = dict(answer.points)
    if wanted not in points or answer.watched is None:
        why = answer.reason or "nothing came in since it was over, so that it may not be whole"
        return Judgement(wanted, State.NO_DATA, None, None, f"No data for {wanted}: {why}."[:500])
    told = next((one.text for one in answer.anomalies if one.period == wanted), "")
    words = f"{alert.title}: {told}" if told else f"{alert.title}: nothing stands out in {wanted[:16]}."
    return Judgement(wanted, State.FIRING if told else State.OK, points[wanted], None, words[:500])


def anomaly_question(query: str, question: Question) -> Question:
    """The question about anomalies that a trend makes. Raises Invalid for what has none."""
    series = question.get("series")
    if query == "analytics.anomalies":
        return question
    if (
        query != "analytics.trend"
        or not isinstance(series, list)
        or question.get("period", "day") not in ANOMALOUS
    ):
        raise Invalid(
            "Field condition: anomalies are looked for in a trend by day or by hour; ask that instead."
        )
    made: dict[str, JsonValue] = {"series": series[0], "period": question.get("period", "day")}
    parse(entry_named("analytics.anomalies", "query"), made)
    return made


def is_muted(alert: Alert, now: datetime) -> bool:
    """Whether nobody is told of an alert now."""
    return alert.muted_until is not None and alert.muted_until > now
