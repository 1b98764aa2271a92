"""What can be done about a hypothesis: each is a prepared form, and nothing is done before a person sends it."""

import json
from typing import Any

from pydantic import JsonValue

from headway.apps.analytics.signals.diagnosing import WITHOUT
from headway.apps.diagnosis.answers import DeedStep
from headway.apps.diagnosis.taking_apart import named
from headway.apps.diagnosis.told import Told, number
from headway.engine.diagnosis.hypotheses import Hypothesis

TITLE_LETTERS = 200


def deeds_of(one: Hypothesis, text: str, told: Told) -> list[DeedStep]:
    """The steps for one hypothesis, what undoes it first."""
    is_someone = one.kind in {"happening", "part"}
    return [
        *_undone(one, told),
        *([] if one.kind in {"chance", "weekdays"} else [_problem(text, told), _watch(one, told)]),
        _marked(text, told),
        _decided(text, told),
        *([_tried(told)] if is_someone else []),
    ]


def _undone(one: Hypothesis, told: Told) -> list[DeedStep]:
    mark = told.marks.get(one.happening)
    if not mark or mark.sort != "release":
        return []
    back: dict[str, JsonValue] = {
        "title": f"Rolled back: {mark.title}"[:TITLE_LETTERS], "sort": "release",
        "starts_on": told.days.day.isoformat(),
    }  # fmt: skip
    return [DeedStep(words="Note that it was rolled back", action="reporting.annotation_save", question=back)]


def _problem(text: str, told: Told) -> DeedStep:
    title = f"{told.found.title} went from {_span(told)}. {text}"
    return DeedStep(
        words="Put it up as a problem", action="discovery.problem_add", question={"title": title[:300]}
    )


def _watch(one: Hypothesis, told: Told) -> DeedStep:
    part = f", {named(one.where)}" if one.where else ""
    asked: dict[str, JsonValue] = {"title": f"{told.found.title}{part}"[:TITLE_LETTERS]} | (
        _metric_watched(one, told) if told.found.source.metric else _events_watched(one, told)
    )
    form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in asked.items()}
    return DeedStep(
        words="Watch this", action="reporting.alert_save", question=asked,
        address=told.page("reporting:alert-new", **form),
    )  # fmt: skip


def _events_watched(one: Hypothesis, told: Told) -> dict[str, Any]:
    """The last step in the part, day by day, for what it had not done lately."""
    last = told.found.source.asked[-1]
    props = {**last.props, **{name: None if value == WITHOUT else value for name, value in one.where.items()}}
    series = {"event": last.event, "math": "total"} | ({"props": props} if props else {})
    cohort = {"cohort": told.found.source.cohort} if told.found.source.cohort else {}
    question = {"series": series, "period": "day"} | cohort
    return {"query": "analytics.anomalies", "question": question, "condition": "anomaly"}


def _metric_watched(one: Hypothesis, told: Told) -> dict[str, Any]:
    """The metric day by day, against half way back to what it was."""
    where = [
        f"{{{{ Dimension('{name}') }}}} IS NULL" if value == WITHOUT else
        f"{{{{ Dimension('{name}') }}}} = '{value.replace(chr(39), chr(39) * 2)}'"
        for name, value in one.where.items()
    ]  # fmt: skip
    question = {"metrics": [told.found.source.metric], "by": ["metric_time__day"]} | (
        {"where": where} if where else {}
    )
    whole = told.whole
    # Halfway between both levels of the whole says little of a part, so that limit is left to whoever confirms it.
    limit = {} if where else {"threshold": float(f"{(whole.before + whole.now) / 2:.3g}")}
    condition = "below" if whole.change < 0 else "above"
    return {"query": "metrics.metric_value", "question": question, "condition": condition} | limit


def _marked(text: str, told: Told) -> DeedStep:
    note: dict[str, JsonValue] = {
        "title": f"{told.found.title}: {text}"[:TITLE_LETTERS], "starts_on": told.days.day.isoformat(),
    }  # fmt: skip
    return DeedStep(words="Mark the day on every chart", action="reporting.annotation_save", question=note)


def _decided(text: str, told: Told) -> DeedStep:
    question = f"What do we do about this: {told.found.title.lower()} went from {_span(told)}? {text}"
    return DeedStep(
        words="Put it up for decision", address=told.page("decisions:decision-new", question=question[:500])
    )


def _tried(told: Told) -> DeedStep:
    return DeedStep(
        words="Try a remedy on a part of the people", address=told.page("experiments:experiments", new="1")
    )


def _span(told: Told) -> str:
    return f"{number(told.whole.before, told.found.unit)} to {number(told.whole.now, told.found.unit)}"
