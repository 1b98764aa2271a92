"""How many events a second the collector acknowledges, each on disk, at one and at fifty a request.

Run `python -m bench.intake`. Sixty-four connections send Segment calls of about 380 bytes to `headway collect` with one
process; the disk's own rate of syncs, measured just before, stands beside, since the figure hangs on it. Then a
compactor runs too, and what is told is how long after its acknowledgement an event is counted.
"""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench._lag import LAG_S_MOST, READERS, lags_s
from tests.server import Server, free_port

SECONDS = float(os.environ.get("HEADWAY_BENCH_SECONDS", "6"))
CONNECTIONS = 64
BARS = {1: 4_000, 50: 50_000}
KEY = """
import django
django.setup()
from django.utils import timezone
from headway.core import bootstrap
from headway.core.access import enter
from headway.core.perform import perform
found = bootstrap.install("owner@bench.test", "a long enough password", "bench", timezone.now())
context = enter(found.owner, found.workspace.slug, "cli", timezone.now())
print(perform("analytics.source_add", {"name": "bench"}, context).key)
"""
COUNTED = """
import django
django.setup()
from headway.apps.analytics.compacting import waiting
from headway.core.models import Workspace
print(sum(1 for workspace in Workspace.objects.all() for line in waiting(workspace)))
"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="headway-intake-") as folder:
        server = Server(Path(folder), port=free_port())
        key = server.command("-c", KEY).split()[-1]
        with _collector(server, "--no-compactor"):
            rates = {size: _measured(server, key, size) for size in BARS}
            waited = int(server.command("-c", COUNTED))
        server.command("-m", "headway", "compact")
        with _collector(server):
            lags = sorted(lags_s(server, key))
    acknowledged = sum(events for _, events, _ in rates.values())
    print(f"  on disk {waited:,} events, acknowledged {acknowledged:,}")
    print(
        f"  counted by a query while {READERS} people ask: {lags[len(lags) // 2]:.1f} s after the acknowledgement in "
        f"the middle, {lags[-1]:.1f} s at most (bar {LAG_S_MOST:.0f} s)"
    )
    missed = [size for size, (rate, _, _) in rates.items() if rate < BARS[size]]
    if missed or waited < acknowledged or lags[-1] > LAG_S_MOST:
        sys.exit(f"Below the bar at {missed} events a request, events lost, or counted too late.")


@contextlib.contextmanager
def _collector(server: Server, *more: str):  # type: ignore[no-untyped-def]
    command = [sys.executable, "-m", "headway", "collect", "--port", str(server.port), *more]
    running = subprocess.Popen(
        command, env=server.environment, start_new_session=True, stderr=subprocess.DEVNULL
    )
    try:
        asyncio.run(_well(server.port))
        yield
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait(30)


async def _well(port: int) -> None:
    while True:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.1)


def _measured(server: Server, key: str, size: int) -> tuple[float, int, float]:
    syncs = _syncs_per_s(server.home)
    requests = [_request(key, size, number) for number in range(4_000 // size + 64)]
    began = time.monotonic()
    answered = asyncio.run(_sent(server.port, requests))
    seconds = time.monotonic() - began
    events = answered * size
    print(
        f"  {size:3} a request: {events / seconds:9,.0f} events/s acknowledged (bar {BARS[size]:,}), "
        f"{answered / seconds:,.0f} requests/s; the disk alone {syncs:,.0f} syncs/s: "
        f"{events / seconds / syncs:.1f} events a sync"
    )
    return events / seconds, events, syncs


def _syncs_per_s(folder: Path) -> float:
    with (folder / "syncs").open("wb", buffering=0) as stream:
        until, count, began = time.monotonic() + 2, 0, time.monotonic()
        while time.monotonic() < until:
            stream.write(b"x" * 8192)
            os.fdatasync(stream.fileno())
            count += 1
        return count / (time.monotonic() - began)


def _request(key: str, size: int, number: int) -> bytes:
    events = [
        {
            "type": "track", "event": "Report Exported", "userId": f"user-{number * 31 % 50_000}",
            "messageId": f"{number:08}-{place:04}-4c1e-9d7a-5f3e2b1c0d9e", "timestamp": "2026-09-01T08:30:00.123Z",
            "properties": {"plan": "pro", "rows": number, "format": "csv", "seconds": 1.25, "first": False},
            "context": {"library": {"name": "analytics-python", "version": "2.4.0"}, "ip": "203.0.113.7"},
        }
        for place in range(size)
    ]  # fmt: skip
    body = json.dumps({"batch": events, "writeKey": key, "sentAt": None}).encode()
    head = f"POST /v1/batch HTTP/1.1\r\nHost: bench\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def _sent(port: int, requests: list[bytes]) -> int:
    until = time.monotonic() + SECONDS
    counts = await asyncio.gather(*(_connection(port, requests, one, until) for one in range(CONNECTIONS)))
    return sum(counts)


async def _connection(port: int, requests: list[bytes], first: int, until: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    while time.monotonic() < until:
        writer.write(requests[(first + count * CONNECTIONS) % len(requests)])
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        count += 1
    writer.close()
    return count


if __name__ == "__main__":
    main()
