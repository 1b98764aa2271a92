"""When each candidate could run: windows, own size, and the time its prerequisites need."""

from __future__ import annotations

import math
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from statistics import NormalDist

from headway.engine.planning.errors import PlanningError
from headway.engine.planning.model import TOLERANCE_PERSON_WEEKS, Z_90, Candidate, Option, Problem


def effort_of(problem: Problem, candidate: Candidate) -> dict[str, float]:
    """Return the person-weeks per team the plan counts with: P50, or the quantile the settings ask for.

    >>> from headway.engine.planning.model import Settings
    >>> big = Candidate("A", 1, {"web": 10}, {"web": 20})
    >>> cautious = Problem(("Q1",), ("web",), {("web", "Q1"): 30}, (big,), Settings(effort_quantile=0.9))
    >>> round(effort_of(cautious, big)["web"], 6)
    20.0
    """
    z = NormalDist().inv_cdf(problem.settings.effort_quantile) / Z_90
    return {
        team: p50 * (candidate.effort_p90_person_weeks.get(team, p50) / p50) ** z
        for team, p50 in candidate.effort_person_weeks.items()
        if p50 > 0
    }


def topological_order(problem: Problem) -> list[str]:
    """Return the ids, prerequisites first. Raises PlanningError naming the cycle where there is one.

    >>> pair = (Candidate("B", 1, {"web": 1}, requires=("A",)), Candidate("A", 1, {"web": 1}))
    >>> topological_order(Problem(("Q1",), ("web",), {("web", "Q1"): 3}, pair))
    ['A', 'B']
    """
    graph = {candidate.id: candidate.requires for candidate in problem.candidates}
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        cycle = " -> ".join(reversed(error.args[1]))
        raise PlanningError(
            f"The dependencies go round in a cycle: {cycle}; remove one of these links."
        ) from None


def closure(problem: Problem, ids: set[str]) -> set[str]:
    """Return `ids` with everything they require, directly or not.

    >>> pair = (Candidate("B", 1, {"web": 1}, requires=("A",)), Candidate("A", 1, {"web": 1}))
    >>> sorted(closure(Problem(("Q1",), ("web",), {("web", "Q1"): 3}, pair), {"B"}))
    ['A', 'B']
    """
    by_id, found, open_ids = problem.by_id(), set[str](), list(ids)
    while open_ids:
        current = open_ids.pop()
        if current not in found:
            found.add(current)
            open_ids.extend(by_id[current].requires)
    return found


def options_by_id(problem: Problem) -> dict[str, tuple[Option, ...]]:
    """Return all ways to place each candidate that its window, own size and prerequisites allow.

    Prerequisites count with the earliest period they could finish in were they alone.

    >>> one = Candidate("A", 1, {"web": 5}, earliest=1)
    >>> options_by_id(Problem(("Q1", "Q2"), ("web",), {("web", "Q1"): 9, ("web", "Q2"): 9}, (one,)))
    {'A': (Option(start=1, finish=1),)}
    """
    by_id, found = problem.by_id(), dict[str, tuple[Option, ...]]()
    for identifier in topological_order(problem):
        found[identifier] = _options(problem, by_id[identifier], found)
    return found


def _options(
    problem: Problem, candidate: Candidate, found: Mapping[str, tuple[Option, ...]]
) -> tuple[Option, ...]:
    earliest = earliest_start(problem, candidate, found)
    if earliest is None:
        return ()
    last = problem.last_finish(candidate)
    effort = effort_of(problem, candidate)
    options = (_option(problem, effort, start, last) for start in range(earliest, last + 1))
    return tuple(option for option in options if option is not None)


def earliest_start(
    problem: Problem, candidate: Candidate, found: Mapping[str, tuple[Option, ...]]
) -> int | None:
    """Return the first period `candidate` could start in, None where a prerequisite has no place at all."""
    starts = [candidate.earliest]
    for required in candidate.requires:
        if not found[required]:
            return None
        finish = min(option.finish for option in found[required])
        starts.append(finish + start_lag(problem))
    return max(starts)


def start_lag(problem: Problem) -> int:
    """Return how many periods after its prerequisite finishes an item may start."""
    return 0 if problem.settings.same_period_dependencies else 1


def _option(problem: Problem, effort: Mapping[str, float], start: int, last: int) -> Option | None:
    for finish in range(start, last + 1):
        option = Option(start, finish)
        if fits_alone(problem, effort, option):
            return option
    return None


def fits_alone(problem: Problem, effort: Mapping[str, float], option: Option) -> bool:
    """Return whether the effort, spread evenly over the option's periods, fits each team's free capacity."""
    return all(
        need / option.length <= problem.capacity(team, period) + TOLERANCE_PERSON_WEEKS
        for team, need in effort.items()
        for period in range(option.start, option.finish + 1)
    )


def worth(problem: Problem, candidate: Candidate, option: Option) -> float:
    """Return what the candidate adds to the plan's value if placed so; unknown value adds nothing.

    >>> one = Candidate("A", 100, {"web": 5})
    >>> plan = Problem(("Q1", "Q2"), ("web",), {("web", "Q1"): 9, ("web", "Q2"): 9}, (one,))
    >>> worth(plan, one, Option(1, 1))
    90.0
    """
    return (candidate.value or 0.0) * math.pow(problem.settings.discount_per_period, option.finish)
