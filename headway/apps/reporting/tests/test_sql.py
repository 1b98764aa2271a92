"""SQL on events and tables: what it gives, what it may not do, and how it ends when it takes too much."""

from threading import Timer
from typing import Any

import pytest

from headway.apps.reporting import bench
from headway.apps.reporting.tests.given import asked, done, events_there
from headway.core.errors import Conflict, Invalid, Refused
from tests.world import World

BY_EVENT = "SELECT event, count(*) AS times FROM events WHERE happened_at >= {{from}} GROUP BY 1 ORDER BY 1"
PEOPLE = "SELECT person, count(*) AS times FROM events GROUP BY 1 ORDER BY 2 DESC, 1"


@pytest.fixture
def filled(world: World) -> World:
    events_there(world)
    done(world, "metrics.table_save", name="orders", content="id,amount\n1,10\n2,20\n")
    return world


def run(world: World, sql: str, role: str = "analyst", **parameters: Any) -> dict[str, Any]:
    return asked(world, "analytics.sql_run", role, sql=sql, parameters=parameters)


def test_rows_come_with_their_types_and_parameters_are_bound(filled: World) -> None:
    found = run(filled, BY_EVENT, **{"from": "2026-09-08"})
    assert found["rows"] == [["opened", 3], ["paid", 1]]
    assert [(one["label"], one["type"], one["number"]) for one in found["columns"]] == [
        ("event", "varchar", False), ("times", "bigint", True),
    ]  # fmt: skip
    assert run(filled, "SELECT sum(amount) FROM orders WHERE id = {{id}}", id="2")["rows"] == [[20.0]]
    injected = "x' OR 1 = 1 --"
    assert run(filled, "SELECT count(*) FROM events WHERE event = {{name}}", name=injected)["rows"] == [[0]]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT event\nFORM events WHERE 1", 'Line 2: syntax error at or near "events".'),
        ("SELECT even FROM events", 'Line 1: Referenced column "even" not found in FROM clause.'),
        ("DROP TABLE days", "Only a SELECT can be run here"),
        ("INSERT INTO days SELECT DATE '2026-01-01'", "Only a SELECT can be run here"),
        ("COPY days TO '/tmp/x.csv'", "Only a SELECT can be run here"),
        ("SET memory_limit = '10GB'", "Only a SELECT can be run here"),
        ("INSTALL httpfs", "Only a SELECT can be run here"),
        ("ATTACH 'x.db'", "Only a SELECT can be run here"),
        ("PRAGMA database_list", "Only a SELECT can be run here"),
        ("DESCRIBE events", "Only a SELECT can be run here"),
        ("SELECT 1; SELECT 2", "Give one SELECT; there are 2 statements."),
        ("", "Field sql"),
        ("SELECT * FROM read_csv('/etc/passwd')", "The function read_csv gives rows from elsewhere"),
        ("SELECT * FROM '/etc/passwd'", "There is no table '/etc/passwd' here; there are days, events, orders."),
        ("SELECT * FROM (SELECT * FROM read_text('/etc/passwd')) AS x", "The function read_text"),
        ("SELECT (SELECT count(*) FROM duckdb_settings())", "The function duckdb_settings"),
        ("SELECT * FROM memory.main.events", "There is no table 'memory.main.events' here"),
        ("SELECT * FROM stitched", "There is no table 'stitched' here"),
        ("WITH a AS (SELECT * FROM glob('*')) SELECT * FROM a", "The function glob"),
        ("SELECT '{{from}}'", "outside of quotes"),
        ("SELECT ?", "Write each parameter as"),
        ("SELECT {{plan}}", "give a value for {{plan}}"),
        ("SELECT repeat('x', 6000000)", "The answer is larger than 5 MB"),
        ("SELECT list(i) FROM range(300000000) AS t(i)", "It needs more than 512MB of memory"),
    ],
)  # fmt: skip
def test_what_is_no_modest_select_is_refused_in_one_sentence(filled: World, sql: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        run(filled, sql)
    assert said in refused.value.detail and "\n" not in refused.value.detail


def test_of_ten_million_rows_the_first_ten_thousand_come(filled: World) -> None:
    found = run(filled, "SELECT i FROM range(10000000) AS t(i)")
    assert (len(found["rows"]), found["rows"][-1], found["cut"]) == (10_000, [9_999], True)


FOREVER = "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r) SELECT max(i) FROM r"


def test_what_runs_forever_ends_with_its_time_or_when_it_is_stopped(filled: World) -> None:
    context = filled.context("analyst")
    with pytest.raises(Invalid, match=r"longer than 0\.3 seconds"):
        bench.run(context, bench.Run(FOREVER, seconds_most=0.3))
    name = "0199c0de-0000-7000-8000-000000000001"
    Timer(0.3, bench.stop, [context, name]).start()
    with pytest.raises(Invalid, match="It was stopped"):
        bench.run(context, bench.Run(FOREVER, name=name, seconds_most=15))
    left = bench.stop_path(context, name)
    assert left and not left.exists()


def test_who_may_not_see_people_reads_other_names(filled: World) -> None:
    done(filled, "analytics.query_save", title="People", sql=PEOPLE)
    done(filled, "analytics.query_save", title="Orders", sql="SELECT * FROM orders")
    assert asked(filled, "analytics.query_run", ref="SQ-1")["rows"] == [["P1", 3], ["P2", 2], ["P3", 2]]
    found = asked(filled, "analytics.query_run", "viewer", ref="SQ-1")
    assert found["people_hidden"] and [times for _, times in found["rows"]] == [3, 2, 2]
    assert not {"P1", "P2", "P3"} & {person for person, _ in found["rows"]}
    with pytest.raises(Invalid, match="The table orders may name people"):
        asked(filled, "analytics.query_run", "viewer", ref="SQ-2")
    with pytest.raises(Refused):
        run(filled, "SELECT 1", "viewer")
    assert [one["name"] for one in asked(filled, "analytics.sql_tables", "viewer")["rows"]] == [
        "events",
        "days",
    ]


def test_a_saved_query_is_a_tile_and_takes_the_days_of_the_dashboard(filled: World) -> None:
    with pytest.raises(Invalid, match=r"there is no \{\{plan\}\} in the SQL"):
        done(filled, "analytics.query_save", title="x", sql=BY_EVENT, defaults={"plan": "pro"})
    done(filled, "analytics.query_save", title="By event", sql=BY_EVENT, defaults={"from": "2026-09-01"})
    tile = {"title": "x", "query": "analytics.query_run", "question": {"ref": "SQ-1"}, "drawing": "bars"}
    ref = done(filled, "reporting.tile_add", **tile)["ref"]
    assert asked(filled, "reporting.tile_answer", ref=ref)["reading"]["points"] == [
        ["opened", 5.0],
        ["paid", 2.0],
    ]
    over = asked(filled, "reporting.tile_answer", ref=ref, since="2026-09-08", until="2026-09-30")
    assert over["reading"]["points"] == [["opened", 3.0], ["paid", 1.0]]
    with pytest.raises(Conflict, match="is shown by the tile TL-1"):
        done(filled, "analytics.query_remove", ref="SQ-1")
