"""Questions about behaviour, asked of a warehouse and of the same events sent along: the answers are the same."""

import json
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from headway.core.errors import Invalid
from headway.core.perform import ask
from tests.world import World

pytestmark = pytest.mark.django_db
BEGIN = datetime(2026, 9, 1, tzinfo=UTC)
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("funnel", {"steps": ["A", "B", "C"], "window_seconds": 3 * 86_400}),
    ("funnel", {"steps": ["A", "B"], "anchor": "first", "from": "2026-09-05", "to": "2026-09-12"}),
    ("funnel", {"steps": ["A", "A", "B"]}),
    ("funnel", {"steps": ["A", "B"], "order": "strict"}),
    ("funnel", {"steps": ["A", "C"], "exclusions": [{"event": "X", "from_step": 0, "to_step": 1}]}),
    ("funnel", {"steps": [{"event": "A", "props": {"plan": "pro"}}, "B"], "breakdown_property": "plan"}),
    ("funnel", {"steps": ["A", "Z"]}),
    ("time_to_convert", {"steps": ["A", "B"], "bin_count": 4}),
    ("retention", {"period": "day", "first_period": "2026-09-02", "periods": 8, "start_event": "A"}),
    ("retention", {"period": "week", "first_period": "2026-09-02", "periods": 3, "start_event": "A",
                   "return_event": "B", "type": "first_time", "cumulative": True}),
    ("retention", {"period": "day", "first_period": "2026-09-02", "periods": 4, "start_event": "A",
                   "type": "first_time", "mode": "rolling"}),
    ("stickiness", {"event": "A", "period": "day", "date_range": ["2026-09-03", "2026-09-10"]}),
    ("lifecycle", {"event": "A", "period": "week", "first_period": "2026-09-02", "periods": 3}),
    ("trend", {"series": [{"event": "A", "math": math} for math in ("total", "unique", "per_user", "dau", "wau")]}),
    ("trend", {"series": [{"event": "A", "math": "mau"}, {"math": "total"}], "period": "week", "to": "2026-09-14"}),
    ("trend", {"series": [{"event": "A"}], "breakdown_property": "plan"}),
    ("adoption", {"event": "B", "exposed": "A", "window_days": 5}),
    ("adoption", {"event": "B", "exposed": "2026-09-04", "window_days": 30, "times": 2}),
    ("paths", {"event": "A", "length": 2}),
    ("time_to_value", {"start": "A", "value": "C"}),
]  # fmt: skip


def happened() -> list[dict[str, Any]]:
    chance = random.Random(4)
    return [
        {
            "user": f"p{one}", "event": chance.choice("AAABBCX"), "account": f"acc-{one % 7}",
            "ts": (BEGIN + timedelta(minutes=chance.randint(0, 20 * 1440))).isoformat(),
            "props": {"plan": chance.choice(["pro", "free"]), "seats": chance.choice([1, 1.0, "1"])},
        }
        for one in range(60)
        for _ in range(chance.randint(1, 12))
    ]  # fmt: skip


@pytest.fixture
def house(tmp_path: Path, world: World, settings: Any) -> Path:
    """A warehouse with the events of two workspaces."""
    path = tmp_path / "house.duckdb"
    rows = [
        (workspace, one["user"], one["account"], one["event"],
         int(datetime.fromisoformat(one["ts"]).timestamp() * 1e6), json.dumps(one["props"]))
        for workspace, events in (("lumen", happened()), ("elsewhere", happened()[:50]))
        for one in events
    ]  # fmt: skip
    with duckdb.connect(str(path)) as session:
        session.execute(
            "CREATE TABLE done (workspace TEXT, person TEXT, account TEXT, event TEXT, at_us BIGINT, properties TEXT)"
        )
        session.executemany("INSERT INTO done VALUES (?, ?, ?, ?, ?, ?)", rows)
    settings.WAREHOUSE_URL, settings.WAREHOUSE_EVENTS = f"duckdb://{path}", "done"
    return path


def asked(world: World, name: str, **question: Any) -> dict[str, Any]:
    return ask(f"analytics.{name}", question, world.context()).model_dump(mode="json", by_alias=True)


@pytest.mark.parametrize("by", ["person", "account"])
def test_the_warehouse_says_what_the_engine_says(house: Path, world: World, by: str) -> None:
    for name, question in QUESTIONS:
        here = asked(world, name, **question, by=by, events=happened())
        assert asked(world, name, **question, by=by) == here, (name, question)


def test_what_comes_after_a_moment_is_not_known(house: Path, world: World) -> None:
    for name, question in (*QUESTIONS[:2], QUESTIONS[8], QUESTIONS[13], QUESTIONS[16]):
        early = question | {"as_of": "2026-09-11T12:00:00Z"}
        assert asked(world, name, **early) == asked(world, name, **early, events=happened()), name


def test_people_behind_a_number_come_from_there(house: Path, world: World) -> None:
    question = {"steps": ["A", "B"], "window_seconds": 86_400}
    found = asked(world, "people_behind", query="analytics.funnel", question=question, step=1, limit=500)
    assert len(found["people"]) == asked(world, "funnel", **question)["counts"][1] > 0


def test_numbers_are_counted_there_and_no_event_is_fetched(
    house: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("headway.apps.analytics.warehouse.asking.ROWS_MOST", 10)
    counted = [0, 1, 7, 8, 9, 11, 12, 13, 14, 16, 17]
    for place in counted:
        asked(world, QUESTIONS[place][0], **QUESTIONS[place][1])
    with pytest.raises(Invalid, match="more than 10 events of the warehouse"):
        asked(world, "paths", event="A")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("oracle://u:secret@db/x", "begins with 'oracle'; it can be duckdb, postgres"),
        ("duckdb:///nowhere/house.duckdb", "The warehouse at /nowhere/house.duckdb did not answer"),
        ("spark://127.0.0.1:1", "needs the package pyspark, which is not installed"),
        ("postgres://u:secret@127.0.0.1:1/x", "The warehouse at 127.0.0.1 did not answer"),
    ],
)
def test_a_warehouse_that_cannot_be_asked_says_so(world: World, settings: Any, url: str, said: str) -> None:
    settings.WAREHOUSE_URL = url
    with pytest.raises(Invalid) as refused:
        asked(world, "trend", series=[{"event": "A"}])
    assert said in str(refused.value) and "secret" not in str(refused.value)


def test_what_there_is_comes_from_there(house: Path, world: World) -> None:
    found = asked(world, "usage_summary", days=3_660)
    events = happened()
    assert {one["event"]: one["events"] for one in found["events"]} == Counter(one["event"] for one in events)
    assert found["active_people"]["value"] == len({one["user"] for one in events})
    assert found["active_accounts"]["value"] == 7
    assert asked(world, "property_list", event="A")["names"] == ["plan", "seats"]


def test_a_table_that_is_not_there_is_named(house: Path, world: World, settings: Any) -> None:
    settings.WAREHOUSE_EVENTS = "missing"
    with pytest.raises(Invalid, match="missing"):
        asked(world, "trend", series=[{"event": "A"}])


def test_without_events_nothing_is_known(house: Path, world: World) -> None:
    with duckdb.connect(str(house)) as session:
        session.execute("DELETE FROM done")
    for name, question in QUESTIONS:
        if "date_range" not in question:
            assert asked(world, name, **question)["reason"] == "there are no events", name
