"""How far to trust a plan: the odds of overload and of finishing in time when efforts are uncertain."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from headway.engine.planning.model import TOLERANCE_PERSON_WEEKS, Z_90, Candidate, Placed, Plan, Problem
from headway.engine.planning.options import topological_order

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
COMMON_SHOCK = 0.1


@dataclass(frozen=True, slots=True)
class LoadOdds:
    """The chance that a team has more work than capacity in a period (label), and the P90 of that work."""

    team: str
    period: str
    p_overload: float
    used_p90_person_weeks: float
    capacity_person_weeks: float


@dataclass(frozen=True, slots=True)
class ItemOdds:
    """The chance that an item finishes in the period it is planned to finish in."""

    id: str
    p_in_time: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """How a plan fares over the draws; `overloaded_share` is the mean share of team-periods over capacity."""

    loads: tuple[LoadOdds, ...]
    items: tuple[ItemOdds, ...]
    overloaded_share: float


def simulate(
    problem: Problem, plan: Plan, n: int = 4096, seed: int = 0, common_shock: float = COMMON_SHOCK
) -> Reliability:
    """Return the odds over `n` draws of every effort, the same for the same seed.

    Each effort is lognormal through its P50 and P90, times one lognormal shock a draw that all efforts share,
    whose log has the standard deviation `common_shock`. A team takes its items of a period in the order
    mandatory first, then most value per effort; an item is in time if what its teams must do up to and
    including it fits in each of its periods, and if its prerequisites are in time. Work that is late is not
    carried on.

    >>> from headway.engine.planning.model import Candidate
    >>> from headway.engine.planning.solve import solve
    >>> one = Problem(("Q1",), ("web",), {("web", "Q1"): 10}, (Candidate("A", 1, {"web": 10}, {"web": 20}),))
    >>> round(simulate(one, solve(one)).loads[0].p_overload, 1)
    0.5
    """
    queue = _queue(problem, plan)
    draws = _Draws(
        _efforts(problem, queue, n, seed, common_shock), {i.id: np.ones(n, dtype=bool) for i in queue}, n
    )
    loads = tuple(
        _load_odds(problem, team, period, _work_through(problem, queue, draws, team, period))
        for team in problem.teams
        for period in range(len(problem.periods))
    )
    _pass_on_delays(problem, draws.in_time)
    items = tuple(ItemOdds(item.id, float(draws.in_time[item.id].mean())) for item in plan.items)
    return Reliability(loads, items, sum(load.p_overload for load in loads) / len(loads))


@dataclass(frozen=True, slots=True)
class _Draws:
    efforts: Mapping[tuple[str, str], Floats]
    in_time: dict[str, Flags]
    n: int


def _queue(problem: Problem, plan: Plan) -> list[Placed]:
    by_id = problem.by_id()
    return sorted(plan.items, key=lambda item: _priority(by_id[item.id]))


def _priority(candidate: Candidate) -> tuple[bool, float]:
    return (not candidate.mandatory, -(candidate.value or 0.0) / candidate.total_person_weeks)


def _efforts(
    problem: Problem, queue: list[Placed], n: int, seed: int, common_shock: float
) -> dict[tuple[str, str], Floats]:
    rng = np.random.default_rng(seed)
    shock = np.exp(common_shock * rng.standard_normal(n))
    by_id = problem.by_id()
    drawn = {}
    for identifier in sorted(item.id for item in queue):
        candidate = by_id[identifier]
        for team, p50 in sorted(candidate.effort_person_weeks.items()):
            if p50 > 0:
                spread = math.log(candidate.effort_p90_person_weeks.get(team, p50) / p50) / Z_90
                drawn[identifier, team] = p50 * shock * np.exp(spread * rng.standard_normal(n))
    return drawn


def _work_through(problem: Problem, queue: list[Placed], draws: _Draws, team: str, period: int) -> Floats:
    used: Floats = np.zeros(draws.n)
    limit = problem.capacity(team, period) + TOLERANCE_PERSON_WEEKS
    for item in queue:
        effort = draws.efforts.get((item.id, team))
        if effort is not None and item.start <= period <= item.finish:
            used = used + effort / (item.finish - item.start + 1)
            draws.in_time[item.id] &= used <= limit
    return used


def _load_odds(problem: Problem, team: str, period: int, used: Floats) -> LoadOdds:
    capacity = problem.capacity(team, period)
    p_overload = float((used > capacity + TOLERANCE_PERSON_WEEKS).mean())
    return LoadOdds(team, problem.periods[period], p_overload, float(np.quantile(used, 0.9)), capacity)


def _pass_on_delays(problem: Problem, in_time: dict[str, Flags]) -> None:
    by_id = problem.by_id()
    for identifier in topological_order(problem):
        for required in by_id[identifier].requires:
            if identifier in in_time and required in in_time:
                in_time[identifier] &= in_time[required]
