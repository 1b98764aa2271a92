"""`python -m headway.interfaces.collect.tests.kills --rounds 100`: SIGKILL to collector and compactor under load.

Four senders post batches and remember what was acknowledged; what got no answer they send again after the restart, as
SDKs do. In the end every acknowledged event has to be in the segments, and none twice.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from headway.interfaces.collect.tests.conftest import Collector
from tests.postgres import database_address, database_create

SENDERS, BATCH = 4, 20


@dataclass
class Sender:
    """One SDK: sends a batch again until it is acknowledged."""

    url: str
    key: str
    name: str
    acknowledged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    cut: int = 0
    _waiting: list[str] = field(default_factory=list)
    _number: int = 0

    def send(self, until: threading.Event) -> None:
        with httpx.Client(timeout=20) as client:
            while not until.is_set():
                if not self._waiting:
                    self._waiting = [f"{self.name}-{self._number + place}" for place in range(BATCH)]
                    self._number += BATCH
                try:
                    answer = client.post(f"{self.url}/v1/batch", json=self._body())
                except httpx.TransportError:
                    self.cut += 1
                    return
                (self.acknowledged if answer.status_code == 200 else self.refused).extend(self._waiting)
                self._waiting = []

    @property
    def sent(self) -> list[str]:
        """Every event so far, whether it was acknowledged or not."""
        return [f"{self.name}-{number}" for number in range(self._number)]

    def _body(self) -> dict[str, object]:
        events = [
            {"type": "track", "event": "sent", "userId": f"{self.name}", "messageId": one}
            for one in self._waiting
        ]
        return {"writeKey": self.key, "batch": events}


@dataclass(frozen=True)
class Outcome:
    """What the rounds showed; `doubled` are events that stand in segments more than once."""

    acknowledged: int
    lost: int
    doubled: int
    refused: int
    cut: int

    @property
    def holds(self) -> bool:
        return self.acknowledged > 0 and self.cut > 0 and not (self.lost or self.doubled or self.refused)


def run(collector: Collector, source: str, rounds: int, seed: int = 0) -> Outcome:
    """Carry out the rounds against a collector that is not running, with a compactor beside it."""
    chance, key = random.Random(seed), collector.source(source)
    senders = [Sender(collector.url, key, f"{source}-{number}") for number in range(SENDERS)]
    for _ in range(rounds):
        collector.start()
        _round(collector, senders, chance.uniform(0.3, 1.0), is_last=False)
    collector.start()
    _round(collector, senders, 0.5, is_last=True)
    counts = Counter(one["id"] for one in collector.stored(source)["events"])
    acknowledged = [one for sender in senders for one in sender.acknowledged]
    return Outcome(
        acknowledged=len(acknowledged),
        lost=sum(one not in counts for one in acknowledged),
        doubled=sum(count > 1 for count in counts.values()),
        refused=sum(len(sender.refused) for sender in senders),
        cut=sum(sender.cut for sender in senders),
    )


def _round(collector: Collector, senders: list[Sender], seconds: float, is_last: bool) -> None:
    stop = threading.Event()
    threads = [threading.Thread(target=sender.send, args=(stop,)) for sender in senders]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    if not is_last:
        collector.kill()
    stop.set()
    for thread in threads:
        thread.join()
    if is_last:
        collector.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="headway-kills-") as folder:
        home = Path(folder) / "home"
        home.mkdir()
        address = ""
        if asked.database == "postgres":
            address = database_create(database_address(Path(folder) / "postgres"), "events")
        collector = Collector(home, address, compacts=True)
        collector.prepare()
        began = time.monotonic()
        outcome = run(collector, "killed", asked.rounds)
    print(f"{asked.rounds} rounds in {time.monotonic() - began:.0f} s on {asked.database}: {outcome}")
    sys.exit(not outcome.holds)


if __name__ == "__main__":
    main()
