"""A collector as a process of its own beside the session's server, on the same home and database."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.server import ROOT, START_SECONDS_MOST, Server

MADE = """
import django, sys
django.setup()
from django.utils import timezone
from headway.core.access import enter
from headway.core.models import User
from headway.core.perform import perform
owner = User.objects.get(email="owner@lumen.test")
context = enter(owner, "lumen", "cli", timezone.now())
print(perform("analytics.source_add", {"name": sys.argv[1]}, context).key)
"""
STORED = """
import django, json, sys
django.setup()
from django.utils import timezone
from headway.apps.analytics.compacting import compact_all
from headway.apps.analytics.models import EventRejection, EventSegment, PersonAlias
from headway.apps.analytics.store import connection, segments_sql
compact_all(timezone.now())
paths = list(EventSegment.objects.filter(source=sys.argv[1]).values_list("path", flat=True))
columns = "event, person, anonymous, account, id, at_us, flags, properties"
with connection() as session:
    rows = session.execute(f"SELECT {columns} FROM {segments_sql(paths)} ORDER BY id").fetchall() if paths else []
print(json.dumps({
    "events": [dict(zip(columns.split(", "), row)) for row in rows],
    "rejected": dict(EventRejection.objects.filter(source=sys.argv[1]).values_list("reason", "events")),
    "aliases": dict(PersonAlias.objects.values_list("alias", "person")),
}))
"""


@dataclass
class Collector(Server):
    """The collector without a compactor; what arrived is read by `stored`."""

    compacts: bool = False

    def start(self) -> None:
        log = (self.home / "server.log").open("ab")
        more = [] if self.compacts else ["--no-compactor"]
        self.running = subprocess.Popen(
            [sys.executable, "-m", "headway", "collect", "--port", str(self.port), *more],
            env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        log.close()
        until = time.monotonic() + START_SECONDS_MOST
        while not self._is_well():
            assert self.running.poll() is None and time.monotonic() < until, self.log()
            time.sleep(0.02)

    def _is_well(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def source(self, name: str) -> str:
        """The write key of a new source."""
        return self.command("-c", MADE, name).strip()

    def stored(self, source: str) -> dict[str, Any]:
        """What became of the events of a source: those in segments, how many were refused and why, the aliases."""
        found: dict[str, Any] = json.loads(self.command("-c", STORED, source).splitlines()[-1])
        return found


@pytest.fixture(scope="session")
def collector(server: Server) -> Iterator[Collector]:
    one = Collector(server.home, server.database_url)
    one.start()
    yield one
    one.stop()


@pytest.fixture(scope="module")
def key(collector: Collector, request: pytest.FixtureRequest) -> str:
    """A write key for the module alone; the source is called like the module."""
    return collector.source(str(request.module.__name__).rpartition(".")[2])


Post = Callable[..., httpx.Response]


@pytest.fixture
def post(collector: Collector) -> Iterator[Post]:
    with httpx.Client(base_url=collector.url, timeout=30) as client:
        yield client.post
