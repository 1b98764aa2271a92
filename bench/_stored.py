"""The pages on which behaviour is explored, in a workspace in which many events are stored."""

import hashlib
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench._events import FUNNELS, WEEK_US, segments_made

ROUNDS = 7
PAGES = {
    "a trend by week": "ask=trend&event=e05&math=unique&period=week",
    "a trend of three, where a plan is": "event=e05&event2=e09&event3=e13&event_where=plan&event_is=pro&period=week",
    "a trend by plan": "ask=trend&event=e05&math=total&period=week&by=plan",
    "retention": "ask=retention&event=e02&first=2026-01-01&periods=8",
    "brackets": "ask=brackets&event=e02",
    "stickiness": "ask=stickiness&event=e05",
    "lifecycle": "ask=lifecycle&event=e05",
    "adoption": "ask=adoption&event=e09&exposed=e05",
    "time to value": "ask=value&event=e05&value=e09",
    "paths": "ask=paths&event=e20",
    "times to convert": "ask=conversion&step1=e05&step2=e09",
}


def page_costs(count: int, folder: Path) -> None:
    """Print what the query and the page take once the index is made, in milliseconds."""
    from headway.core.perform import ask

    here, client = workspace_with(segments_made(count, folder), count)
    steps = [f"e{rank:02}" for rank in FUNNELS["4 steps"]]
    question = {"steps": steps, "window_seconds": WEEK_US / 1e6}
    chosen = "&".join(f"step{n}={step}" for n, step in enumerate(steps, 1))

    def page(rest: str) -> None:
        answer = client.get(f"/w/bench/{rest}")
        assert answer.status_code == 200, answer.status_code

    _printed("query analytics.funnel, first", lambda: ask("analytics.funnel", question, here), 1)
    _printed("query analytics.funnel", lambda: ask("analytics.funnel", question, here))
    for name, rest in (PAGES | {"funnel": f"ask=funnel&days=7&{chosen}"}).items():
        _printed(f"page of {name}", lambda rest=rest: page(f"explore/?{rest}"))
    person = ask("analytics.event_list", {"limit": 1}, here).rows[0].person  # type: ignore[attr-defined]
    _printed("page of the latest events", lambda: page("explore/events/"))
    _printed("page of a person's events", lambda: page(f"explore/events/?person={person}"))


def workspace_with(segments: list[str], count: int) -> tuple[Any, Any]:
    """The context of the owner of a workspace in which segments are listed, and a client who has signed in."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from django.test import Client
    from django.utils import timezone

    from headway.core.access import enter
    from headway.core.models import Membership, User, Workspace

    workspace, is_new = Workspace.objects.get_or_create(slug="bench", defaults={"name": "Bench"})
    owner, _ = User.objects.get_or_create(email="owner@bench.local")
    Membership.objects.get_or_create(workspace=workspace, user=owner, defaults={"role": "owner"})
    if is_new:
        _listed(workspace, segments, count)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(owner)
    return enter(owner, "bench", "web", timezone.now()), client


def _listed(workspace: object, segments: list[str], count: int) -> None:
    from datetime import UTC, datetime, timedelta

    from bench._events import DAYS, START_US
    from headway.apps.analytics.models import EventSegment
    from headway.apps.analytics.store import connection

    first = datetime.fromtimestamp(START_US / 1e6, UTC)
    for path in segments:
        with connection() as session:
            rows, people = session.execute(
                "SELECT count(*), count(DISTINCT person) FROM read_parquet(?)", [path]
            ).fetchall()[0]
        EventSegment.objects.create(
            workspace=workspace, ref=f"{count}-{Path(path).stem}", path=path, rows=rows, people=people,
            sha256=hashlib.sha256(path.encode()).hexdigest(), first_at=first, last_at=first + timedelta(days=DAYS),
        )  # fmt: skip


def _printed(name: str, work: Callable[[], object], rounds: int = ROUNDS) -> None:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    load = os.getloadavg()[0]
    print(
        f"  {name:32} {statistics.median(times):8.0f} ms median, {min(times):8.0f} ms best, load {load:.1f}",
        flush=True,
    )
