"""Funnels as other tools have settled them: orders, windows, anchors, exclusions, ties, times."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from headway.apps.analytics.behaviour.tests.asking import asked, behind, events, funnel, steps
from headway.core.errors import Invalid
from tests.world import World

HOUR, DAY = 3600, 86_400
SECOND = timedelta(seconds=1)


def in_seconds(text: str) -> list[dict[str, Any]]:
    return events(text, unit=SECOND)


@pytest.mark.parametrize(
    ("history", "names", "window", "expected"),
    [
        ("a: A 0", "A, A, A", 60, [1, 0, 0]),
        ("a: S 0, P 1", "S, P, P", 60, [1, 1, 0]),
        ("a: A 0, A 1, A 2", "A, A, A", 60, [1, 1, 1]),
        ("a: A 0, B 10", "A, B", 10, [1, 1]),
        ("a: A 0, B 10.000001", "A, B", 10, [1, 0]),
        ("a: A 0, A 8, B 12, C 15", "A, B, C", 10, [1, 1, 1]),
        ("a: B 0, A 0", "A, B", 10, [1, 1]),
        ("a: A 0, X 1, B 2", "A, B", 10, [1, 1]),
    ],
)
def test_ordered_repeats_windows_new_attempts_and_ties(
    world: World, history: str, names: str, window: float, expected: list[int]
) -> None:
    assert funnel(world, in_seconds(history), names, window_seconds=window)["counts"] == expected


def test_first_and_best_differ_on_the_same_events_and_say_so(world: World) -> None:
    rows = in_seconds("a: A 0, A 8, B 12, C 15")
    best = funnel(world, rows, "A, B, C", window_seconds=10)
    first = funnel(world, rows, "A, B, C", window_seconds=10, anchor="first")
    assert (best["counts"], best["avg_seconds"]) == ([1, 1, 1], [4.0, 3.0])
    assert (first["counts"], first["avg_seconds"]) == ([1, 0, 0], [None, None])
    assert {"funnel.best@1", "funnel.ordered@1"} <= {one["name"] for one in best["definitions"]}
    assert "funnel.first@1" in {one["name"] for one in first["definitions"]}


def test_strict_is_broken_by_any_other_event(world: World) -> None:
    rows = """
    stopped: user signed up 0
    viewed: $pageview 0, user signed up 1
    between: blaah 0, user signed up 1, blaah 2, $pageview 3
    two: user signed up 0, $pageview 1, blaah 2, insight viewed 3
    all: blaah 0, user signed up 1, $pageview 2, insight viewed 3, blaah 4
    """
    question = {"steps": steps("user signed up, $pageview, insight viewed"), "order": "strict"}
    assert asked(world, "funnel", rows, **question)["counts"] == [5, 2, 1]
    assert behind(world, "funnel", rows, {"step": 1}, **question) == ["all", "two"]
    assert behind(world, "funnel", rows, {"step": 1, "dropped": True}, **question) == ["two"]
    assert asked(world, "funnel", rows, **question | {"order": "ordered"})["counts"] == [5, 3, 2]


def test_unordered_counts_different_steps_in_any_order(world: World) -> None:
    rows = """
    p1: user signed up 0
    p2: $pageview 0, user signed up 1
    p3: user signed up 0, $pageview 1, blaah 2, insight viewed 3
    p4: insight viewed 0, $pageview 1, user signed up 2
    p5: $pageview 0, user signed up 1, blaah 2, insight viewed 3
    p6: blaah 0, insight viewed 1
    p7: $pageview 0, blaah 1
    p8: insight viewed 0, $pageview 1
    """
    question = {"steps": steps("user signed up, $pageview, insight viewed"), "order": "unordered"}
    assert asked(world, "funnel", rows, **question)["counts"] == [8, 5, 3]
    assert behind(world, "funnel", rows, {"step": 1}, **question) == ["p2", "p3", "p4", "p5", "p8"]


def test_unordered_times_are_those_of_the_first_conversion(world: World) -> None:
    rows = """
    p1: signed up 0
    p2: page 0, signed up 1
    p3: viewed 0, signed up 2, page 4, page 24, viewed 27, signed up 30
    """
    found = funnel(world, rows, "signed up, page, viewed", order="unordered", window_seconds=DAY)
    assert (found["counts"], found["avg_seconds"]) == ([3, 2, 1], [5400.0, 7200.0])


@pytest.mark.parametrize("order", ["ordered", "strict", "unordered"])
class TestTimes:
    def test_incomplete_tries_beside_a_complete_one_do_not_count(self, world: World, order: str) -> None:
        rows = "p: up 1, view 2, else 3, up 52, view 53, up 79, view 82"
        found = funnel(world, rows, "up, view, else", order=order, window_seconds=DAY)
        assert (found["counts"], found["avg_seconds"][0], found["median_seconds"][0]) == (
            [1, 1, 1],
            3600,
            3600,
        )

    def test_average_and_median_of_each_step(self, world: World, order: str) -> None:
        rows = """
        p1: sign up 12, play 13, buy 15
        p2: sign up 38, play 40
        p3: sign up 38, play 40, buy 41
        """
        found = funnel(world, rows, "sign up, play, buy", order=order, window_seconds=7 * DAY)
        assert found["avg_seconds"] == [6000.0, 5400.0]
        assert found["median_seconds"] == [7200.0, 5400.0]

    def test_a_shorter_window_leaves_the_slower_out(self, world: World, order: str) -> None:
        rows = events("p1: up 125, view 130\np2: up 128\np3: up 0, view 15", unit=timedelta(minutes=1))
        wide = funnel(world, rows, "up, view", order=order, window_seconds=14 * DAY)
        narrow = funnel(world, rows, "up, view", order=order, window_seconds=300)
        assert (wide["counts"], wide["avg_seconds"]) == ([3, 2], [600.0])
        assert (narrow["counts"], narrow["avg_seconds"]) == ([3, 1], [300.0])


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ({"steps": []}, "The funnel has no steps; name at least one event."),
        ({"window_seconds": 0}, "The window is zero or less; give the seconds that an attempt may take."),
        ({"exclusions": [{"event": "x", "from_step": 0, "to_step": 3}]},
         "Exclusion 0 lies between steps 0 and 3; give 0 <= from_step < to_step <= 2."),
        ({"exclusions": [{"event": "x", "from_step": 1, "to_step": 1}]},
         "Exclusion 0 lies between steps 1 and 1; give 0 <= from_step < to_step <= 2."),
        ({"order": "unordered", "exclusions": [{"event": "x", "from_step": 0, "to_step": 1}]},
         "Exclusion 0 covers only some steps of an unordered funnel, where no step comes before another; "
         "give from_step 0 and to_step 2."),
        ({"exclusions": [{"event": "B", "from_step": 0, "to_step": 1}]},
         "Exclusion 0 is also a step between 0 and 1, so that it would both fill and spoil; take one of them out."),
        ({"from": "2021-05-02", "to": "2021-05-01"}, "The range ends before it begins; swap from and to."),
        ({"from": "yesterday"},
         "Field from: 'yesterday' is no day and no moment; write 2026-09-30 or 2026-09-30T12:00:00Z."),
        ({"time_zone": "Mars/Base"}, "Field time_zone: 'Mars/Base' is unknown; give a name such as Europe/Berlin."),
    ],
)  # fmt: skip
def test_what_the_definitions_cannot_decide_is_refused(
    world: World, question: dict[str, Any], told: str
) -> None:
    with pytest.raises(Invalid) as refused:
        asked(world, "funnel", "a: A 0", **{"steps": steps("A, B, C")} | question)
    assert refused.value.detail == told


def test_nothing_to_count_is_null_and_says_why(world: World) -> None:
    found = funnel(world, [], "A, B")
    assert (found["counts"], found["provisional"], found["reason"]) == (None, None, "there are no events")
    slip = funnel(world, "a: A 0", "A, Bee")
    assert (slip["counts"], slip["notes"][0]) == ([1, 0], "No event is called 'Bee'.")
    assert slip["share_of_previous"][0]["value"] == 0.0


def test_provisional_people_may_still_finish(world: World) -> None:
    rows = "old: A 0\nnew: A 90\ndone: A 90, B 91\nlast: C 100"
    found = funnel(world, rows, "A, B", window_seconds=DAY)
    assert (found["counts"], found["provisional"]) == ([3, 1], 1)
    assert found["notes"] == ["1 of 3 people may still get further: their window is not over."]
    assert funnel(world, rows, "A, B", window_seconds=DAY, as_of="2021-06-01T00:00:00Z")["provisional"] == 0


def test_the_range_bounds_the_first_step_only(world: World) -> None:
    rows = "inside: A 20, B 30\nbefore: A -1, B 3\nlater: A 25, B 26"
    found = funnel(world, rows, "A, B", time_zone="UTC", **{"from": "2021-05-01", "to": "2021-05-01"})
    assert found["counts"] == [1, 1]


def test_properties_are_compared_as_texts(world: World) -> None:
    rows = [
        {"user": "a", "event": "buy", "ts": 0, "props": {"plan": "pro", "n": 1}},
        {"user": "b", "event": "buy", "ts": 0, "props": {"plan": "free", "n": "1"}},
        {"user": 3, "event": "buy", "ts": 0, "props": {"n": 1.0, "gift": True}},
    ]

    def count(**props: Any) -> list[int]:
        found: list[int] = asked(world, "funnel", rows, steps=[{"event": "buy", "props": props}])["counts"]
        return found

    any_of_them = asked(world, "funnel", rows, steps=[{"event": "buy", "props": None}])
    assert any_of_them["counts"] == [3]
    assert [count(n=1), count(n="1"), count(plan=["pro", "free"]), count(plan=None), count(gift=True)] == [
        [3], [3], [2], [1], [1],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("order", "done"), [("ordered", ["a", "c"]), ("strict", ["a"]), ("unordered", ["a", "b", "c"])]
)
def test_each_order_is_broken_down_alike(world: World, order: str, done: list[str]) -> None:
    rows = events("a: up 0, buy 1\nb: buy 0, up 1\nc: up 0, help 1, buy 2")
    sent = [row | {"props": {"who": row["user"]}} for row in rows]
    found = funnel(world, sent, "up, buy", order=order, breakdown_property="who")
    assert {value: part["counts"] for value, part in found["breakdown"].items()} == {
        who: [1, int(who in done)] for who in "abc"
    }


def test_breakdown_by_first_last_and_all(world: World) -> None:
    rows = [
        {"user": "a", "event": "up", "ts": 0, "props": {"via": "mac"}},
        {"user": "a", "event": "buy", "ts": 1, "props": {"via": "phone"}},
        {"user": "b", "event": "up", "ts": 0},
        {"user": "b", "event": "buy", "ts": 1, "props": {"via": "phone"}},
        {"user": "c", "event": "up", "ts": 0},
    ]

    def by(attribution: str) -> dict[str, list[int]]:
        found = funnel(world, rows, "up, buy", breakdown_property="via", attribution=attribution)
        assert found["counts"] == [3, 2]
        return {value: part["counts"] for value, part in found["breakdown"].items()}

    assert by("first") == {"": [1, 0], "mac": [1, 1], "phone": [1, 1]}
    assert by("last") == {"": [1, 0], "phone": [2, 2]}
    assert by("all") == {"": [2, 0], "mac": [1, 0]}


def test_by_account_all_people_of_one_walk_together(world: World) -> None:
    rows = [
        {"user": "a", "event": "invite", "ts": 0, "account": "X"},
        {"user": "b", "event": "accept", "ts": 5, "account": "X"},
        {"user": "c", "event": "invite", "ts": 5},
    ]
    assert funnel(world, rows, "invite, accept", by="account")["counts"] == [1, 1]
    assert funnel(world, rows, "invite, accept")["counts"] == [2, 0]


def test_a_window_does_not_know_of_summer_time(world: World) -> None:
    rows = [
        {"user": "u", "event": "view", "ts": datetime(2024, 3, 1, 15, 10, tzinfo=UTC).isoformat()},
        {"user": "u", "event": "up", "ts": datetime(2024, 3, 15, 14, 27, tzinfo=UTC).isoformat()},
    ]
    for zone in ("UTC", "America/Los_Angeles"):
        found = funnel(world, rows, "view, up", time_zone=zone)
        assert (found["counts"], found["avg_seconds"]) == ([1, 1], [1_207_020.0])
