from __future__ import annotations

import math
from statistics import NormalDist

import pytest

from headway.engine.planning.model import Candidate, Problem
from headway.engine.planning.simulate import simulate
from headway.engine.planning.solve import solve

Z_90 = 1.2815515655446004


def problem(*candidates: Candidate, free: float) -> Problem:
    return Problem(("2026-Q4",), ("web",), {("web", "2026-Q4"): free}, candidates)


def test_overload_odds_of_one_lognormal() -> None:
    # log effort has sd sqrt((ln 2 / z90)^2 + 0.1^2); capacity is 1.5 times the median
    asked = problem(Candidate("A", 1.0, {"web": 10}, {"web": 20}), free=15)
    spread = math.hypot(math.log(2) / Z_90, 0.1)
    expected = 1 - NormalDist().cdf(math.log(1.5) / spread)
    reliability = simulate(asked, solve(asked), n=65536)
    assert reliability.loads[0].p_overload == pytest.approx(expected, abs=0.006)
    assert reliability.items[0].p_in_time == pytest.approx(1 - expected, abs=0.006)
    assert reliability.loads[0].used_p90_person_weeks == pytest.approx(10 * math.exp(spread * Z_90), rel=0.01)


def test_certain_efforts_without_shock_never_overload() -> None:
    asked = problem(Candidate("A", 1.0, {"web": 10}), free=10)
    reliability = simulate(asked, solve(asked), common_shock=0.0)
    assert (reliability.overloaded_share, reliability.items[0].p_in_time) == (0.0, 1.0)


def test_less_valuable_work_waits_and_delays_pass_on() -> None:
    asked = problem(
        Candidate("first", 9.0, {"web": 5}, {"web": 6}),
        Candidate("base", 0.0, {"web": 4}, {"web": 9}),
        Candidate("last", 1.0, {"web": 1}, requires=("base",)),
        free=10.5,
    )
    odds = {item.id: item.p_in_time for item in simulate(asked, solve(asked), seed=1).items}
    assert odds["first"] > 0.99
    assert odds["last"] <= odds["base"] < 0.8


def test_same_seed_same_odds() -> None:
    asked = problem(Candidate("A", 1.0, {"web": 10}, {"web": 20}), free=15)
    plan = solve(asked)
    assert simulate(asked, plan, seed=5) == simulate(asked, plan, seed=5)
    assert simulate(asked, plan, seed=5) != simulate(asked, plan, seed=6)
