"""`python -m headway.interfaces.collect.tests.power --rounds 50`: power cuts under load, with nothing but synced bytes.

Collector and compactor run with `power.c` before their calls to sync. It keeps beside the home what the disk would
still have if the power went now: of each file what it held at its last sync, of each folder the names at its last
sync. At moments taken at random that is set aside. From each, a home is made again; every event that had been
acknowledged by then has to come out of it, and once everything is sent again, as SDKs do, each event exactly once.
"""

import argparse
import fcntl
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from headway.interfaces.collect.tests.conftest import Collector
from headway.interfaces.collect.tests.kills import SENDERS, Sender
from tests.server import ROOT

SHIM = Path(__file__).with_name("power.c")
# Memory that processes share; SQLite makes it anew.
SHARED = "-shm"
AGAIN = """
import django, json, sys
django.setup()
from django.db import connection as database
from django.utils import timezone
from headway.apps.analytics.compacting import compact_all
from headway.apps.analytics.inbox import Line, Log, encoded, inbox_dir
from headway.apps.analytics.models import EventSegment, EventSource
from headway.apps.analytics.store import connection, segments_sql

def stored():
    compact_all(timezone.now())
    paths = list(EventSegment.objects.values_list("path", flat=True))
    if not paths:
        return []
    with connection() as session:
        return [one for one, in session.execute(f"SELECT id FROM {segments_sql(paths)}").fetchall()]

with database.cursor() as cursor:
    cursor.execute("PRAGMA integrity_check")
    whole = cursor.fetchone()[0]
there = stored()
source = EventSource.objects.get()
again = [Line(source.pk.hex, one, "sent", "P1", "", "", 5, 6) for one in json.load(sys.stdin)]
Log(inbox_dir(source.workspace_id)).append(encoded(again))
print(json.dumps({"whole": whole, "there": there, "again": stored()}))
"""


@dataclass(frozen=True)
class Outcome:
    """`cuts` power cuts; events acknowledged before them; acknowledged and lost; doubled or missing once everything
    was sent again; databases that are not whole."""

    cuts: int
    acknowledged: int
    lost: int
    doubled: int
    torn: int

    @property
    def holds(self) -> bool:
        return self.cuts > 0 and self.acknowledged > 0 and not (self.lost or self.doubled or self.torn)


@dataclass
class Powered(Collector):
    """A collector whose syncs are recorded in the folder `kept` beside its home."""

    shim: Path = Path()

    @property
    def kept(self) -> Path:
        return self.home.with_name("kept")

    @property
    def environment(self) -> dict[str, str]:
        recorded = {"HEADWAY_POWER_HOME": str(self.home), "HEADWAY_POWER_KEPT": str(self.kept)}
        return super().environment | recorded | {"LD_PRELOAD": str(self.shim)}


@dataclass(frozen=True)
class Before:
    """What was on the disk before all: a copy of the home, and its paths by inode."""

    copy: Path
    paths: dict[str, Path]

    def names(self, folder: Path) -> list[list[str]]:
        """What stood in a folder: kind, inode, name."""
        return [
            ["d" if (self.copy / path).is_dir() else "f", inode, path.name]
            for inode, path in self.paths.items()
            if path.parent == folder
        ]

    def file(self, inode: str) -> Path | None:
        return self.copy / self.paths[inode] if inode in self.paths else None


@dataclass(frozen=True)
class Cut:
    """What the disk had at a moment, in `folder`, and what had been acknowledged before it."""

    folder: Path
    acknowledged: list[str]


def shim_made(folder: Path) -> Path:
    """The shim as a library; raises CalledProcessError or FileNotFoundError where nothing can make it."""
    made = folder / "power.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(made), str(SHIM)], check=True)
    return made


def run(folder: Path, cuts: int, seed: int = 0) -> Outcome:
    """Take in events, cut the power as often, and see what is left each time. Needs a C compiler."""
    home = folder / "home"
    home.mkdir()
    plain = Collector(home)
    plain.prepare()
    key = plain.source("powered")
    before = Before(shutil.copytree(home, folder / "before"), _inodes(home))
    powered = Powered(home, compacts=True, shim=shim_made(folder))
    powered.kept.mkdir()
    powered.start()
    try:
        found, sent = _cut(powered, key, cuts, random.Random(seed))
    finally:
        powered.kill()
    # Segments are listed with their place, so each home is made again where the first one was.
    shutil.rmtree(home)
    seen = [_seen(plain, one, before, sent) for one in found]
    return Outcome(
        cuts=len(seen),
        acknowledged=sum(len(one.acknowledged) for one in found),
        lost=sum(lost for lost, _, _ in seen),
        doubled=sum(doubled for _, doubled, _ in seen),
        torn=sum(torn for _, _, torn in seen),
    )


def _inodes(home: Path) -> dict[str, Path]:
    """Each path of a home, relative to it, by its inode as the shim writes it: with the moment it was made."""
    listed = ["stat", "--format", "%i-%W\t%w\t%n", *map(str, home.rglob("*"))]
    lines = subprocess.run(listed, check=True, capture_output=True, text=True).stdout.splitlines()
    parts = (line.split("\t", 2) for line in lines)
    return {
        f"{inode}-{int(at.split('.')[1].split()[0])}": Path(path).relative_to(home)
        for inode, at, path in parts
    }


def _cut(powered: Powered, key: str, cuts: int, chance: random.Random) -> tuple[list[Cut], list[str]]:
    """The disk at that many moments under load, and every event that was ever sent."""
    senders = [Sender(powered.url, key, f"powered-{number}") for number in range(SENDERS)]
    stop = threading.Event()
    threads = [threading.Thread(target=sender.send, args=(stop,)) for sender in senders]
    for thread in threads:
        thread.start()
    found = []
    for number in range(cuts):
        time.sleep(chance.uniform(0.1, 1.2))
        found.append(_set_aside(powered, senders, number))
    stop.set()
    for thread in threads:
        thread.join()
    return found, [one for sender in senders for one in sender.sent]


def _set_aside(powered: Powered, senders: list[Sender], number: int) -> Cut:
    acknowledged = [one for sender in senders for one in list(sender.acknowledged)]
    to = powered.kept.with_name(f"cut-{number}")
    with (powered.kept / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        shutil.copytree(powered.kept, to)
    return Cut(to, acknowledged)


def _seen(plain: Collector, cut: Cut, before: Before, sent: list[str]) -> tuple[int, int, int]:
    """How many acknowledged events are lost, how many count not once after all are sent again, and whether the
    database is torn."""
    _rebuilt(cut.folder, before, plain.home)
    done = subprocess.run(
        [sys.executable, "-c", AGAIN], input=json.dumps(sent), env=plain.environment, text=True, cwd=ROOT,
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    shutil.rmtree(plain.home)
    counts = Counter(found["again"])
    lost = set(cut.acknowledged) - set(found["there"])
    return len(lost), sum(counts[one] != 1 for one in sent), found["whole"] != "ok"


def _rebuilt(kept: Path, before: Before, home: Path) -> None:
    """The home as the disk had it: names as last synced, bytes as last synced; the rest as it was before all."""
    listings = dict(map(_listing, kept.glob("d-*")))
    files = {one.name.removeprefix("f-"): one for one in kept.glob("f-*")}

    def make(folder: Path) -> None:
        folder.mkdir()
        for kind, inode, name in listings.get(folder) or before.names(folder.relative_to(home)):
            if kind == "d":
                make(folder / name)
            elif not name.endswith(SHARED):
                content = files.get(inode) or before.file(inode)
                (folder / name).write_bytes(content.read_bytes() if content else b"")

    make(home)


def _listing(one: Path) -> tuple[Path, list[list[str]]]:
    path, *names = one.read_text().splitlines()
    return Path(path), [name.split("\t", 2) for name in names]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="headway-power-") as folder:
        outcome = run(Path(folder).resolve(), asked.rounds)
    print(outcome)
    sys.exit(not outcome.holds)


if __name__ == "__main__":
    main()
