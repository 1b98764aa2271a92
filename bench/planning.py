"""Plan the bank's initiatives and print value, bound, gap, the ratio to greedy and seconds.

Run `python -m bench.planning` beside a `shared/data/bank` folder; message counts per category stand in for
value.
"""

from __future__ import annotations

import collections
import csv
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from headway.engine.planning.check import violations
from headway.engine.planning.explain import explain
from headway.engine.planning.model import Candidate, Problem, Settings
from headway.engine.planning.simulate import simulate
from headway.engine.planning.solve import solve

BANK = Path(__file__).resolve().parents[2] / "shared" / "data" / "bank"


def bank_problem(folder: Path = BANK, settings: Settings | None = None) -> Problem:
    """Return the bank's planning problem, an initiative being worth the messages of its categories."""
    teams = list(_rows(folder / "teams.csv"))
    periods = tuple(sorted({row["period"] for row in teams}))
    free = {(row["team"], row["period"]): _net_person_weeks(row) for row in teams}
    messages = collections.Counter(row["category"] for row in _rows(folder / "labels.csv"))
    candidates = tuple(_candidate(row, periods, messages) for row in _rows(folder / "initiatives.csv"))
    return Problem(periods, tuple(sorted({t for t, _ in free})), free, candidates, settings or Settings())


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _net_person_weeks(row: dict[str, str]) -> float:
    return float(row["capacity_person_weeks"]) * (1 - float(row["run_reserve_share"]))


def _candidate(
    row: dict[str, str], periods: tuple[str, ...], messages: collections.Counter[str]
) -> Candidate:
    categories = [name for name in row["problem_categories"].split(";") if name]
    enabling = row["enabler"] == "1" or row["mandatory"] == "1"
    return Candidate(
        id=row["id"],
        value=float(sum(messages[name] for name in categories)) if categories or enabling else None,
        effort_person_weeks=_efforts(row, "effort_p50_"),
        effort_p90_person_weeks=_efforts(row, "effort_p90_"),
        requires=tuple(name for name in row["depends_on"].split(";") if name),
        earliest=periods.index(row["earliest_quarter"]),
        deadline=_last_period(row["deadline"], periods),
        mandatory=row["mandatory"] == "1",
    )


def _efforts(row: dict[str, str], prefix: str) -> dict[str, float]:
    return {
        key.removeprefix(prefix): float(row[key]) for key in row if key.startswith(prefix) and float(row[key])
    }


def _last_period(deadline: str, periods: tuple[str, ...]) -> int | None:
    """The last quarter that ends on or before the deadline."""
    if not deadline:
        return None
    ends = {"1": "03-31", "2": "06-30", "3": "09-30", "4": "12-31"}
    return sum(f"{period[:4]}-{ends[period[-1]]}" <= deadline for period in periods) - 1


def main() -> None:
    """Print the figures."""
    if not BANK.is_dir():
        sys.exit(f"There is no {BANK.name} folder beside the project: put shared/data/bank there.")
    for same_period in (True, False):
        problem = bank_problem(settings=Settings(same_period_dependencies=same_period))
        began = time.perf_counter()
        plan = solve(problem)
        solved = time.perf_counter()
        print(f"bank, {len(problem.candidates)} initiatives, dependencies in the same quarter: {same_period}")
        print(
            f"  planned {len(plan.items)}, value {plan.value:.1f}, bound {plan.bound:.1f}, gap {plan.gap:.4%}"
        )
        print(f"  greedy {plan.greedy_value:.1f}, ratio {plan.value / plan.greedy_value:.3f}")
        print(f"  violations {len(violations(problem, plan))}, seconds {solved - began:.2f}")
        answers = explain(problem, plan)
        print(f"  {len(answers)} exclusions explained in {time.perf_counter() - solved:.2f} s")
        for answer in answers:
            print(f"    {answer.id}: {answer.reason}")
        reliability = simulate(problem, plan)
        print(f"  team-quarters overloaded in simulation {reliability.overloaded_share:.1%}")


if __name__ == "__main__":
    main()
