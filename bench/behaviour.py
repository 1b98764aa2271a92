"""What questions about behaviour cost: the engine over its index beside DuckDB, and chdb where it is installed.

Run `python -m bench.behaviour [--events 20000000] [--rounds 5] [--growth] [--page] [--home FOLDER]`. Made-up events
(bench/_events.py) are written as segments once and indexed anew; the time and size of that are printed. All arms
take turns in one process, two threads each, and must give equal answers; printed are the least CPU and wall seconds
of several rounds, since other work on the machine only ever adds to them. The engine's columns are a derived index,
and DuckDB and chdb are general engines over tables sorted by (person, time): say so wherever a ratio is quoted. chdb
is no dependency: with it on the path (`pip install --target FOLDER chdb pyarrow pandas`, `PYTHONPATH=FOLDER`) its arms
are there.

`--growth` asks 2, 20 and 100 million events, each in a process of its own, and prints time and peak memory. `--page`
asks the query `analytics.funnel` and the page of it in a workspace with the events stored.
"""

import argparse
import gc
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from bench._comparators import Answer, chdb_arms, chdb_cold, duckdb_arms
from bench._events import DAYS, FUNNELS, START_US, WEEK_US, WEEKS, segments_made

Arms = dict[str, dict[str, Callable[[], Answer]]]
GROWTH = (2_000_000, 20_000_000, 100_000_000)
BARS = {
    "funnel of 4 steps": 0.20, "funnel of 4 steps of common events": 0.20, "funnel of 12 steps": 0.20,
    "funnel by plan": 0.25, "weekly retention": 0.35, "adoption in 30 days": 0.25, "daily uniques": 0.15,
    "cold funnel of 4 steps": 1.0,
}  # fmt: skip
FASTER_OF_BOTH = {"weekly retention", "adoption in 30 days"}


def _engine_arms(rows: Any) -> dict[str, Callable[[], Answer]]:
    from headway.engine.behaviour.adoption import adoption
    from headway.engine.behaviour.breakdown import funnel_by_value
    from headway.engine.behaviour.funnel import funnel
    from headway.engine.behaviour.histories import DAY_US, Step
    from headway.engine.behaviour.retention import retention
    from headway.engine.behaviour.rows import picked
    from headway.engine.behaviour.rules import Exclusion
    from headway.engine.behaviour.trend import uniques

    weeks = START_US + np.arange(WEEKS + 1) * WEEK_US
    days = START_US + np.arange(DAYS + 1) * DAY_US
    often, seen, used = Step("e02"), Step("e10"), Step("e20")

    def adopted() -> Answer:
        met, uses = picked(rows, seen), picked(rows, used)
        found = adoption(rows, met, uses, window_us=30 * DAY_US, as_of_us=1 << 60)
        return [len(found.person), int(found.adopted.sum())]

    arms: dict[str, Callable[[], Answer]] = {
        f"funnel of {name}": lambda ranks=ranks: funnel(rows, _rules(ranks)).counts
        for name, ranks in FUNNELS.items()
    }
    some = _rules(FUNNELS["4 steps"])
    return arms | {
        "funnel of 4 steps with an exclusion": lambda: (
            funnel(rows, replace(some, exclusions=(Exclusion(Step("e02"), 0, 3),))).counts
        ),
        "funnel of 4 steps in any order": lambda: funnel(rows, replace(some, order="unordered")).counts,
        "funnel by plan": lambda: [
            [plan, *one.counts]
            for plan, one in sorted(funnel_by_value(rows, _rules(FUNNELS["4 steps"]), "plan").items())
        ],
        "weekly retention": lambda: retention(rows, often, often, weeks).matrix,
        "adoption in 30 days": adopted,
        "daily uniques": lambda: uniques(rows, np.ones(len(rows.person), np.bool_), days),
    }


def _rules(ranks: Sequence[int]) -> Any:
    from headway.engine.behaviour.histories import Step
    from headway.engine.behaviour.rules import Funnel

    return Funnel(tuple(Step(f"e{rank:02}") for rank in ranks), WEEK_US)


def _indexed(segments: list[str], folder: Path) -> Any:
    """The histories of an index made just now, with the property that is asked about."""
    from headway.apps.analytics.index.building import index_build
    from headway.apps.analytics.index.properties import property_column

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    index, (cpu, wall) = _timed(lambda: index_build(segments, {}, "person", folder))
    _, (plan_cpu, plan_wall) = _timed(lambda: property_column(index, "plan", "/plan"))
    stored = sum(Path(one).stat().st_size for one in segments)
    rows = replace(index.histories(), properties={"plan": property_column(index, "plan", "/plan")})
    print(
        f"{index.facts.rows:,} events of {len(rows.people):,} people in {len(segments)} segments "
        f"({stored / 1e6:.0f} MB). Index: {wall:.1f} s wall, {cpu:.1f} s CPU, {index.bytes_on_disk / 1e6:.0f} MB; "
        f"a property of it {plan_wall:.1f} s wall, {plan_cpu:.1f} s CPU",
        flush=True,
    )
    return rows


def _cold(segments: list[str]) -> Answer:
    """The funnel of 4 steps from the segments themselves, as where no index is."""
    from headway.apps.analytics.behaviour.ordered import columns_in_order
    from headway.engine.behaviour.funnel import funnel

    rules = _rules(FUNNELS["4 steps"])
    rows = columns_in_order(segments, "person", {str(step.event) for step in rules.steps})
    assert rows is not None
    return funnel(rows, rules).counts


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--home", type=Path, help="where events and index are kept for the next run")
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--page", action="store_true")
    parser.add_argument("--alone", action="store_true", help="the engine only, with its peak of memory")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="headway-behaviour-") as scratch:
        _run(asked, asked.home or Path(scratch))


def _run(asked: argparse.Namespace, home: Path) -> None:
    os.environ |= {"HEADWAY_HOME": str(home), "DJANGO_SETTINGS_MODULE": "headway.settings"}
    os.environ.pop("DATABASE_URL", None)
    if asked.growth:
        for count in GROWTH:
            command = [sys.executable, "-m", "bench.behaviour", "--alone", "--home", str(home)]
            subprocess.run([*command, "--events", str(count)], check=True)
        return
    import django

    django.setup()
    folder = home / f"events-{asked.events}"
    if asked.page:
        from bench._stored import page_costs

        page_costs(asked.events, folder / "segments")
        return
    segments = segments_made(asked.events, folder / "segments")
    rows = _indexed(segments, folder / "index")
    print(f"load: {_load()}", flush=True)
    arms: Arms = {"engine": _engine_arms(rows)}
    if not asked.alone:
        arms["DuckDB"] = duckdb_arms(rows)
        arms["engine"]["cold funnel of 4 steps"] = lambda: _cold(segments)
        try:
            arms["chdb"] = chdb_arms(rows) | {"cold funnel of 4 steps": lambda: chdb_cold(segments)}
        except ImportError as error:
            print(f"no chdb arms: {error}")
    differing = [name for name in arms["engine"] if not _compared(name, arms, asked.rounds)]
    print(f"load at the end: {_load()}; peak of memory: {_peak_mb():.0f} MB")
    if differing:
        sys.exit(f"Different answers: {', '.join(differing)}")


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _timed(arm: Callable[[], Any]) -> tuple[Any, tuple[float, float]]:
    gc.collect()
    cpu, wall = time.process_time(), time.perf_counter()
    answer = arm()
    return answer, (time.process_time() - cpu, time.perf_counter() - wall)


def _compared(name: str, arms: Arms, rounds: int) -> bool:
    """Run one question on all engines in turn, once without counting; gives whether they agree."""
    answers: dict[str, Any] = {}
    there = {engine: asked[name] for engine, asked in arms.items() if name in asked}
    costs: dict[str, list[tuple[float, float]]] = {engine: [] for engine in there}
    for turn in range(rounds + 1):
        for engine, asked in there.items():
            answers[engine], cost = _timed(asked)
            costs[engine] += [cost] if turn else []
    cpus, walls = ({engine: min(run[n] for run in runs) for engine, runs in costs.items()} for n in (0, 1))
    for engine in costs:
        beside = (
            ""
            if engine == "engine"
            else f"   engine takes {walls['engine'] / walls[engine]:.2f}x, {cpus['engine'] / cpus[engine]:.2f}x of CPU"
        )
        print(
            f"  {name:36} {engine:7} {cpus[engine]:7.3f} s CPU {walls[engine]:7.3f} s wall{beside}",
            flush=True,
        )
    _held(name, walls)
    return all(_plain(answer) == _plain(answers["engine"]) for answer in answers.values())


def _held(name: str, walls: dict[str, float]) -> None:
    others = {engine: wall for engine, wall in walls.items() if engine != "engine"}
    if "chdb" not in others:
        return
    beside = min(others.values()) if name in FASTER_OF_BOTH else others["chdb"]
    ratio = walls["engine"] / beside
    print(f"  {name:36} bar {BARS[name]:.2f}x, {ratio:.2f}x: {'holds' if ratio <= BARS[name] else 'MISSED'}")


def _plain(answer: Any) -> Any:
    return [_plain(one) for one in answer] if isinstance(answer, list | tuple) else answer


if __name__ == "__main__":
    main()
