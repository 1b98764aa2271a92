"""The questions of bench/behaviour.py in SQL: DuckDB, and chdb where it is installed, over tables of their own.

Tables are sorted by (person, time); chdb's is a MergeTree with that key.
"""

from collections.abc import Callable
from typing import Any

from bench._events import DAYS, FUNNELS, PLANS, START_US, WEEK_US, WEEKS
from headway.engine.behaviour.histories import DAY_US, Histories

Answer = list[Any]


def duckdb_arms(rows: Histories) -> dict[str, Callable[[], Answer]]:
    import duckdb

    session = duckdb.connect(":memory:", config={"threads": 2})
    columns = {
        "person": rows.person,
        "ts": rows.at_us,
        "event": rows.event,
        "plan": rows.properties["plan"].codes,
    }
    session.register("arrays", columns)
    session.execute(
        "CREATE TABLE events AS SELECT person, ts, (event + 1)::UTINYINT AS event, plan FROM arrays"
    )

    def asked(sql: str) -> list[tuple[Any, ...]]:
        return session.execute(sql).fetchall()

    return _sql_arms(asked, _asof, "(ts - {start}) // {length}", "count(DISTINCT person)")


def chdb_arms(rows: Histories) -> dict[str, Callable[[], Answer]]:
    import json

    import pyarrow
    from chdb import session as sessions

    session = sessions.Session()
    table = pyarrow.table(
        {"person": rows.person, "ts": rows.at_us, "event": rows.event, "plan": rows.properties["plan"].codes}
    )
    assert table.num_rows
    session.query(
        "CREATE TABLE events (person UInt32, ts Int64, event UInt8, plan UInt8) ENGINE MergeTree ORDER BY (person, ts)"
    )
    session.query("INSERT INTO events SELECT person, ts, event + 1, plan FROM Python(table)")
    session.query("SET max_threads = 2")

    def asked(sql: str) -> list[tuple[Any, ...]]:
        text = str(session.query(sql + " SETTINGS max_threads = 2", "JSONCompactEachRow"))
        return [tuple(_number(one) for one in json.loads(line)) for line in text.splitlines()]

    return _sql_arms(asked, _window_funnel, "intDiv(ts - {start}, {length})", "uniqExact(person)")


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isdigit() else value


def _sql_arms(
    asked: Callable[[str], list[tuple[Any, ...]]],
    reaching: Callable[[tuple[int, ...], bool], str],
    period: str,
    distinct: str,
) -> dict[str, Callable[[], Answer]]:
    week, day = (period.format(start=START_US, length=length) for length in (WEEK_US, DAY_US))

    def counted(ranks: tuple[int, ...]) -> Answer:
        found = dict(asked(f"SELECT reached, count(*) FROM ({reaching(ranks, False)}) t GROUP BY reached"))
        return [sum(many for reached, many in found.items() if reached > step) for step in range(len(ranks))]

    def by_plan() -> Answer:
        ranks = FUNNELS["4 steps"]
        found = asked(
            f"SELECT plan, reached, count(*) FROM ({reaching(ranks, True)}) t GROUP BY plan, reached"
        )
        return [
            [
                name,
                *(sum(many for p, r, many in found if p == code and r > step) for step in range(len(ranks))),
            ]
            for code, name in enumerate(PLANS)
        ]

    def returned() -> Answer:
        pairs = f"SELECT DISTINCT person, {week} AS w FROM events WHERE event = 2 AND {week} < {WEEKS}"
        found = asked(
            f"SELECT a.w, b.w, count(*) FROM ({pairs}) a JOIN ({pairs}) b ON a.person = b.person "
            "WHERE b.w >= a.w GROUP BY a.w, b.w"
        )
        cells = {(first, second): many for first, second, many in found}
        return [[cells.get((row, row + n), 0) for n in range(WEEKS - row)] for row in range(WEEKS)]

    def adopted() -> Answer:
        sql = f"""SELECT count(*), count(used) FROM
            (SELECT person, min(ts) AS met FROM events WHERE event = 10 GROUP BY person) m LEFT JOIN
            (SELECT DISTINCT u.person AS person, 1 AS used FROM (SELECT person, ts FROM events WHERE event = 20) u JOIN
            (SELECT person, min(ts) AS met FROM events WHERE event = 10 GROUP BY person) s ON u.person = s.person
            WHERE u.ts >= s.met AND u.ts <= s.met + {30 * DAY_US}) d ON m.person = d.person"""
        return list(asked(sql.replace("count(used)", "sum(coalesce(used, 0))"))[0])

    def active() -> Answer:
        found = dict(asked(f"SELECT {day} AS d, {distinct} FROM events GROUP BY d"))
        return [found.get(n, 0) for n in range(DAYS)]

    arms: dict[str, Callable[[], Answer]] = {
        f"funnel of {name}": lambda ranks=ranks: counted(ranks) for name, ranks in FUNNELS.items()
    }
    return arms | {
        "funnel by plan": by_plan,
        "weekly retention": returned,
        "adoption in 30 days": adopted,
        "daily uniques": active,
    }


def _asof(ranks: tuple[int, ...], by_plan: bool) -> str:
    """How far each person comes: for each event of a step the latest beginning that had come to the step before."""
    plan = ", plan" if by_plan else ""
    parts = [f"s0 AS (SELECT person{plan}, ts, ts AS begun FROM events WHERE event = {ranks[0]})"]
    for step, rank in enumerate(ranks[1:], 1):
        parts.append(
            f"s{step} AS (SELECT e.person{', e.plan' if by_plan else ''}, e.ts, b.begun FROM (SELECT * FROM events "
            f"WHERE event = {rank}) e ASOF JOIN s{step - 1} b ON e.person = b.person AND e.ts >= b.ts "
            f"WHERE e.ts - b.begun <= {WEEK_US})"
        )
    reach = " UNION ALL ".join(
        f"SELECT DISTINCT person{plan}, {step + 1} AS r FROM s{step}" for step in range(len(ranks))
    )
    return (
        f"WITH {', '.join(parts)} SELECT person{plan}, max(r) AS reached FROM ({reach}) GROUP BY person{plan}"
    )


def _window_funnel(ranks: tuple[int, ...], by_plan: bool) -> str:
    steps = ", ".join(f"event = {rank}" for rank in ranks)
    plan = ", any(plan) AS plan" if by_plan else ""
    few = ", ".join(map(str, ranks))
    return (
        f"SELECT person{plan}, windowFunnel({WEEK_US})(toUInt64(ts), {steps}) AS reached FROM events "
        f"WHERE event IN ({few}) GROUP BY person"
    )


def chdb_cold(segments: list[str]) -> Answer:
    """The funnel of 4 steps from the sorted Parquet files themselves."""
    import json

    import chdb

    ranks = FUNNELS["4 steps"]
    names = [f"e{rank:02}" for rank in ranks]
    steps = ", ".join(f"event = '{name}'" for name in names)
    few = ", ".join(f"'{name}'" for name in names)
    files = segments[0].rsplit("/", 1)[0] + "/*.parquet"
    text = str(
        chdb.query(
            f"""SELECT reached, count(*) FROM
            (SELECT person, windowFunnel({WEEK_US})(toUInt64(at_us), {steps}) AS reached
            FROM file('{files}', Parquet) WHERE event IN ({few}) GROUP BY person) GROUP BY reached
            SETTINGS max_threads = 2""",
            "JSONCompactEachRow",
        )
    )
    found = dict(tuple(_number(one) for one in json.loads(line)) for line in text.splitlines())
    return [sum(many for reached, many in found.items() if reached > step) for step in range(len(ranks))]
