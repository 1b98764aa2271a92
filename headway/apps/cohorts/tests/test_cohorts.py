"""Cohorts: saved from a number or a list, followed by night, and asked by in questions about behaviour."""

from datetime import UTC, datetime
from typing import Any

import pytest

from headway.apps.cohorts.models import Cohort, CohortMember
from headway.apps.cohorts.timers import refresh_all
from headway.core import jobs
from headway.core.errors import Invalid, NotFound, Refused
from headway.core.models import JobRun
from headway.core.perform import ask, perform
from tests.world import World

ROWS = """person_id,account_id,event,ts,plan
ada,acme,open,2026-01-05T10:00:00Z,pro
ada,acme,buy,2026-01-05T11:00:00Z,pro
ben,acme,open,2026-01-06T10:00:00Z,free
cid,zeta,open,2026-01-06T10:00:00Z,free
"""
MORE = "person_id,account_id,event,ts,plan\nben,acme,buy,2026-01-07T10:00:00Z,free\n"
BUYERS = {
    "ref": "buyers",
    "name": "Buyers",
    "behind": {"query": "analytics.funnel", "question": {"steps": ["open", "buy"]}, "step": 1},
}


def do(world: World, name: str, role: str = "owner", /, **question: Any) -> dict[str, Any]:
    return perform(name, question, world.context(role)).model_dump(mode="json")


def told(world: World, name: str, role: str = "owner", /, **question: Any) -> dict[str, Any]:
    return ask(name, question, world.context(role)).model_dump(mode="json")


@pytest.fixture
def used(world: World) -> World:
    do(world, "analytics.event_import", file_name="events.csv", content=ROWS)
    return world


def test_a_cohort_follows_the_number_it_was_saved_from(used: World) -> None:
    do(used, "cohorts.cohort_save", **BUYERS)
    do(used, "analytics.event_import", file_name="more.csv", content=MORE)
    assert told(used, "cohorts.cohort_people", ref="buyers") == {"people": ["ada"], "count": 1, "next": ""}
    assert refresh_all() == 1
    assert jobs.run(str(JobRun.objects.get(name="cohorts.cohort_refresh").pk)) == "done"
    found = told(used, "cohorts.cohort_detail", ref="buyers")
    assert [one["people"] for one in found["sizes"]] == [1, 2]
    assert (found["people"], found["is_list"], found["by"]) == (2, False, "person")
    assert told(used, "cohorts.cohort_people", ref="buyers", limit=1) == {
        "people": ["ada"], "count": 2, "next": "ada",
    }  # fmt: skip
    assert told(used, "cohorts.cohort_people", ref="buyers", after="ada")["people"] == ["ben"]


def test_every_question_can_be_kept_to_a_cohort_or_split_by_it(used: World) -> None:
    do(used, "cohorts.cohort_save", **BUYERS)
    funnel = {"steps": ["open", "buy"]}
    assert told(used, "analytics.funnel", **funnel, cohort="buyers")["counts"] == [1, 1]
    split = told(used, "analytics.funnel", **funnel, breakdown_property="cohort:buyers")["breakdown"]
    assert {value: one["counts"] for value, one in split.items()} == {"in": [1, 1], "not in": [2, 0]}
    retention = {"first_period": "2026-01-05", "periods": 2, "start_event": "open"}
    assert told(used, "analytics.retention", **retention, cohort="buyers")["matrix"] == [[1, 0], [0]]
    series = [{"event": "open", "math": "unique", "props": {"cohort:buyers": "not in"}}]
    trend = told(used, "analytics.trend", series=series, **{"from": "2026-01-05", "to": "2026-01-06"})
    assert [value for _, value in trend["series"][0]["points"]] == [0, 2]


def test_a_list_of_accounts_is_asked_by_account(used: World) -> None:
    do(used, "cohorts.cohort_save", ref="big", name="Big", people=["acme", "acme"], by="account")
    steps = {"steps": ["open"], "cohort": "big"}
    assert told(used, "analytics.funnel", **steps, by="account")["counts"] == [1]
    with pytest.raises(Invalid, match="The cohort big is of accounts; ask by account"):
        told(used, "analytics.funnel", **steps)
    with pytest.raises(Invalid, match="The cohort big is a list"):
        do(used, "cohorts.cohort_refresh", ref="big")
    do(used, "cohorts.cohort_save", ref="big", people=["zeta"])
    assert told(used, "cohorts.cohort_people", ref="big")["people"] == ["zeta"]


def test_what_is_somebodys_own_is_nobody_elses(used: World) -> None:
    do(used, "cohorts.cohort_save", **BUYERS, shown_to="owner")
    assert [one["ref"] for one in told(used, "cohorts.cohort_list")["rows"]] == ["buyers"]
    assert told(used, "cohorts.cohort_list", "analyst")["rows"] == []
    for name in ("cohorts.cohort_detail", "cohorts.cohort_people"):
        with pytest.raises(NotFound):
            told(used, name, "analyst", ref="buyers")
    with pytest.raises(NotFound):
        told(used, "analytics.funnel", "analyst", steps=["open"], cohort="buyers")
    with pytest.raises(NotFound):
        do(used, "cohorts.cohort_save", "analyst", ref="buyers", name="Mine")
    with pytest.raises(NotFound):
        ask("cohorts.cohort_detail", {"ref": "buyers"}, used.context_elsewhere())
    do(used, "cohorts.cohort_save", ref="buyers", shown_to="everybody")
    with pytest.raises(Refused):
        told(used, "cohorts.cohort_people", "viewer", ref="buyers")
    do(used, "cohorts.cohort_remove", ref="buyers")
    with pytest.raises(NotFound):
        told(used, "cohorts.cohort_people", ref="buyers")
    assert CohortMember.objects.count() == 1
    Cohort.objects.update(removed_at=datetime(2026, 1, 1, tzinfo=UTC))
    refresh_all()
    assert CohortMember.objects.count() == 0


def test_what_no_cohort_can_be_made_of_is_refused(used: World) -> None:
    bad: list[tuple[dict[str, Any], str]] = [
        ({"ref": "x", "name": "X"}, "a new cohort needs the question behind it"),
        ({"ref": "x", "people": ["ada"]}, "needs a name"),
        (BUYERS | {"people": ["ada"]}, "not both"),
        ({"ref": "x", "name": "X", "people": [""]}, "an id has 1 to 200 characters"),
        ({"ref": "x", "name": "X", "behind": {"query": "analytics.funnel", "question": {"steps": ["a"]}, "step": 3}},
         "The funnel has no step 3"),
    ]  # fmt: skip
    for question, sentence in bad:
        with pytest.raises(Invalid, match=sentence):
            do(used, "cohorts.cohort_save", **question)
    assert told(used, "cohorts.cohort_list")["rows"] == []
    with pytest.raises(NotFound, match="No cohort 'none'"):
        told(used, "analytics.funnel", steps=["open"], cohort="none")
