"""Trends, adoption, time to value and paths."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from headway.apps.analytics.behaviour.tests.asking import asked, behind, events
from headway.core.errors import Invalid
from tests.world import World

DAY = timedelta(days=1)
MAY = datetime(2021, 5, 1, tzinfo=UTC)
SEGMENTS = [
    {"user": "a", "event": "open", "ts": "2021-05-01T10:00:00Z", "props": {"plan": "pro"}},
    {"user": "a", "event": "open", "ts": "2021-05-01T11:00:00Z", "props": {"plan": "pro"}},
    {"user": "b", "event": "open", "ts": "2021-05-01T12:00:00Z"},
    {"user": "b", "event": "open", "ts": "2021-05-03T12:00:00Z", "props": {"plan": "free"}},
    {"user": "c", "event": "close", "ts": "2021-05-04T12:00:00Z"},
]


def points(world: World, rows: list[dict[str, Any]], **question: Any) -> list[Any]:
    asked_for = {"series": [{"event": "open"}], "time_zone": "UTC"} | question
    return [one["points"] for one in asked(world, "trend", rows, **asked_for)["series"]]


def test_totals_people_and_events_per_person(world: World) -> None:
    series = [{"event": "open", "math": math} for math in ("total", "unique", "per_user")]
    span = {"from": "2021-05-01", "to": "2021-05-03"}
    assert points(world, SEGMENTS, series=series, **span) == [
        [["2021-05-01", 3], ["2021-05-02", 0], ["2021-05-03", 1]],
        [["2021-05-01", 2], ["2021-05-02", 0], ["2021-05-03", 1]],
        [["2021-05-01", 1.5], ["2021-05-02", None], ["2021-05-03", 1.0]],
    ]


def test_active_people_of_a_day_a_week_and_a_month(world: World) -> None:
    rows = events("a: open 0, open 3\nb: open 1\nc: open -6\nd: open -7\ne: open -30", MAY, DAY)
    series = [{"event": "open", "math": math} for math in ("dau", "wau", "mau")]
    found = points(world, rows, series=series, **{"from": "2021-05-01", "to": "2021-05-09"})
    assert [[value for _, value in line] for line in found] == [
        [1, 1, 0, 1, 0, 0, 0, 0, 0],
        [2, 2, 2, 2, 2, 2, 2, 2, 1],
        [3, 4, 4, 4, 4, 4, 4, 4, 4],
    ]
    weekly = points(world, rows, series=[{"event": "open", "math": "wau"}], period="week", week_start="monday",
                    **{"from": "2021-05-01", "to": "2021-05-09"})  # fmt: skip
    assert weekly == [[["2021-04-26", 2], ["2021-05-03", 1]]]


def test_each_value_of_a_property_has_a_line(world: World) -> None:
    found = asked(world, "trend", SEGMENTS, series=[{"event": "open"}], breakdown_property="plan", time_zone="UTC",
                  **{"from": "2021-05-01", "to": "2021-05-03"})["series"]  # fmt: skip
    assert [(one["label"], [value for _, value in one["points"]]) for one in found] == [
        ("open - ", [1, 0, 0]),
        ("open - free", [0, 0, 1]),
        ("open - pro", [2, 0, 0]),
    ]


def test_without_a_range_it_is_that_of_the_events(world: World) -> None:
    assert [name for name, _ in points(world, SEGMENTS)[0]] == ["2021-05-01", "2021-05-02", "2021-05-03"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (
            {"series": [{"event": "open", "math": "dau"}], "period": "week"},
            "Daily active people by week is not defined",
        ),
        ({"series": [{"event": "open", "math": "mau"}], "period": "hour"}, "mau by hour is not defined"),
        ({"from": "2021-05-02", "to": "2021-05-01"}, "The range ends before it begins"),
    ],
)
def test_unclear_trends_are_refused(world: World, wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(Invalid, match=told):
        points(world, SEGMENTS, **wrong)


def test_no_events_make_no_line_of_noughts(world: World) -> None:
    found = asked(world, "trend", [], series=[{"event": "open"}])
    assert (found["series"], found["reason"]) == (None, "there are no events")


UPTAKE = """
soon: see 0, use 10
edge: see 0, use 30
late: see 0, use 31
before: use 0, see 1, use 2
never: see 0
open: see 80
far: other 100
"""


def test_adoption_counts_from_ones_own_first_exposure(world: World) -> None:
    rows = events(UPTAKE, MAY, DAY)
    found = asked(world, "adoption", rows, event="use", exposed="see", window_days=30)
    assert (found["exposed"], found["adopted"], found["unfinished"]) == (6, 3, 1)
    # Kaplan and Meier: of 6 one adopts after 1 day and one after 10, one is lost after 20, then 1 of 3 at 30.
    assert found["share"]["value"] == pytest.approx(1 - 5 / 6 * 4 / 5 * 2 / 3)
    assert (found["share"]["n"], found["share"]["definition"]) == (6, "adoption.event@1")
    over = asked(
        world, "adoption", rows, event="use", exposed="see", window_days=30, as_of="2021-12-01T00:00:00Z"
    )
    assert (over["unfinished"], over["share"]["value"]) == (0, 0.5)
    assert over["share"]["low"] == pytest.approx(0.1876, abs=1e-4)
    for state, people in (
        ("adopted", ["before", "edge", "soon"]),
        ("open", ["open"]),
        ("not", ["late", "never"]),
    ):
        asked_for = {"event": "use", "exposed": "see", "window_days": 30}
        sent = {"query": "analytics.adoption", "question": asked_for | {"events": rows}, "state": state}
        assert people_of(world, sent) == people


def people_of(world: World, question: dict[str, Any]) -> list[str]:
    from headway.core.perform import ask

    people: list[str] = ask("analytics.people_behind", question, world.context()).model_dump()["people"]
    return people


def test_adoption_after_a_release_in_a_segment(world: World) -> None:
    rows = [
        {"user": "a", "event": "open", "ts": "2021-05-03", "props": {"plan": "pro"}},
        {"user": "a", "event": "use", "ts": "2021-05-05"},
        {"user": "b", "event": "open", "ts": "2021-05-03", "props": {"plan": "pro"}},
        {"user": "c", "event": "use", "ts": "2021-05-05", "props": {"plan": "free"}},
        {"user": "d", "event": "open", "ts": "2021-04-01", "props": {"plan": "pro"}},
        {"user": "e", "event": "open", "ts": "2021-09-01"},
    ]
    asked_for = {"event": "use", "exposed": "2021-05-01", "window_days": 10, "time_zone": "UTC"}
    everyone = asked(world, "adoption", rows, **asked_for)
    pro = asked(world, "adoption", rows, **asked_for, segment={"plan": "pro"})
    assert (everyone["exposed"], everyone["adopted"], everyone["share"]["value"]) == (3, 2, 2 / 3)
    assert (pro["exposed"], pro["adopted"], pro["share"]["value"]) == (2, 1, 0.5)


def test_a_share_nobody_can_know_yet_is_null(world: World) -> None:
    found = asked(world, "adoption", "a: see 0, use 1\nb: see 0\nc: other 5", event="use", exposed="see")
    assert (found["share"]["value"], found["adopted"]) == (None, 1)
    assert found["share"]["reason"] == "the window is not over for anybody yet"
    nobody = asked(world, "adoption", "a: open 0", event="use", exposed="see")
    assert (nobody["share"]["value"], nobody["share"]["reason"]) == (None, "nobody was exposed")
    with pytest.raises(Invalid, match="The window is zero or less"):
        asked(world, "adoption", "a: see 0", event="use", exposed="see", window_days=0)


def test_time_to_value_has_a_median_and_a_share(world: World) -> None:
    rows = events("a: up 0, aha 1\nb: up 0, aha 5\nc: up 0, aha 20\nd: up 0\ne: up 38\nf: other 40", MAY, DAY)
    found = asked(world, "time_to_value", rows, start="up", value="aha", within_days=14)
    # 5 begin, one of them is watched for 2 days only: 4/5 after day 1, 4/5 * 2/3 after day 5, under a half at 20.
    assert (found["median"]["value"], found["started"], found["reached"]) == (20.0, 5, 3)
    assert found["within"]["value"] == pytest.approx(1 - 4 / 5 * 2 / 3)
    early = asked(
        world, "time_to_value", rows, start="up", value="aha", time_zone="UTC", **{"to": "2021-05-01"}
    )
    assert (early["started"], early["median"]["value"]) == (4, 12.5)


def test_paths_after_and_before_an_event(world: World) -> None:
    rows = "a: home 0, cart 1, pay 2\nb: home 0, cart 1, pay 9\nc: cart 5, home 6\nd: home 0, help 1"
    after = asked(world, "paths", rows, event="home", length=2)
    assert [(one["events"], one["people"]) for one in after["paths"]] == [
        (["cart", "pay"], 2), ([], 1), (["help"], 1),
    ]  # fmt: skip
    near = asked(world, "paths", rows, event="home", length=2, window_seconds=7200, top=1)
    assert (near["paths"], near["people"]) == ([{"events": [], "people": 1, "share": 0.25}], 4)
    before = asked(world, "paths", rows, event="home", direction="before")
    assert [(one["events"], one["people"]) for one in before["paths"]] == [([], 3), (["cart"], 1)]
    with pytest.raises(Invalid, match="The path has 11 steps"):
        asked(world, "paths", rows, event="home", length=11)


def test_a_number_that_is_not_there_has_no_people(world: World) -> None:
    steps = {"steps": [{"event": "A"}]}
    with pytest.raises(Invalid, match="The funnel has no step 1; count from 0 to 0"):
        behind(world, "funnel", "a: A 0", {"step": 1}, **steps)
