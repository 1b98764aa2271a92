"""What questions about behaviour cost: the engine's columns beside DuckDB, and chdb where it is installed.

Run `python -m bench.behaviour [--events 20000000] [--rounds 3]`. Made-up events of a fortieth as many people, 90
days, 40 names as unequally common as words are (Zipf 1.1), in three plans. All arms take turns in one process and
must give equal answers; printed are medians of CPU and wall seconds. The engine's columns are a derived index in
memory (its size is printed), and DuckDB and chdb are general engines over tables sorted by (person, time): say so
wherever a ratio is quoted. chdb is no dependency: `pip install chdb` in the environment adds its arms.
"""

import argparse
import gc
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from headway.engine.behaviour.adoption import adoption
from headway.engine.behaviour.breakdown import funnel_by_value
from headway.engine.behaviour.funnel import funnel
from headway.engine.behaviour.histories import DAY_US, Column, Histories, Step, matching
from headway.engine.behaviour.retention import retention
from headway.engine.behaviour.rules import Funnel
from headway.engine.behaviour.trend import uniques

NAMES, DAYS, WEEKS, PLANS = 40, 90, 12, ("free", "pro", "team")
START_US = 1_767_225_600_000_000
WEEK_US = 7 * DAY_US
FUNNELS = {
    "4 steps": (5, 7, 9, 15),
    "4 steps of common events": (1, 3, 4, 6),
    "12 steps": tuple(range(3, 15)),
}
Answer = list[Any]
Arms = dict[str, dict[str, Callable[[], Answer]]]


def made(count: int) -> Histories:
    """Sorted events, the same for the same count."""
    chance = np.random.default_rng(1)
    people = max(1, count // 40)
    busy = chance.lognormal(0, 1, people)
    person = np.sort(chance.choice(people, count, p=busy / busy.sum()).astype(np.int32))
    at = chance.integers(0, DAYS * DAY_US, count)
    at = at[np.lexsort((at, person))] + START_US
    common = 1 / np.arange(1, NAMES + 1) ** 1.1
    event = chance.choice(NAMES, count, p=common / common.sum()).astype(np.int32)
    plan = chance.integers(0, len(PLANS), people).astype(np.int32)[person]
    names = tuple(f"e{rank:02}" for rank in range(1, NAMES + 1))
    return Histories(range(people), person, at, event, names, {"plan": Column(plan, PLANS)})  # type: ignore[arg-type]


def rules(ranks: tuple[int, ...]) -> Funnel:
    return Funnel(tuple(Step(f"e{rank:02}") for rank in ranks), WEEK_US)


EDGES = START_US + np.arange(WEEKS + 1) * WEEK_US
DAY_EDGES = START_US + np.arange(DAYS + 1) * DAY_US
OPEN, SEEN, USED = Step("e02"), Step("e10"), Step("e20")


def engine_arms(rows: Histories) -> dict[str, Callable[[], Answer]]:
    arms: dict[str, Callable[[], Answer]] = {
        f"funnel of {name}": lambda ranks=ranks: funnel(rows, rules(ranks)).counts
        for name, ranks in FUNNELS.items()
    }
    return arms | {
        "funnel by plan": lambda: [
            [plan, *one.counts]
            for plan, one in sorted(funnel_by_value(rows, rules(FUNNELS["4 steps"]), "plan").items())
        ],
        "weekly retention": lambda: retention(rows, OPEN, OPEN, EDGES).matrix,
        "adoption in 30 days": lambda: _adopted(rows),
        "daily uniques": lambda: uniques(rows, np.ones(len(rows.person), np.bool_), DAY_EDGES),
    }


def _adopted(rows: Histories) -> Answer:
    found = adoption(
        rows, matching(rows, SEEN), matching(rows, USED), window_us=30 * DAY_US, as_of_us=1 << 60
    )
    return [len(found.person), int(found.adopted.sum())]


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


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    rows, built = _timed(lambda: made(asked.events))
    size = sum(one.nbytes for one in (rows.person, rows.at_us, rows.event, rows.properties["plan"].codes))
    print(f"{asked.events:,} events of {len(rows.people):,} people; made in {built[0]:.1f} s CPU")
    print(f"columns: {size / 1e6:.0f} MB in memory; load: {_load()}")
    arms: Arms = {"engine": engine_arms(rows), "DuckDB": duckdb_arms(rows)}
    try:
        arms["chdb"] = chdb_arms(rows)
    except ImportError as error:
        print(f"no chdb arms: {error}")
    differing = [name for name in arms["engine"] if not _compared(name, arms, asked.rounds)]
    print(f"load at the end: {_load()}")
    if differing:
        sys.exit(f"Different answers: {', '.join(differing)}")


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def _timed(arm: Callable[[], Any]) -> tuple[Any, tuple[float, float]]:
    gc.collect()
    cpu, wall = time.process_time(), time.perf_counter()
    answer = arm()
    return answer, (time.process_time() - cpu, time.perf_counter() - wall)


def _compared(name: str, arms: Arms, rounds: int) -> bool:
    """Run one question on all engines in turn; gives whether they agree."""
    answers: dict[str, Any] = {}
    costs: dict[str, list[tuple[float, float]]] = {engine: [] for engine in arms}
    for _ in range(rounds):
        for engine, asked in arms.items():
            answers[engine], cost = _timed(asked[name])
            costs[engine].append(cost)
    base = statistics.median(wall for _, wall in costs["engine"])
    for engine, runs in costs.items():
        cpu, wall = (statistics.median(run[n] for run in runs) for n in (0, 1))
        beside = "" if engine == "engine" else f"   engine takes {base / wall:.2f}x of its wall time"
        print(f"  {name:36} {engine:7} {cpu:7.3f} s CPU {wall:7.3f} s wall{beside}", flush=True)
    return all(_plain(answer) == _plain(answers["engine"]) for answer in answers.values())


def _plain(answer: Any) -> Any:
    return [_plain(one) for one in answer] if isinstance(answer, list | tuple) else answer


if __name__ == "__main__":
    main()
