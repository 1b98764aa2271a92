"""The whole main job on the bank folder as a user starts it: one command on an empty home.

Prints seconds, peak memory, how well themes and trends agree with the folder's truth, and how good the plan is.
"""

import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

BANK = Path("../shared/data/bank")


def main() -> None:
    if not BANK.is_dir():
        print(f"main job: skipped, {BANK} is not there")
        return
    with tempfile.TemporaryDirectory(prefix="headway-bench-") as home:
        report, wall_s = _run(Path(home))
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"main job: {wall_s:.1f} s wall, {usage.ru_utime + usage.ru_stime:.1f} s CPU, "
          f"peak {usage.ru_maxrss / 1024:.0f} MB (bars: 90 s, 2048 MB)")  # fmt: skip
    for step, seconds in report["timings_s"].items():
        print(f"  {step}: {seconds:.1f} s")
    _themes(report)
    _trends(report)
    _plan(report["plan"])


def _run(home: Path) -> tuple[dict[str, Any], float]:
    command = [
        str(Path(sys.executable).with_name("headway")),
        "plan",
        str(BANK),
        "--quarter",
        "2026-Q4",
        "--json",
    ]
    environment = os.environ | {"HEADWAY_HOME": str(home), "DATABASE_URL": ""}
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout), time.perf_counter() - start


def _table(name: str) -> list[dict[str, str]]:
    with (BANK / name).open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def _themes(report: dict[str, Any]) -> None:
    from sklearn.metrics import adjusted_rand_score, v_measure_score

    gold = {row["feedback_id"]: row["category"] for row in _table("labels.csv")}
    assigned = report["themes"]["assignments"]
    pairs = [(category, assigned[ref]["theme"]) for ref, category in gold.items() if ref in assigned]
    true, found = zip(*pairs, strict=True)
    sure = sum(one["confident"] for one in assigned.values()) / len(assigned)
    print(f"themes: ARI {adjusted_rand_score(true, found):.3f}, V {v_measure_score(true, found):.3f}, "
          f"{report['themes']['count']} themes, {len(pairs)} of {len(gold)} messages assigned, "
          f"{sure:.0%} confident (bars: 0.46, 0.76, 58 to 96, all)")  # fmt: skip


def _trends(report: dict[str, Any]) -> None:
    """For each planted category, the direction of the theme that holds most of its messages; and how many
    themes are called rising or falling although no planted category has its home there."""
    truth = json.loads((BANK / "truth.json").read_text())["feedback"]
    gold = {row["feedback_id"]: row["category"] for row in _table("labels.csv")}
    assigned = report["themes"]["assignments"]
    direction = {one["theme"]: one["direction"] for one in report["trends"]}
    planted_homes = set()
    for wanted in ("rising", "falling"):
        right = []
        for category in truth[wanted]:
            homes = Counter(assigned[ref]["theme"] for ref, one in gold.items() if one == category)
            home = homes.most_common(1)[0][0]
            planted_homes.add(home)
            right.append((category, direction[home] == wanted))
        print(f"{wanted}: {sum(ok for _, ok in right)} of {len(right)} planted categories found "
              f"{[category for category, ok in right if not ok] or ''}")  # fmt: skip
    others = [theme for theme in direction if theme not in planted_homes]
    called = [theme for theme in others if direction[theme] != "flat"]
    print(
        f"false calls: {len(called)} of {len(others)} themes without a planted category (bar: one in twenty)"
    )


def _plan(plan: dict[str, Any]) -> None:
    over = [one for one in plan["loads"] if one["used_person_weeks"] > one["capacity_person_weeks"] + 1e-6]
    finish = {one["id"]: one["finish"] for one in plan["items"]}
    start = {one["id"]: one["start"] for one in plan["items"]}
    broken = [
        (row["id"], before)
        for row in _table("initiatives.csv")
        if row["id"] in start
        for before in filter(None, row["depends_on"].split(";"))
        if before not in finish or finish[before] > start[row["id"]]
    ]
    print(f"plan: {len(plan['items'])} in, {len(plan['excluded'])} out, gap {plan['gap']:.2%} (bar 2 %), "
          f"{plan['value'] / plan['greedy_value']:.3f} times greedy, {len(over)} team-quarters over capacity, "
          f"{len(broken)} dependencies broken")  # fmt: skip


if __name__ == "__main__":
    main()
