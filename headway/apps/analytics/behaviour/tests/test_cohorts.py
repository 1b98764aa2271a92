"""Retention, stickiness and lifecycle as other tools have settled them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from headway.apps.analytics.behaviour.tests.asking import asked, behind, events
from headway.core.errors import Invalid
from tests.world import World

DAY = timedelta(days=1)
JUNE = datetime(2020, 6, 10, 5, tzinfo=UTC)
VIEWS = """
person1: view 0, view 1, view 2, view 5, view 5.1, view 6
person2: view 1, view 2, view 3, view 6
"""


def days(text: str) -> list[dict[str, Any]]:
    return events(text, JUNE, DAY)


def retention(world: World, rows: list[dict[str, Any]], **question: Any) -> list[list[int]]:
    found: list[list[int]] = asked(
        world, "retention", rows, **{"start_event": "view", "time_zone": "UTC"} | question
    )["matrix"]
    return found


def test_by_day(world: World) -> None:
    assert retention(world, days(VIEWS), period="day", first_period="2020-06-10", periods=11) == [
        [1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0],
        [2, 2, 1, 0, 1, 2, 0, 0, 0, 0],
        [2, 1, 0, 1, 2, 0, 0, 0, 0],
        [1, 0, 0, 1, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0],
        [1, 1, 0, 0, 0, 0],
        [2, 0, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 0],
        [0, 0],
        [0],
    ]


TRIANGLE = [
    [2, 2, 2, 0, 1, 2, 1, 0, 1, 0, 1],
    [2, 2, 0, 1, 2, 1, 0, 1, 0, 1],
    [2, 0, 1, 2, 1, 0, 1, 0, 1],
    [0, 0, 0, 0, 0, 0, 0, 0],
    [1, 1, 0, 0, 1, 0, 0],
    [2, 1, 0, 1, 0, 1],
    [1, 0, 0, 0, 1],
    [0, 0, 0, 0],
    [1, 0, 0],
    [0, 0],
    [1],
]
FIRST, SECOND = (0, 1, 2, 4, 5, 8), (0, 1, 2, 5, 6, 10)


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Asia/Kolkata"])
def test_by_hour(world: World, zone: str) -> None:
    hours = {"person1": FIRST, "person2": SECOND}
    rows = [
        {"user": user, "event": "view", "ts": (JUNE + timedelta(hours=hour, minutes=31)).isoformat()}
        for user, them in hours.items() for hour in them
    ]  # fmt: skip
    first = (JUNE + timedelta(minutes=31)).isoformat()
    assert retention(world, rows, period="hour", first_period=first, periods=11, time_zone=zone) == TRIANGLE


def test_by_month(world: World) -> None:
    rows = [
        {"user": user, "event": "view", "ts": f"2020-{month + 1:02}-10T05:00:00Z"}
        for user, them in (("person1", FIRST), ("person2", SECOND)) for month in them
    ]  # fmt: skip
    assert retention(world, rows, period="month", first_period="2020-01-01", periods=11) == TRIANGLE


WEEKS = """
person1: view 0, view 1, view 7, view 14, view 24, view 31
person2: view 0, view 1, view 7, view 24, view 31, view 45
"""


@pytest.mark.parametrize(("week_start", "first"), [("sunday", "2020-06-07"), ("monday", "2020-06-08")])
def test_by_week_of_either_beginning(world: World, week_start: str, first: str) -> None:
    question = {"period": "week", "first_period": "2020-06-10", "periods": 7, "week_start": week_start}
    found = asked(world, "retention", days(WEEKS), start_event="view", time_zone="UTC", **question)
    assert found["matrix"] == [
        [2, 2, 1, 2, 2, 0, 1], [2, 1, 2, 2, 0, 1], [1, 1, 1, 0, 0], [2, 2, 0, 1], [2, 0, 1], [0, 0], [1],
    ]  # fmt: skip
    assert found["periods"][0] == first


def test_a_week_knows_where_it_begins(world: World) -> None:
    sunday = [{"user": "a", "event": "view", "ts": "2020-06-14T12:00:00Z"}]
    asked_for = {"period": "week", "first_period": "2020-06-10", "periods": 2}
    assert retention(world, sunday, **asked_for, week_start="sunday") == [[0, 0], [1]]
    assert retention(world, sunday, **asked_for, week_start="monday") == [[1, 0], [0]]


def test_cumulative_is_in_that_period_or_later(world: World) -> None:
    rows = """
    person1: view 0, view 3, view 4
    person2: view 0, view 1
    person3: view 1, view 2, view 3
    person4: view 3, view 4
    person5: view 4
    """
    found = retention(world, days(rows), first_period="2020-06-11", periods=5, cumulative=True)
    assert found == [[2, 1, 1, 0, 0], [1, 1, 0, 0], [3, 2, 0], [3, 0], [0]]


def test_two_events_and_any_event(world: World) -> None:
    rows = days("""
    person1: some 0, some 1, some 2, some 3, view 5, view 6
    person2: some 0, some 1, some 2, some 3, view 5
    person3: some 5
    """)
    two = retention(
        world, rows, first_period="2020-06-10", periods=7, start_event="some", return_event="view"
    )
    assert two == [
        [2, 0, 0, 0, 0, 2, 1], [2, 0, 0, 0, 2, 1], [2, 0, 0, 2, 1], [2, 0, 2, 1], [0, 0, 0], [1, 0], [0],
    ]  # fmt: skip
    anything = retention(world, rows, first_period="2020-06-10", periods=7, start_event={})
    assert anything[0] == [2, 2, 2, 2, 0, 2, 1]


def test_first_time_leaves_out_whoever_began_before(world: World) -> None:
    rows = days("""
    old: signed up -3, view 0, view 1, signed up 1
    new: signed up 0, signed up 1, view 1, view 2
    """)
    asked_for = {
        "first_period": "2020-06-10",
        "periods": 3,
        "start_event": "signed up",
        "return_event": "view",
    }
    assert retention(world, rows, **asked_for, type="first_time") == [[1, 1, 1], [0, 0], [0]]
    assert retention(world, rows, **asked_for) == [[1, 1, 1], [2, 1], [0]]


def test_first_ever_wants_the_properties_at_the_very_first(world: World) -> None:
    rows = [
        {"user": "a", "event": "buy", "ts": "2020-06-10", "props": {"plan": "free"}},
        {"user": "a", "event": "buy", "ts": "2020-06-11", "props": {"plan": "pro"}},
        {"user": "b", "event": "buy", "ts": "2020-06-11", "props": {"plan": "pro"}},
    ]
    start = {"event": "buy", "props": {"plan": "pro"}}
    asked_for = {"first_period": "2020-06-10", "periods": 2, "start_event": start, "return_event": "buy"}
    assert retention(world, rows, **asked_for, type="first_time") == [[0, 0], [2]]
    assert retention(world, rows, **asked_for, type="first_ever") == [[0, 0], [1]]


def test_rolling_counts_from_ones_own_first_event(world: World) -> None:
    rows = events("late: view 23, view 25\nlater: view 23, view 48", datetime(2020, 6, 10, tzinfo=UTC))
    asked_for = {"first_period": "2020-06-10", "periods": 2, "type": "first_time"}
    assert retention(world, rows, **asked_for) == [[2, 1], [0]]
    assert retention(world, rows, **asked_for, mode="rolling") == [[2, 1], [0]]
    assert behind_cell(world, rows, mode="calendar") == ["late"]
    assert behind_cell(world, rows, mode="rolling") == ["later"]


def behind_cell(world: World, rows: list[dict[str, Any]], mode: str) -> list[str]:
    from headway.core.perform import ask

    inner = {"events": rows, "start_event": "view", "first_period": "2020-06-10", "periods": 2, "type": "first_time",
             "mode": mode, "time_zone": "UTC"}  # fmt: skip
    question = {"query": "analytics.retention", "question": inner, "row": 0, "column": 1}
    people: list[str] = ask("analytics.people_behind", question, world.context()).model_dump()["people"]
    return people


def test_a_day_is_that_of_the_time_zone_summer_time_included(world: World) -> None:
    # The night to 29 March 2026 has one hour less in Berlin, so that its day begins at 23:00 UTC and ends at 22:00.
    rows = [
        {"user": "a", "event": "view", "ts": ts} for ts in ("2026-03-28T23:30:00Z", "2026-03-29T22:30:00Z")
    ]
    asked_for = {"first_period": "2026-03-29", "periods": 2}
    assert retention(world, rows, **asked_for, time_zone="Europe/Berlin") == [[1, 1], [1]]
    assert retention(world, rows, **asked_for, time_zone="UTC") == [[1, 0], [0]]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"periods": 0}, "There are 0 periods; ask for 1 to 1000."),
        ({"periods": 1001}, "There are 1001 periods; ask for 1 to 1000."),
        ({"mode": "rolling"}, "Rolling retention of type recurring is not defined; take first_time."),
        (
            {"first_period": "9999-12-31", "periods": 3},
            "The periods reach outside the calendar; take nearer dates.",
        ),
    ],
)
def test_what_retention_cannot_decide_is_refused(world: World, wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(Invalid) as refused:
        retention(world, days(VIEWS), **{"first_period": "2020-06-10", "periods": 2} | wrong)
    assert refused.value.detail == told


def test_stickiness_counts_periods_with_an_event(world: World) -> None:
    rows = "p1: view 0, view 0.1, view 1, view 3\np2: view 0, view 1, view 2\np3: view 2\np4: other 1\np5: view 9"
    question = {"event": "view", "date_range": ["2020-06-10", "2020-06-13"], "time_zone": "UTC"}
    assert asked(world, "stickiness", days(rows), **question)["users_by_active_periods"] == [1, 0, 2, 0]
    weekly = question | {"period": "week", "date_range": ["2020-06-10", "2020-06-20"], "week_start": "monday"}
    assert asked(world, "stickiness", days(rows), **weekly)["users_by_active_periods"] == [4, 0]
    with pytest.raises(Invalid, match="The range ends before it begins"):
        asked(world, "stickiness", days(rows), **question | {"date_range": ["2020-06-13", "2020-06-10"]})


PAGES = """
p1: page 11.5, page 12.5, page 13.5, page 15.5, page 17.5, page 19.5
p2: page 9.5, page 12.5
p3: page 12.5
p4: page 15.5
"""


def january(text: str) -> list[dict[str, Any]]:
    """The number is the day of January 2020."""
    return events(text, datetime(2019, 12, 31, tzinfo=UTC), DAY)


def test_lifecycle_of_a_whole_range(world: World) -> None:
    question = {"event": "page", "first_period": "2020-01-09", "periods": 11, "time_zone": "UTC"}
    found = asked(world, "lifecycle", january(PAGES), **question)
    assert found["new"] == [1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert found["returning"] == [0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0]
    assert found["resurrecting"] == [0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 1]
    assert found["dormant"] == [0, -1, 0, 0, -2, -1, 0, -2, 0, -1, 0]


def test_lifecycle_looks_back_before_the_range(world: World) -> None:
    question = {"event": "page", "first_period": "2020-01-12", "periods": 8, "time_zone": "UTC"}
    found = asked(world, "lifecycle", january(PAGES), **question)
    assert found["new"] == [1, 0, 0, 1, 0, 0, 0, 0]
    assert found["returning"] == [1, 1, 0, 0, 0, 0, 0, 0]
    assert found["resurrecting"] == [1, 0, 0, 1, 0, 1, 0, 1]
    assert found["dormant"] == [0, -2, -1, 0, -2, 0, -1, 0]


def test_lifecycle_knows_weeks_and_time_zones(world: World) -> None:
    question = {"event": "page", "first_period": "2020-01-13", "periods": 1, "period": "week"}
    # 12 January 2020 is a Sunday.
    rows = january("p1: page 11.5, page 12.5, page 13.5")
    by_start = {
        start: asked(world, "lifecycle", rows, **question, week_start=start, time_zone="UTC")["returning"]
        for start in ("sunday", "monday")
    }
    assert by_start == {"sunday": [1], "monday": [1]}
    lone = january("p1: page 12.5, page 13.5")
    assert asked(world, "lifecycle", lone, **question, week_start="sunday", time_zone="UTC")["new"] == [1]
    assert asked(world, "lifecycle", lone, **question, week_start="monday", time_zone="UTC")["new"] == [0]
    daily = question | {"period": "day", "periods": 2}
    night = january("p1: page 13.1, page 14.9")
    assert asked(world, "lifecycle", night, **daily, time_zone="UTC")["returning"] == [0, 1]
    west = asked(world, "lifecycle", night, **daily, time_zone="America/Los_Angeles")
    assert (west["returning"], west["dormant"], west["resurrecting"]) == ([0, 0], [-1, 0], [0, 1])


def test_people_behind_cells(world: World) -> None:
    rows = "a: view 0, view 24\nb: view 0"
    asked_for = {"event": "view", "first_period": "2021-05-01", "periods": 2, "time_zone": "UTC"}
    assert behind(world, "lifecycle", rows, {"state": "dormant", "column": 1}, **asked_for) == ["b"]
    cell = {"row": 0, "column": 1}
    question = {"start_event": "view", "first_period": "2021-05-01", "periods": 2, "time_zone": "UTC"}
    assert behind(world, "retention", rows, cell, **question) == ["a"]
    sticky = {"event": "view", "date_range": ["2021-05-01", "2021-05-02"], "time_zone": "UTC"}
    assert behind(world, "stickiness", rows, {"column": 1}, **sticky) == ["a"]
    trend = {"series": [{"event": "view"}], "time_zone": "UTC"}
    assert behind(world, "trend", rows, {"row": 0, "column": 1}, **trend) == ["a"]
