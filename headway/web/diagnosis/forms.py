"""What the page lets one choose of a change, and the question that comes of it."""

from collections.abc import Mapping
from typing import Any

STEPS = 4
DAYS = ("now_from", "now_to", "base_from", "base_to")
DAY_S = 86_400
Values = Mapping[str, str]


def question_of(values: Values) -> dict[str, Any] | None:
    """The question; None while neither a metric nor an event is chosen. What it cannot read the query refuses."""
    steps = [values[name] for at in range(1, STEPS + 1) if values.get(name := f"step{at}")]
    metric = values.get("metric", "")
    if not steps and not metric:
        return None
    days = {name: values[name] for name in DAYS if values.get(name)}
    asked: dict[str, Any] = {"metric": metric} if metric and not steps else {"steps": steps}
    if metric and steps:
        asked["metric"] = metric
    if len(steps) > 1:
        asked["window_seconds"] = _seconds(values.get("days") or "14")
    if values.get("dimensions"):
        asked["dimensions"] = values["dimensions"]
    return asked | days


def values_of(question: Mapping[str, Any]) -> dict[str, str]:
    """What the form holds for a question, so that one that is kept can be asked again.

    >>> values_of({"steps": ["signup", {"event": "pay"}], "window_seconds": 86400.0})
    {'step1': 'signup', 'step2': 'pay', 'days': '1'}
    """
    found: dict[str, str] = {}
    for at, step in enumerate(question.get("steps") or [], 1):
        found[f"step{at}"] = step if isinstance(step, str) else str(step.get("event") or "")
    if window := question.get("window_seconds"):
        found["days"] = f"{float(window) / DAY_S:g}"
    for name in ("metric", *DAYS):
        if question.get(name):
            found[name] = str(question[name])
    if question.get("dimensions"):
        found["dimensions"] = ", ".join(question["dimensions"])
    return found


def _seconds(days: str) -> float:
    try:
        return float(days) * DAY_S
    except ValueError:
        # The query says what a window has to be.
        return 0.0
