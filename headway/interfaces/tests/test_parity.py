"""The same question gets the same bytes, whichever way it comes in."""

import json
from typing import Any

import pytest

from headway.core.models import Activity
from headway.interfaces.tests.doors import Doors
from headway.interfaces.tests.examples import done, insight, plannable

QUESTIONS: dict[str, dict[str, Any]] = {
    "core.member_list": {},
    "core.activity_list": {"limit": 3},
    "discovery.problem_list": {},
    "prioritisation.initiative_list": {},
    "prioritisation.score": {
        "framework": "RICE",
        "input": [{"name": "ü", "reach": 10, "impact": 2, "confidence": 0.8, "effort": 4}],
    },
}


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_three_doors_one_answer(name: str, doors: Doors) -> None:
    insight(doors.world)
    plannable(doors.world)
    done(doors.world, "prioritisation.score_run")
    answers = [getattr(doors, door)("ask", name, QUESTIONS[name], "viewer") for door in ("api", "cli", "mcp")]
    assert [went_well for went_well, _ in answers] == [True, True, True], answers
    assert len({text for _, text in answers}) == 1
    assert json.loads(answers[0][1])


def test_asking_leaves_no_row(doors: Doors) -> None:
    for door in ("api", "cli", "mcp"):
        assert doors.through(door, "ask", "core.audit_verify", {}, "viewer")[0]
    assert Activity.objects.count() == 0


def test_refusals_are_the_same_bytes_too(doors: Doors) -> None:
    refusals = {
        doors.through(door, "ask", "identity.rule_list", {}, "viewer") for door in ("api", "cli", "mcp")
    }
    assert refusals == {
        (
            False,
            '{"type":"urn:headway:problem:refused","title":"Not allowed","status":403,"detail":'
            '"identity.rule_list is not open to the role viewer; it is to: owner, admin."}',
        )
    }
