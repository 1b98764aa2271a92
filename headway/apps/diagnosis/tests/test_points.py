"""A point of a chart becomes the question why it is another than the time before, or says why it cannot."""

from typing import Any

import pytest

from headway.apps.diagnosis.tests.given import broken_there, explained
from headway.core.errors import Invalid
from headway.core.perform import ask
from tests.world import World

TREND = {"series": [{"event": "confirm", "math": "total"}], "period": "week", "week_start": "monday"}


def asked(world: World, query: str, question: dict[str, Any], **point: Any) -> dict[str, Any]:
    found = ask(
        "diagnosis.point_question", {"query": query, "question": question} | point, world.context("viewer")
    )
    return dict(found.model_dump(mode="json")["question"])


def test_a_point_is_asked_about_with_its_days_and_those_before(world: World) -> None:
    broken_there(world)
    week = asked(world, "analytics.trend", TREND, period="2026-07-27")
    assert week == {
        "steps": ["confirm"], "now_from": "2026-07-27", "now_to": "2026-08-02",
        "base_from": "2026-07-20", "base_to": "2026-07-26",
    }  # fmt: skip
    found = explained(world, **week)
    assert (found["before"]["value"], found["now"]["value"]) == (12, 10)
    part = asked(world, "analytics.trend", TREND | {"breakdown_property": "device", "cohort": "C-1"},
                 period="2026-07-27", value="android")  # fmt: skip
    assert (part["steps"], part["cohort"]) == ([{"event": "confirm", "props": {"device": "android"}}], "C-1")
    assert explained(world, **week | {"steps": part["steps"]})["change"] == -2
    day = asked(
        world,
        "analytics.anomalies",
        {"series": {"event": "pay"}, "period": "hour"},
        period="2026-07-27T05:00",
    )
    assert (day["now_to"], day["base_from"], day["base_to"]) == ("2026-07-27", "2026-06-29", "2026-07-26")
    funnel = {
        "steps": ["signup", "confirm", "pay"],
        "window_seconds": 3600,
        "from": "2026-07-27",
        "to": "2026-08-09",
    }
    assert asked(world, "analytics.funnel", funnel, step=1) == {
        "steps": ["signup", "confirm"], "window_seconds": 3600.0, "now_from": "2026-07-27", "now_to": "2026-08-09",
        "base_from": "2026-07-13", "base_to": "2026-07-26",
    }  # fmt: skip
    metric = {"metrics": ["people"], "by": ["metric_time__month", "user__plan"]}
    assert asked(world, "metrics.metric_value", metric, period="2026-08-01T00:00:00") == {
        "metric": "people", "now_from": "2026-08-01", "now_to": "2026-08-31", "base_from": "2026-07-01",
        "base_to": "2026-07-31", "dimensions": ["user__plan"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "question", "point", "words"),
    [
        ("analytics.retention", {"start_event": "a", "first_period": "2026-08-01", "periods": 2}, {}, "taken apart"),
        ("analytics.trend", TREND, {"period": "soon"}, "period: 'soon' is no day"),
        ("analytics.trend", TREND, {"period": "2026-08-03", "row": 1}, "row: there is no series 1"),
        ("analytics.trend", TREND | {"by": "account"}, {"period": "2026-08-03"}, "counts accounts"),
        ("analytics.funnel", {"steps": ["a", "b"], "order": "unordered"}, {}, "only in its order"),
        ("analytics.funnel", {"steps": ["a"]}, {"step": 4}, "step: there is no step 4"),
        ("metrics.metric_value", {"metrics": ["people"]}, {}, "a point has a time"),
        ("metrics.metric_value", {"metrics": ["a"], "where": ["x"]}, {}, "kept to some rows"),
    ],
)  # fmt: skip
def test_a_point_that_cannot_be_taken_apart_says_why(
    world: World, query: str, question: dict[str, Any], point: dict[str, Any], words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        asked(world, query, question, **point)


def test_days_that_are_still_to_come_are_not_counted_as_days_of_nothing(world: World) -> None:
    broken_there(world)
    found = explained(world, steps=["signup"], now_from="2026-08-17", now_to="2026-08-31")
    # The last event is of 23 August, which is not over.
    assert (found["now_to"], found["now"]["value"], found["change"]) == ("2026-08-22", 12, 0)
