"""Retention by brackets of days, and a breakdown by the value at a step."""

from datetime import timedelta
from typing import Any

import pytest

from headway.apps.analytics.behaviour.tests.asking import START, asked, behind, events, funnel
from headway.core.errors import Invalid
from tests.world import World

DAY = timedelta(days=1)
ROWS = """
a: open 0, buy 0.5, buy 2.9
b: open 1, open 3, buy 8.5
c: open 9, buy 9.1
d: buy 3
"""


def test_who_comes_back_within_brackets_of_days(world: World) -> None:
    rows = events(ROWS, START, DAY)
    question = {"start_event": "open", "return_event": "buy", "brackets": [(0, 0), (1, 7), (2, 2)]}
    found = asked(world, "retention_brackets", rows, **question)
    assert found["people"] == 3
    assert [(one["first_day"], one["last_day"], one["back"], one["open"]) for one in found["brackets"]] == [
        (0, 0, 2, 0),
        (1, 7, 2, 1),
        (2, 2, 1, 1),
    ]
    assert found["brackets"][0]["share"]["value"] == pytest.approx(2 / 3)
    assert found["notes"] == ["Brackets that are not over for everybody are counted as far as is known."]
    later = asked(world, "retention_brackets", rows, **question, **{"from": "2021-05-02", "to": "2021-05-02"})
    assert (later["people"], [one["back"] for one in later["brackets"]]) == (1, [0, 1, 0])
    assert asked(world, "retention_brackets", [], **question)["people"] is None
    with pytest.raises(Invalid, match="A bracket ends before it begins"):
        asked(world, "retention_brackets", rows, **question | {"brackets": [(3, 2)]})


def test_whom_a_bracket_counts(world: World) -> None:
    question: dict[str, Any] = {"start_event": "open", "return_event": "buy", "brackets": [[0, 0]]}
    hours = "a: open 0, buy 1\nb: open 0, buy 30"
    assert behind(world, "retention_brackets", hours, {"column": 0}, **question) == ["a"]
    assert behind(world, "retention_brackets", hours, {"column": 0, "dropped": True}, **question) == ["b"]
    with pytest.raises(Invalid, match="There is no bracket 1"):
        behind(world, "retention_brackets", hours, {"column": 1}, **question)


def test_a_person_counts_under_the_value_at_the_step_that_is_named(world: World) -> None:
    rows = events("a: open 0, buy 1\nb: open 0, buy 2\nc: open 0")
    for row, plan in zip(rows, ["free", "pro", "free", None, "free"], strict=True):
        row["props"] = {"plan": plan} if plan else {}
    question: dict[str, Any] = {"breakdown_property": "plan", "attribution": "step"}

    def by(step: int) -> dict[str, list[int]]:
        found = funnel(world, rows, "open, buy", **question, attribution_step=step)["breakdown"]
        return {value: one["counts"] for value, one in found.items()}

    assert by(0) == {"free": [3, 2]}
    assert by(1) == {"pro": [1, 1], "": [2, 1]}
    with pytest.raises(Invalid, match="The funnel has no step 2; count from 0 to 1"):
        by(2)
