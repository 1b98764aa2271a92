"""Dashboards from the first tile to the last: who sees them, what tiles say, and what they are told apart by."""

from typing import Any

import pytest

from headway.apps.reporting.models import Tile
from headway.apps.reporting.tests.given import TREND, asked, done, events_there
from headway.core.errors import Invalid, NotFound, Refused
from tests.world import World

FUNNEL = {"steps": ["opened", "paid"], "window_seconds": 14 * 86_400.0}


@pytest.fixture
def board(world: World) -> World:
    events_there(world)
    done(world, "reporting.dashboard_save", title="Usage", shared=True)
    return world


def tile(world: World, **question: Any) -> str:
    wanted = {
        "dashboard": "DB-1",
        "title": "Openers",
        "query": "analytics.trend",
        "question": TREND,
    } | question
    ref: str = done(world, "reporting.tile_add", **wanted)["ref"]
    return ref


def test_a_tile_tells_of_the_last_whole_period_and_of_its_target(board: World) -> None:
    ref = tile(board, goal="at_least", target=2)
    found = asked(board, "reporting.tile_answer", "viewer", ref=ref)
    reading = found["reading"]
    assert reading["points"] == [["2026-08-31", 2], ["2026-09-07", 2], ["2026-09-14", 0], ["2026-09-21", 1]]
    # The week of the 21st is not over: the last event is of the 22nd.
    assert (reading["period"], reading["value"], reading["previous"]) == ("2026-09-14", 0, 2)
    assert (found["change"], found["met"]) == (-1.0, False)
    assert reading["behind"][1]["column"] == 1


@pytest.mark.parametrize(
    ("query", "question", "number", "rows"),
    [
        ("analytics.time_to_convert", FUNNEL | {"bin_count": 1}, 156.0, [[24.0, 1], [288.0, 1]]),
        ("analytics.retention_brackets", {"start_event": "opened", "brackets": [[8, 21]]}, 2 / 3, [["8 to 21", 2, 1]]),
        ("analytics.stickiness", {"event": "opened", "date_range": ["2026-09-01", "2026-09-09"]}, 1.333,
         [[1, 2], [2, 1], *([at, 0] for at in range(3, 10))]),
        ("analytics.lifecycle", {"event": "opened", "period": "week", "first_period": "2026-08-31", "periods": 2,
                                 "week_start": "monday"},
         2.0, [["2026-08-31", 2, 2, 0, 0, 0], ["2026-09-07", 2, 1, 1, 0, -1]]),
        ("analytics.adoption", {"event": "paid", "exposed": "opened", "window_days": 7}, 1 / 3,
         [["adopted", 1], ["open", 0], ["not", 2]]),
        ("analytics.time_to_value", {"start": "opened", "value": "paid"}, 12.0, [["Began", 3], ["Got there so far", 2]]),
        ("analytics.paths", {"event": "opened", "length": 1}, 3.0, [["paid", 2, 66.7], ["opened", 1, 33.3]]),
    ],
)  # fmt: skip
def test_each_kind_of_question_about_behaviour_can_be_a_tile(
    board: World, query: str, question: dict[str, Any], number: float, rows: list[list[Any]]
) -> None:
    reading = asked(board, "reporting.tile_answer", ref=tile(board, query=query, question=question))[
        "reading"
    ]
    assert (reading["value"], reading["rows"]) == (pytest.approx(number), rows)


def test_a_dashboard_asks_all_its_tiles_over_another_range_and_split(board: World) -> None:
    tile(board)
    tile(board, title="Paid", query="analytics.funnel", question=FUNNEL, drawing="bars")
    over = {"ref": "DB-1", "since": "2026-09-07", "until": "2026-09-13", "by": "device", "whole": True}
    trend, funnel = asked(board, "reporting.dashboard_detail", **over)["answers"]
    assert [one["label"] for one in trend["reading"]["columns"]] == ["Period", "opened - ios", "opened - web"]
    assert trend["reading"]["rows"] == [["2026-09-07", 1, 1]]
    assert funnel["reading"]["rows"] == [["ios", 1, 0], ["web", 1, 1]]


def test_an_answer_is_kept_until_something_new_comes_in(board: World) -> None:
    ref = tile(board)
    first = asked(board, "reporting.tile_answer", ref=ref)
    assert [
        one["tile"]["ref"] for one in asked(board, "reporting.dashboard_detail", ref="DB-1")["answers"]
    ] == [ref]
    more = "person_id,ts,event,device\nP9,2026-09-15T10:00:00Z,opened,web\n"
    done(board, "analytics.event_import", file_name="more.csv", content=more)
    assert asked(board, "reporting.dashboard_detail", ref="DB-1")["answers"] == []
    assert first["reading"]["value"] == 0
    assert asked(board, "reporting.tile_answer", ref=ref)["reading"]["value"] == 1


def test_a_private_dashboard_is_for_its_owner_alone(board: World) -> None:
    done(board, "reporting.dashboard_save", title="Mine")
    ref = tile(board, dashboard="DB-2")
    assert [one["title"] for one in asked(board, "reporting.dashboard_list", "owner")["rows"]] == ["Usage"]
    for name, question in (("dashboard_detail", "DB-2"), ("tile_answer", ref)):
        with pytest.raises(NotFound, match="that you may see"):
            asked(board, f"reporting.{name}", "owner", ref=question)
    with pytest.raises(Refused, match="ask for the change"):
        done(
            board,
            "reporting.tile_add",
            "engineer",
            dashboard="DB-1",
            title="x",
            query="analytics.trend",
            question=TREND,
        )


def test_tiles_change_places_and_keep_their_order(board: World) -> None:
    one, two, three = (tile(board, title=name) for name in ("A", "B", "C"))
    done(board, "reporting.tile_move", ref=three, to="up")
    done(board, "reporting.tile_move", ref=one, to="up")
    done(board, "reporting.tile_remove", ref=two)
    assert list(Tile.objects.order_by("place").values_list("ref", flat=True)) == [one, three]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            {"query": "core.member_list", "question": {}},
            "cannot be drawn; take one of analytics.adoption, analytics.anomalies",
        ),
        ({"question": {"serie": []}}, "Field series: Field required"),
        ({"question": TREND | {"events": []}}, "a tile asks about the stored events"),
        ({"goal": "at_least"}, "give both"),
        ({"goal": "at_least", "aims_at": "metric", "target": 2}, "give both"),
    ],
)
def test_what_cannot_be_a_tile_is_refused(board: World, question: dict[str, Any], said: str) -> None:
    with pytest.raises(Invalid, match=said):
        tile(board, **question)
    assert not Tile.objects.exists()


def test_without_events_a_tile_says_why_it_is_unknown(world: World) -> None:
    question = {"series": TREND["series"]}
    ref = done(world, "reporting.tile_add", title="x", query="analytics.trend", question=question)["ref"]
    found = asked(world, "reporting.tile_answer", ref=ref)
    assert (found["reading"]["value"], found["met"]) == (None, None)
    assert "no events" in found["reading"]["reason"].lower()


def test_a_metric_is_a_tile_by_its_periods(board: World) -> None:
    from headway.apps.metrics.tests.given import metric_there

    metric_there(board)
    question = {"metrics": ["active_people"], "by": ["metric_time__week"]}
    ref = tile(board, query="metrics.metric_value", question=question)
    reading = asked(board, "reporting.tile_answer", ref=ref)["reading"]
    assert reading["points"][:2] == [["2026-08-31", 2], ["2026-09-07", 2]]
    # It is the 30th, a Wednesday: the week of the 21st was the last whole one.
    assert (reading["period"], reading["value"], reading["unit"]) == ("2026-09-21", 1, "people")


def test_a_target_is_worked_out_from_the_period_before_or_from_a_metric(board: World) -> None:
    from headway.apps.metrics.tests.given import metric_there

    metric_there(board)
    ref = tile(board, goal="at_most", aims_at="previous", target=-25)
    found = asked(board, "reporting.tile_answer", ref=ref)
    assert (found["aim"], found["met"], found["reading"]["value"]) == (1.5, True, 0)
    done(
        board, "reporting.tile_change", ref=ref, goal="at_least", aims_at="metric", aim_metric="active_people"
    )
    found = asked(board, "reporting.tile_answer", ref=ref)
    assert (found["tile"]["target"], found["tile"]["aim_metric"]) == (None, "active_people")
    assert (found["aim"], found["met"]) == (1, False)
    done(board, "reporting.tile_change", ref=ref, aims_at="previous", target=5)
    found = asked(board, "reporting.tile_answer", ref=ref, since="2026-09-14")
    assert (found["aim"], found["met"]) == (None, None)
    assert found["aim_reason"] == "nothing is known of the period before"
    done(board, "reporting.tile_change", ref=ref, without_target=True)
    found = asked(board, "reporting.tile_answer", ref=ref)
    assert (found["aim"], found["met"], found["tile"]["aims_at"]) == (None, None, "number")
