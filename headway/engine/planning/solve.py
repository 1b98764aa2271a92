"""Choose and sequence: the plan of highest value that fits, with a proven bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from headway.engine.planning.greedy import drop_idle, fill, value_of
from headway.engine.planning.mandatory import mandatory_ids, place
from headway.engine.planning.milp import solve_programme
from headway.engine.planning.model import Option, Plan, Problem
from headway.engine.planning.occupancy import Occupancy
from headway.engine.planning.options import closure, options_by_id
from headway.engine.planning.schedule import build, occupancy_of
from headway.engine.planning.validate import validate

VALUE_DUST = 1e-12


@dataclass(frozen=True, slots=True)
class Solved:
    """A placement of the best plan found, what any plan is worth at most, and the solver's seconds."""

    occupancy: Occupancy
    value: float
    bound: float
    seconds: float


def solve(problem: Problem) -> Plan:
    """Return the most valuable plan within capacity, windows, dependencies, exclusions and mandatory items.

    A MILP on start-indexed yes/no variables (HiGHS), begun from the greedy plan; deterministic for a random
    seed unless the time limit cuts it. Raises PlanningError where the problem is badly written or the
    mandatory items cannot all fit.

    >>> from headway.engine.planning.model import Candidate
    >>> pair = (Candidate("A", 5, {"web": 4}), Candidate("B", 4, {"web": 3}), Candidate("C", 3, {"web": 3}))
    >>> plan = solve(Problem(("Q1",), ("web",), {("web", "Q1"): 6}, pair))
    >>> [item.id for item in plan.items], plan.value, plan.greedy_value, plan.proven
    (['B', 'C'], 7.0, 7.0, True)
    """
    validate(problem)
    options = options_by_id(problem)
    kept = mandatory_ids(problem)
    greedy = place(problem, options, kept)
    fill(greedy, options)
    drop_idle(greedy, kept)
    best = improve(problem, options, kept, greedy)
    return _plan(problem, best, value_of(greedy))


def improve(
    problem: Problem,
    options: Mapping[str, tuple[Option, ...]],
    forced: set[str],
    start: Occupancy,
    *,
    time_limit_s: float | None = None,
    gap_target: float | None = None,
) -> Solved:
    """Return the best plan that holds all of `forced` (closed under prerequisites), begun from `start`."""
    settings = problem.settings
    live = {i for i in _worthwhile(problem) | forced if options[i]}
    schedule = build(problem, options, live, forced)
    outcome = solve_programme(
        schedule.programme,
        settings.time_limit_s if time_limit_s is None else time_limit_s,
        settings.gap_target if gap_target is None else gap_target,
        settings.random_seed,
        schedule.assignment(start.placed),
    )
    found = occupancy_of(problem, schedule.placements(outcome)) if outcome.values else start
    drop_idle(found, forced)
    return _solved(found, start, outcome.bound / schedule.scale, outcome.seconds)


def _solved(found: Occupancy, start: Occupancy, bound: float, seconds: float) -> Solved:
    best = max(found, start, key=value_of)
    value = value_of(best)
    return Solved(best, value, max(value, bound), seconds)


def _worthwhile(problem: Problem) -> set[str]:
    return closure(problem, {candidate.id for candidate in problem.candidates if candidate.value})


def gap_of(value: float, bound: float) -> float | None:
    """Return (bound - value) / value: how much better any plan could be; None where the value is zero.

    >>> gap_of(100, 102), gap_of(0, 0), gap_of(0, 5)
    (0.02, 0.0, None)
    """
    if bound - value <= VALUE_DUST * value:
        return 0.0
    return (bound - value) / value if value > 0 else None


def _plan(problem: Problem, best: Solved, greedy_value: float) -> Plan:
    gap = gap_of(best.value, best.bound)
    return Plan(
        items=best.occupancy.items(),
        value=best.value,
        bound=best.bound,
        gap=gap,
        greedy_value=greedy_value,
        loads=best.occupancy.loads(),
        # HiGHS measures its gap against the bound of its own rounding.
        proven=gap is not None and gap <= problem.settings.gap_target * (1 + 1e-6) + 1e-9,
    )
