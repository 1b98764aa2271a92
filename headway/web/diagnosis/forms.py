"""What the page lets one choose of a change, and the question that comes of it."""

import json
from collections.abc import Mapping
from typing import Any

STEPS_SHOWN, STEPS_MOST = 4, 8
DAYS = ("now_from", "now_to", "base_from", "base_to")
DAY_S = 86_400
Values = Mapping[str, str]
Only = dict[str, dict[str, Any]]


def question_of(values: Values) -> dict[str, Any] | None:
    """The question; None while neither a metric nor an event is chosen. What it cannot read the query refuses."""
    steps = _steps(values)
    metric = values.get("metric", "")
    if not steps and not metric:
        return None
    kept = {name: values[name] for name in (*DAYS, "cohort") if values.get(name)}
    asked: dict[str, Any] = {"metric": metric} if metric and not steps else {"steps": steps}
    if metric and steps:
        asked["metric"] = metric
    if len(steps) > 1:
        asked["window_seconds"] = _seconds(values.get("days") or "14")
    if values.get("dimensions"):
        asked["dimensions"] = values["dimensions"]
    return asked | kept


def _steps(values: Values) -> list[Any]:
    only = only_of(values)
    named = [(str(at), values.get(f"step{at}")) for at in range(1, STEPS_MOST + 1)]
    return [{"event": name, "props": only[at]} if at in only else name for at, name in named if name]


def only_of(values: Values) -> Only:
    """The properties that the events of a step must have, by the number of the step; none where it cannot be read.

    >>> only_of({"only": '{"1": {"device": "android"}}'})
    {'1': {'device': 'android'}}
    """
    try:
        found = json.loads(values.get("only") or "{}")
    except ValueError:
        return {}
    is_read = isinstance(found, dict) and all(isinstance(one, dict) and one for one in found.values())
    return found if is_read else {}


def only_words(values: Values) -> str:
    """The same in words.

    >>> only_words({"step1": "pay", "only": '{"1": {"device": "android"}}'})
    'pay with device android'
    """
    parts = [
        f"{values.get(f'step{at}', 'any event')} with {', '.join(f'{name} {value}' for name, value in props.items())}"
        for at, props in only_of(values).items()
    ]
    return "; ".join(parts)


def values_of(question: Mapping[str, Any]) -> dict[str, str]:
    """What the form holds for a question, so that one that is kept can be asked again.

    >>> values_of({"steps": ["signup", {"event": "pay"}], "window_seconds": 86400.0})
    {'step1': 'signup', 'step2': 'pay', 'days': '1'}
    """
    found: dict[str, str] = {}
    only: Only = {}
    for at, step in enumerate(question.get("steps") or [], 1):
        found[f"step{at}"] = step if isinstance(step, str) else str(step.get("event") or "")
        if props := {} if isinstance(step, str) else step.get("props"):
            only[str(at)] = props
    if window := question.get("window_seconds"):
        found["days"] = f"{float(window) / DAY_S:g}"
    for name in ("metric", "cohort", *DAYS):
        if question.get(name):
            found[name] = str(question[name])
    if question.get("dimensions"):
        found["dimensions"] = ", ".join(question["dimensions"])
    return found | ({"only": json.dumps(only)} if only else {})


def step_fields(values: Values) -> list[dict[str, str]]:
    """The fields of the steps: the first four, or as many as are chosen."""
    chosen = [at for at in range(1, STEPS_MOST + 1) if values.get(f"step{at}")]
    return [_step_field(at, values) for at in range(1, max([STEPS_SHOWN, *chosen]) + 1)]


def _step_field(at: int, values: Values) -> dict[str, str]:
    empty = {1: "Choose an event", 2: "Nothing: how many there are"}.get(at, "No more")
    name = f"step{at}"
    return {
        "name": name,
        "label": "Event" if at == 1 else "and then",
        "empty": empty,
        "value": values.get(name, ""),
    }


def _seconds(days: str) -> float:
    try:
        return float(days) * DAY_S
    except ValueError:
        # The query says what a window has to be.
        return 0.0
