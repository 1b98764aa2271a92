"""What questions about behaviour cost while events keep coming: the first answers after each compaction.

Run `python -m bench.arriving [--events 20000000] [--rounds 5] [--batch 5000] [--home FOLDER]`. Made-up events
(bench/_events.py) are stored in a workspace; each round a batch of new ones by known and new people, some of them late,
some of which tie an id to a person, is written to the inbox and compacted, and then the questions of Explore are asked.
Printed are CPU and wall milliseconds in the server's process (both threads), by question the median and the most of the
rounds; the bar holds for the most. "Counted after" is from the sealed log to the first answer that counts its events.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np

from bench._events import DAYS, FUNNELS, NAMES, PLANS, START_US, WEEK_US, segments_made
from headway.engine.behaviour.histories import DAY_US

BAR_MS = 300
STEPS = [f"e{rank:02}" for rank in FUNNELS["4 steps"]]
OFTEN = [f"e{rank:02}" for rank in FUNNELS["4 steps of common events"]]
WEEK_S = WEEK_US / 1e6
RETENTION = {"first_period": "2026-01-01", "periods": 12, "period": "week", "start_event": "e02"}
BY_PLAN = {"steps": STEPS, "window_seconds": WEEK_S, "breakdown_property": "plan"}
WEEKLY = {"series": [{"event": "e05", "math": "unique"}], "period": "week"}
QUERIES: dict[str, tuple[str, dict[str, Any]]] = {
    "funnel of 4 steps": ("analytics.funnel", {"steps": STEPS, "window_seconds": WEEK_S}),
    "funnel of 4 steps, again": ("analytics.funnel", {"steps": STEPS, "window_seconds": WEEK_S}),
    "funnel of 4 common steps": ("analytics.funnel", {"steps": OFTEN, "window_seconds": WEEK_S}),
    "funnel by plan": ("analytics.funnel", BY_PLAN),
    "strict funnel": ("analytics.funnel", {"steps": OFTEN, "window_seconds": WEEK_S, "order": "strict"}),
    "weekly retention": ("analytics.retention", RETENTION),
    "trend of people by week": ("analytics.trend", WEEKLY),
    "usage": ("analytics.usage_summary", {"days": 3660}),
}
CHOSEN = "&".join(f"step{n}={step}" for n, step in enumerate(STEPS, 1))
BEHIND = {"query": "analytics.funnel", "step": "2", "question": json.dumps(QUERIES["funnel of 4 steps"][1])}
PAGES = {
    "page of a funnel": f"explore/?ask=funnel&days=7&{CHOSEN}",
    "page of a trend": "explore/?ask=trend&event=e05&math=unique&period=week",
    "page of retention": "explore/?ask=retention&event=e02&first=2026-01-01&periods=8",
    "people behind a step": "explore/people/?" + urlencode(BEHIND),
    "what somebody did": "explore/events/?" + urlencode({"person": "p00000777"}),
    "cohorts": "explore/cohorts/",
    "KPI list": "kpis/",
    "dashboards": "dashboards/",
    "events seen": "tracking/observed/",
}
Costs = dict[str, list[tuple[float, float]]]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--batch", type=int, default=5_000)
    parser.add_argument("--home", type=Path, help="where the events are kept for the next run")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="headway-arriving-") as scratch:
        _run(asked, asked.home or Path(scratch), Path(scratch))


def _run(asked: argparse.Namespace, home: Path, scratch: Path) -> None:
    # The workspace is new each time; what was stored once is only read.
    os.environ |= {"HEADWAY_HOME": str(scratch), "DJANGO_SETTINGS_MODULE": "headway.settings"}
    os.environ.setdefault("NUMBA_CACHE_DIR", str(home / "compiled"))
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    segments = segments_made(asked.events, home / f"events-{asked.events}" / "segments")
    _keys_made(segments)
    from bench._stored import workspace_with

    here, client = workspace_with(segments, asked.events)
    asks = _asks(here, client)
    first: Costs = defaultdict(list)
    _asked(asks, first)
    warm: Costs = defaultdict(list)
    _asked(asks, warm)
    costs: Costs = defaultdict(list)
    lags = []
    # In the first round, which does not count, loops are compiled.
    for turn in range(asked.rounds + 1):
        if turn == 1:
            costs.clear()
            lags.clear()
        began = time.monotonic()
        _arrived(here.workspace, turn, asked.batch, asked.events // 40)
        cost(costs["compaction"], lambda: _compacted(here.workspace))
        _asked(dict(list(asks.items())[:1]), costs)
        lags.append(time.monotonic() - began)
        _asked(dict(list(asks.items())[1:]), costs)
    print(f"{asked.events:,} events, {asked.batch:,} more in each of {asked.rounds} rounds; CPU (wall) ms")
    print(f"  {'':28} {'at first':>16} {'warm':>16}   {'median after':>16} {'most after':>16}")
    missed = [name for name in costs if not _printed(name, first[name], warm[name], costs[name])]
    print(
        f"  counted {max(lags) * 1000:.0f} ms after its log was begun, at most; load {os.getloadavg()[0]:.1f}"
    )
    if missed:
        sys.exit(f"Above {BAR_MS} ms of server time just after a compaction: {', '.join(missed)}")


def _keys_made(segments: Sequence[str]) -> None:
    """Made-up events have no ids, but what comes in is held against as many keys as if they had."""
    from headway.apps.analytics.index.raw import rows_in
    from headway.apps.analytics.keys import keys_path
    from headway.apps.analytics.store import connection

    for number, path in enumerate(segments):
        if not keys_path(path).exists():
            with connection() as session:
                rows = rows_in(session, [path])[0]
            drawn = np.random.default_rng(number).integers(0, 1 << 63, rows, np.uint64)
            np.sort(drawn).tofile(keys_path(path))


def _asks(here: Any, client: Any) -> dict[str, Callable[[], Any]]:
    from headway.core.perform import ask

    def page(rest: str) -> None:
        answer = client.get(f"/w/bench/{rest}")
        assert answer.status_code == 200, answer.status_code

    queries = {
        name: lambda query=query, question=question: ask(query, question, here)
        for name, (query, question) in QUERIES.items()
    }
    return queries | {name: lambda rest=rest: page(rest) for name, rest in PAGES.items()}


def _asked(asks: dict[str, Callable[[], Any]], costs: Costs) -> None:
    for name, work in asks.items():
        cost(costs[name], work)


def cost(into: list[tuple[float, float]], work: Callable[[], Any]) -> None:
    """Do some work and note its CPU and wall milliseconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    into.append(((time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000))


def _printed(name: str, *columns: Sequence[tuple[float, float]]) -> bool:
    first, warm, after = columns
    middle = tuple(statistics.median(one[n] for one in after) for n in (0, 1))
    most = tuple(max(one[n] for one in after) for n in (0, 1))
    shown = [_told(first[0]) if first else "", _told(warm[0]) if warm else "", _told(middle), _told(most)]
    holds = name == "compaction" or most[0] <= BAR_MS
    print(
        f"  {name:28} {shown[0]:>16} {shown[1]:>16}   {shown[2]:>16} {shown[3]:>16} {'' if holds else 'MISSED'}"
    )
    return holds


def _told(one: Sequence[float]) -> str:
    return f"{one[0]:.0f} ({one[1]:.0f})"


def _arrived(workspace: Any, turn: int, many: int, people: int) -> None:
    from headway.apps.analytics.inbox import Log, encoded, inbox_dir

    log = Log(inbox_dir(workspace.pk))
    log.append(encoded(list(_lines(turn, many, people))))
    log.close()


def _lines(turn: int, many: int, people: int) -> Iterator[Any]:
    """Sessions of some ten events; one in twenty by somebody new, one in ten weeks late, one in fifty a tie."""
    import msgspec

    from headway.apps.analytics.inbox import Line

    chance = np.random.default_rng(turn + 77)
    common = 1 / np.arange(1, NAMES + 1) ** 1.1
    plans = [msgspec.Raw(f'{{"plan":"{one}"}}'.encode()) for one in PLANS]
    end = START_US + DAYS * DAY_US
    for session in range(many // 10):
        number = int(chance.integers(people))
        is_new, is_late, is_tie = (chance.random() < share for share in (0.05, 0.1, 0.02))
        person = f"q{turn:03}{session:05}" if is_new else f"p{number:08}"
        begin = int(end - chance.integers(1, 60 * DAY_US) if is_late else end + turn * 5_000_000)
        tied = f"p{int(chance.integers(people)):08}" if is_tie else ""
        names = chance.choice(NAMES, 10, p=common / common.sum()) + 1
        for place, name in enumerate(names.tolist()):
            at = begin + place * 1_000_000
            yield Line("bench", f"{turn}-{session}-{place}", f"e{name:02}", person, tied, "", at, at,
                       properties=plans[number % len(plans)])  # fmt: skip


def _compacted(workspace: Any) -> None:
    from django.utils import timezone

    from headway.apps.analytics.compacting import compact

    assert compact(workspace, timezone.now())


if __name__ == "__main__":
    main()
