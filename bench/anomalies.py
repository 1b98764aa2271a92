"""Anomaly detection by the rules of the Numenta Anomaly Benchmark (standard profile), with the one default setting.

Run from the root of the project: `python -m bench.anomalies [FOLDER]` (default: ../shared/data/anomalies). The folder
has series (timestamp, value) and label_windows.json. Scoring follows NAB (github.com/numenta/NAB, its scoring paper:
Lavin and Ahmad 2015): the first alarm in a window counts by how early it is, one outside costs 0.11, a missed window
costs 1; 0 is what a detector gets that never speaks, 100 one that is right at the beginning of each window. The
threshold is not fitted here: the default of the product is used.
"""

import csv
import json
import math
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from headway.engine.anomalies.detect import Setting, anomalies

DEFAULT_FOLDER = Path("../shared/data/anomalies")
BAR = 58.0
FALSE_ALARM, MISSED = 0.11, 1.0
NEAR: list[dict[str, float]] = [
    {"margin": 0.05}, {"margin": 0.15}, {"fade": 1e-4}, {"fade": 5e-4}, {"quiet": 0.1}, {"quiet": 0.6}
]  # fmt: skip
Windows = list[tuple[int, int]]


def moment(text: str) -> float:
    return datetime.fromisoformat(text[:19]).replace(tzinfo=UTC).timestamp()


def series(path: Path) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    with path.open(newline="") as file:
        rows = [(moment(row["timestamp"]), float(row["value"])) for row in csv.DictReader(file)]
    return np.array([at for at, _ in rows]), np.array([value for _, value in rows])


def windows_of(at: NDArray[np.float64], labelled: list[list[str]]) -> Windows:
    inside = [np.flatnonzero((at >= moment(begin)) & (at <= moment(end))) for begin, end in labelled]
    return [(int(one[0]), int(one[-1])) for one in inside]


def weight(place: float) -> float:
    """NAB's sigmoid of a place relative to a window: -1 its beginning, 0 its end, beyond that the past of it."""
    return -1.0 if place > 3 else 2 / (1 + math.exp(5 * place)) - 1


def scored(alarms: list[int], windows: Windows, points: int) -> float:
    """The points of one series; what is told in the first 15 % (750 at most) does not count."""
    begin, total = int(min(0.15 * points, 750)), 0.0
    first: dict[tuple[int, int], int] = {}
    for alarm in (one for one in alarms if one >= begin):
        inside = [window for window in windows if window[0] <= alarm <= window[1]]
        past = [window for window in windows if window[1] < alarm]
        if inside:
            first.setdefault(inside[0], alarm)
        else:
            total += FALSE_ALARM * (
                weight((alarm - past[-1][1]) / (past[-1][1] - past[-1][0])) if past else -1
            )
    for (left, right), alarm in first.items():
        total += weight(-(right - alarm + 1) / (right - left + 1)) / weight(-1)
    return total - MISSED * (len(windows) - len(first))


def measured(folder: Path, setting: Setting, *, tell: bool = False) -> float:
    labels: dict[str, list[list[str]]] = json.loads((folder / "label_windows.json").read_text())
    total = number = 0.0
    for name in sorted(one for one in labels if (folder / one).exists()):
        at, values = series(folder / name)
        windows = windows_of(at, labels[name])
        alarms = [one.place for one in anomalies(at, values, setting)]
        points = scored(alarms, windows, len(values))
        total, number = total + points, number + len(windows)
        if tell:
            print(
                f"  {name:<58} {points:6.2f} of {len(windows)}, {len(alarms)} alarms in {len(values)} points"
            )
    return 100 * (total + number) / (2 * number)


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_FOLDER
    if not folder.exists():
        print(f"{folder} is not there; the labelled series are not part of the project.")
        return 0
    cpu = time.process_time()
    score = measured(folder, Setting(), tell=True)
    cpu = time.process_time() - cpu
    told = f"bar {BAR:.0f}" if score >= BAR else f"bar {BAR:.0f}  BELOW THE BAR"
    print(f"{'NAB standard profile, default setting':<58} {score:8.1f}  {told}")
    print(f"{'CPU seconds for all series':<58} {cpu:8.1f}")
    print(
        "How much the score hangs on the setting (chosen with these series in view, so read it with the rest):"
    )
    for changed in NEAR:
        print(f"  {changed!s:<56} {measured(folder, Setting(**changed)):8.1f}")
    return int(score < BAR)


if __name__ == "__main__":
    sys.exit(main())
