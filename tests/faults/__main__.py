"""Tests the tests: plants one hole at a time into a copy of the tree and sees whether the suite notices.

    python -m tests.faults [--only NAME] [--jobs 2]

For each fault of `planted.py` a fresh copy of the tracked files gets the one change, and the tests that guard that
place run in it, the way `make test` runs them. A fault is caught when a test fails; a copy that cannot even start
does not count. Before the first fault, the same tests run on a copy without one and have to pass.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from tests.faults.planted import FAULTS, Fault

ROOT = Path(__file__).resolve().parents[2]
SHARE_LEAST = 0.95
PASSED, FAILED = 0, 1


@dataclass(frozen=True)
class Result:
    fault: str
    caught: bool
    said: str
    seconds: float


def copied(target: Path) -> None:
    """The tracked files of this tree, as they are now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)


def plant(fault: Fault, target: Path) -> None:
    """Make the one change. Raises SystemExit where the place is not there once, so that the list stays true."""
    path = target / fault.file
    text = path.read_text("utf-8") if path.is_file() else ""
    if text.count(fault.old) != 1:
        raise SystemExit(f"{fault.name}: {fault.file} has the text {text.count(fault.old)} times, not once.")
    path.write_text(text.replace(fault.old, fault.new), "utf-8")


def misplaced() -> list[str]:
    """The faults whose place is no longer there, so that nobody waits long to hear of it."""
    texts = {fault.file: (ROOT / fault.file).read_text("utf-8") for fault in FAULTS}
    return [fault.name for fault in FAULTS if texts[fault.file].count(fault.old) != 1]


def tested(target: Path, tests: tuple[str, ...]) -> tuple[int, str]:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    done = subprocess.run(command, cwd=target, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return done.returncode, (lines or done.stdout.strip().splitlines() or [done.stderr[-200:]])[-1]


def tried(fault: Fault) -> Result:
    began = monotonic()
    with tempfile.TemporaryDirectory(prefix="headway-fault-") as folder:
        copied(Path(folder))
        plant(fault, Path(folder))
        status, said = tested(Path(folder), fault.tests)
    caught = status == FAILED and not said.startswith("ERROR")
    return Result(fault.name, caught, said, monotonic() - began)


def control() -> None:
    """The guarding tests pass where nothing is planted; otherwise everything would count as caught."""
    tests = tuple(sorted({name for fault in FAULTS for name in fault.tests}))
    with tempfile.TemporaryDirectory(prefix="headway-fault-") as folder:
        copied(Path(folder))
        status, said = tested(Path(folder), tests)
    if status != PASSED:
        raise SystemExit(f"The tests fail without any fault: {said}")
    print(f"Control: {len(tests)} guarding test files pass without a fault.", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="part of the names of the faults to try")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--no-control", action="store_true")
    chosen = parser.parse_args()
    if gone := misplaced():
        raise SystemExit(f"Their place has changed, so plant them anew: {', '.join(gone)}.")
    if not chosen.no_control:
        control()
    faults = [fault for fault in FAULTS if chosen.only in fault.name]
    with ThreadPoolExecutor(chosen.jobs) as pool:
        results = []
        for result in pool.map(tried, faults):
            results.append(result)
            print(f"{'caught' if result.caught else 'MISSED':7} {result.fault}: {result.said[:150]} "
                  f"({result.seconds:.0f} s)", flush=True)  # fmt: skip
    caught = sum(result.caught for result in results)
    print(
        f"{caught} of {len(results)} planted faults caught, {caught / len(results):.1%}; bar {SHARE_LEAST:.0%}."
    )
    sys.exit(caught / len(results) < SHARE_LEAST)


if __name__ == "__main__":
    main()
