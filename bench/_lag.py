"""How long after its acknowledgement an event is counted, while two people ask and events keep coming."""

import json
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Sequence

from tests.server import Server

LAG_S_MOST = 5.0
READERS, BATCH, PAUSE_S, SECONDS = 2, 100, 0.1, 15.0
READER = """
import time, django
django.setup()
from django.utils import timezone
from headway.core.access import enter
from headway.core.models import User
from headway.core.perform import ask
owner = User.objects.get(email="owner@bench.test")
while True:
    found = ask("analytics.usage_summary", {"days": 7}, enter(owner, "bench", "cli", timezone.now()))
    print(time.time(), sum(one.events for one in found.events if one.event == "lag"), flush=True)
    time.sleep(0.5)
"""
Seen = tuple[float, int]


def lags_s(server: Server, key: str) -> list[float]:
    """For each batch that was acknowledged, the seconds until an answer counted it; the collector has to run."""
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER], env=server.environment, stdout=subprocess.PIPE, text=True
        )
        for _ in range(READERS)
    ]
    seen: list[Seen] = []
    threads = [threading.Thread(target=_heard, args=(reader, seen), daemon=True) for reader in readers]
    for thread in threads:
        thread.start()
    try:
        while not seen:
            time.sleep(0.1)
        acknowledged = _sent(server, key)
        until = time.monotonic() + 4 * LAG_S_MOST
        while max(count for _, count in list(seen)) < acknowledged[-1][1] and time.monotonic() < until:
            time.sleep(0.2)
    finally:
        for reader in readers:
            reader.kill()
            reader.wait()
    return [_lag_s(at, count, sorted(seen)) for at, count in acknowledged]


def _heard(reader: "subprocess.Popen[str]", seen: list[Seen]) -> None:
    assert reader.stdout is not None
    for line in reader.stdout:
        at, count = line.split()
        seen.append((float(at), int(count)))


def _sent(server: Server, key: str) -> list[Seen]:
    """Send a batch at a time; gives when each was acknowledged, and how many events there were by then."""
    acknowledged: list[Seen] = []
    until, count = time.monotonic() + SECONDS, 0
    while time.monotonic() < until:
        batch = [
            {"type": "track", "event": "lag", "userId": f"P{n}", "messageId": f"lag-{n}"}
            for n in range(count, count + BATCH)
        ]
        body = json.dumps({"batch": batch, "writeKey": key}).encode()
        with urllib.request.urlopen(f"{server.url}/v1/batch", body, timeout=30) as answer:
            assert answer.status == 200
        count += BATCH
        acknowledged.append((time.time(), count))
        time.sleep(PAUSE_S)
    return acknowledged


def _lag_s(at: float, count: int, seen: Sequence[Seen]) -> float:
    """From the acknowledgement to the first answer that counts it; infinite where none did."""
    return next((later - at for later, counted in seen if counted >= count), float("inf"))
