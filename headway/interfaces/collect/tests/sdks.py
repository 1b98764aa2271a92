"""`python -m headway.interfaces.collect.tests.sdks`: the vendors' own SDKs by host and key only, through a restart.

The SDKs live under build/sdks, in an environment of Python and a project of npm of their own, made here from the
registries. All of them send at the same time, one event after another, while the collector is killed and started
again; every event has to be stored exactly once.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from headway.interfaces.collect.tests.conftest import Collector
from headway.interfaces.collect.tests.sdk_programs import SDKS, Sdk
from tests.server import ROOT

EVENTS, PAUSE_S, DOWN_S = 200, 0.04, 1.0
INSTALL_S, SENDING_S = 240, 120
HOME = ROOT / "build" / "sdks"
PYTHON = HOME / "python" / "bin" / "python"


@dataclass(frozen=True)
class Told:
    """What became of the events of one SDK; `status` is how its program ended, None when it had to be stopped."""

    sdk: Sdk
    stored: Counter[str]
    numbers: list[int]
    status: int | None

    @property
    def is_exact(self) -> bool:
        wanted = Counter(dict(self.sdk.more)) + Counter(sent=EVENTS)
        return self.status == 0 and self.stored == wanted and self.numbers == list(range(EVENTS))

    def row(self) -> str:
        lost, doubled = EVENTS - len(set(self.numbers)), len(self.numbers) - len(set(self.numbers))
        said = (
            "each exactly once" if self.is_exact else f"lost {lost}, doubled {doubled}, {dict(self.stored)}"
        )
        ended = "stopped" if self.status is None else self.status
        return (
            f"  {self.sdk.package:36} {self.stored.total():5}  {ended!s:7}  {said}; set: {self.sdk.options}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="some of them, such as mixpanel-python; all when left out")
    names = parser.parse_args().names
    chosen = [one for one in SDKS if not names or one.name in names]
    _install()
    with tempfile.TemporaryDirectory(prefix="headway-sdks-") as folder:
        home = Path(folder) / "home"
        home.mkdir()
        collector = Collector(home, compacts=True)
        collector.prepare()
        found = _through_a_restart(collector, chosen)
    print(f"  {'SDK':36} {'kept':>5}  {'ends':7}  of {EVENTS} events each")
    print("\n".join(one.row() for one in found))
    failed = [one.sdk.name for one in found if not one.is_exact]
    sys.exit(f"Not exactly once: {', '.join(failed)}" if failed else 0)


def _install() -> None:
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PYTHON.parent.parent)], check=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *(one.package for one in SDKS if one.is_python)], check=True, timeout=INSTALL_S)
    npm = ["npm", "install", "--prefix", str(HOME), "--no-save", "--silent", "--no-audit", "--no-fund"]
    (HOME / "package.json").write_text(json.dumps({"name": "sdks", "private": True}))
    packages = [one.package for one in SDKS if not one.is_python]
    subprocess.run([*npm, *packages], check=True, timeout=INSTALL_S)


def _through_a_restart(collector: Collector, sdks: Sequence[Sdk]) -> list[Told]:
    """Let the SDKs send, kill the collector in the middle, and see what is there in the end."""
    keys = {one.name: collector.source(one.name) for one in sdks}
    collector.start()
    running = {one: _started(one, collector.url, keys[one.name]) for one in sdks}
    time.sleep(EVENTS * PAUSE_S / 2)
    collector.kill()
    time.sleep(DOWN_S)
    collector.start()
    until = time.monotonic() + SENDING_S
    statuses = {one: _ended(program, until) for one, program in running.items()}
    collector.stop()
    return [_told(one, collector, statuses[one]) for one in sdks]


def _started(sdk: Sdk, url: str, key: str) -> "subprocess.Popen[bytes]":
    program = HOME / f"{sdk.name}{'.py' if sdk.is_python else '.mjs'}"
    program.write_text(sdk.program)
    log = program.with_suffix(".log").open("wb")
    given = [str(PYTHON) if sdk.is_python else "node", str(program), url, key, str(EVENTS), str(PAUSE_S)]
    return subprocess.Popen(given, cwd=HOME, stdout=log, stderr=log)


def _ended(program: "subprocess.Popen[bytes]", until: float) -> int | None:
    try:
        return program.wait(max(0.1, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()
        return None


def _told(sdk: Sdk, collector: Collector, status: int | None) -> Told:
    events = collector.stored(sdk.name)["events"]
    numbers = [json.loads(one["properties"])["n"] for one in events if one["event"] == "sent"]
    return Told(sdk, Counter(one["event"] for one in events), sorted(numbers), status)


if __name__ == "__main__":
    main()
