"""The question why one point of a chart is another than the time before it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import JsonValue

from headway.apps.reporting.periods import METRIC_TIME, period_of
from headway.core.errors import Invalid

Asked = Mapping[str, JsonValue]
DAY_LETTERS = len("2026-09-30")
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
BASE_WEEKS_OF_A_DAY = 4
UNORDERED = "The steps of this funnel need not come in this order; a way is taken apart only in its order."
BY_ACCOUNT = "It counts accounts; a change is taken apart by what people did."
KEPT_TO = "It is kept to some rows of the metric; ask about the metric by the column instead."


@dataclass(frozen=True)
class Point:
    """Which number of an answer: its period as the answer writes it, its series and part, or its step from 0."""

    period: str = ""
    row: int = 0
    value: str | None = None
    step: int = 0


def days_of_point(period: str, grain: str) -> dict[str, str]:
    """The days of a period and of the one before. A day is held against four weeks, since the day before is another
    day of the week; an hour is asked about by its day. Raises Invalid for what is no day.

    >>> days_of_point("2026-03-01", "month")["base_from"], days_of_point("2026-03-09", "week")["base_to"]
    ('2026-02-01', '2026-03-08')
    """
    first = _day(period, "period")
    return _written(first, _last(first, grain), _base(first, grain))


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text[:DAY_LETTERS])
    except ValueError as error:
        raise Invalid(f"Field {field}: {text[:40]!r} is no day; write it as the answer does.") from error


def _written(first: date, last: date, base: date) -> dict[str, str]:
    """Four days: those of now, and those from `base` up to the day before."""
    days = {"now_from": first, "now_to": last, "base_from": base, "base_to": first - DAY}
    return {name: day.isoformat() for name, day in days.items()}


def _last(first: date, grain: str) -> date:
    if grain == "month":
        return (first.replace(day=1) + timedelta(days=31)).replace(day=1) - DAY
    return first + WEEK - DAY if grain == "week" else first


def _base(first: date, grain: str) -> date:
    if grain == "month":
        return (first - DAY).replace(day=1)
    return first - WEEK * (1 if grain == "week" else BASE_WEEKS_OF_A_DAY)


def point_question(query: str, question: Asked, point: Point) -> dict[str, Any]:
    """What to ask diagnosis.change_explain about a point. Raises Invalid where it cannot be taken apart."""
    if query not in ASKED:
        raise Invalid(
            f"Field query: the points of {query[:60]} cannot be taken apart; those of {', '.join(ASKED)} can."
        )
    if question.get("by") == "account":
        raise Invalid(BY_ACCOUNT)
    found = ASKED[query](question, point)
    return found | ({"cohort": question["cohort"]} if question.get("cohort") else {})


def _trend(question: Asked, point: Point) -> dict[str, Any]:
    series = question.get("series")
    listed = series if isinstance(series, list) else [series]
    one = listed[point.row] if point.row < len(listed) else None
    if not isinstance(one, dict) or not one.get("event"):
        raise Invalid(f"Field row: there is no series {point.row} of one event in the question.")
    split = question.get("breakdown_property")
    part = {str(split): point.value} if split and point.value is not None else {}
    return {"steps": [_step(one, part)]} | days_of_point(point.period, str(question.get("period", "day")))


def _step(asked: JsonValue, part: Mapping[str, str]) -> Any:
    one = asked if isinstance(asked, dict) else {"event": asked}
    own = one.get("props")
    props = (own if isinstance(own, dict) else {}) | dict(part)
    return {"event": one.get("event"), "props": props} if props else one.get("event")


def _funnel(question: Asked, point: Point) -> dict[str, Any]:
    steps = question.get("steps")
    if question.get("order", "ordered") != "ordered":
        raise Invalid(UNORDERED)
    if not isinstance(steps, list) or not 0 <= point.step < len(steps):
        raise Invalid(f"Field step: there is no step {point.step} in the question.")
    window = {"window_seconds": question["window_seconds"]} if "window_seconds" in question else {}
    found = {"steps": [_step(one, {}) for one in steps[: point.step + 1]]} | (window if point.step else {})
    ends = [str(question.get(name) or "") for name in ("from", "to")]
    return found | (_days_before(*ends) if all(ends) else {})


def _days_before(first: str, last: str) -> dict[str, str]:
    """The days of a range and as many before."""
    begin, end = _day(first, "from"), _day(last, "to")
    return _written(begin, end, begin - (end - begin) - DAY)


def _metric(question: Asked, point: Point) -> dict[str, Any]:
    named, by = question.get("metrics"), question.get("by") or []
    columns = [str(one) for one in by] if isinstance(by, list) else [str(by)]
    if question.get("where"):
        raise Invalid(KEPT_TO)
    grain = period_of("metrics.metric_value", question)
    if not isinstance(named, list) or not named or not grain:
        raise Invalid("Field question: ask for one metric by day, week or month; a point has a time.")
    others = [one for one in columns if not one.startswith(METRIC_TIME)]
    found: dict[str, Any] = {"metric": str(named[0])} | days_of_point(point.period, grain)
    return found | ({"dimensions": others} if others else {})


ASKED: dict[str, Callable[[Asked, Point], dict[str, Any]]] = {
    "analytics.trend": _trend,
    "analytics.anomalies": _trend,
    "analytics.funnel": _funnel,
    "metrics.metric_value": _metric,
}
