"""The planner against an independent checker, brute force on small problems, and the bank."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headway.engine.planning.check import violations
from headway.engine.planning.errors import PlanningError
from headway.engine.planning.model import Candidate, Placed, Plan, Problem, Settings
from headway.engine.planning.solve import solve

TEAMS = ("web", "data")
PERIODS = ("2026-Q4", "2027-Q1", "2027-Q2")


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Small random problems with dependencies, windows, exclusions and items longer than a period."""
    n = draw(st.integers(1, 5))
    candidates = tuple(draw(_candidates(i)) for i in range(n))
    free = {(t, p): float(draw(st.integers(3, 10))) for t in TEAMS for p in PERIODS}
    same_period = draw(st.booleans())
    options = Settings(same_period_dependencies=same_period, time_limit_s=20, gap_target=0.0)
    return Problem(PERIODS, TEAMS, free, candidates, options)


@st.composite
def _candidates(draw: st.DrawFn, index: int) -> Candidate:
    earlier = [f"I{i}" for i in range(index)]
    links = st.lists(st.sampled_from(earlier), max_size=2, unique=True) if earlier else st.just([])
    requires = tuple(draw(links))
    effort = {team: float(draw(st.integers(0, 12))) for team in TEAMS}
    effort["web"] = effort["web"] or 1.0
    return Candidate(
        id=f"I{index}",
        value=draw(st.sampled_from([None, 0.0, 5.0, 8.0, 13.0, 21.0])),
        effort_person_weeks=effort,
        requires=requires,
        earliest=draw(st.sampled_from([0, 0, 1])),
        deadline=draw(st.sampled_from([None, None, 1, 2])),
        mandatory=draw(st.sampled_from([False] * 5 + [True])),
        excludes=tuple(e for e in draw(links) if e not in requires),
    )


def plan_of(problem: Problem, items: tuple[Placed, ...]) -> Plan:
    by_id = problem.by_id()
    factor = problem.settings.discount_per_period
    value = sum((by_id[item.id].value or 0.0) * factor**item.finish for item in items)
    return Plan(items, value, value, 0.0, 0.0, (), True)


def brute_force(problem: Problem) -> float | None:
    """The best value by trying every placement of every candidate; None where no placement is allowed."""
    spans = [(s, f) for s in range(len(PERIODS)) for f in range(s, len(PERIODS))]
    alone = [
        [None, *(s for s in spans if _allowed_alone(problem, candidate, s))]
        for candidate in problem.candidates
    ]
    best: float | None = None
    for choice in itertools.product(*alone):
        pairs = zip(problem.candidates, choice, strict=True)
        plan = plan_of(problem, tuple(Placed(c.id, *span) for c, span in pairs if span))
        if (best is None or plan.value > best) and not violations(problem, plan):
            best = plan.value
    return best


def _allowed_alone(problem: Problem, candidate: Candidate, span: tuple[int, int]) -> bool:
    free = replace(candidate, requires=(), excludes=(), mandatory=False)
    alone = replace(problem, candidates=(free,))
    return not violations(alone, plan_of(alone, (Placed(candidate.id, *span),)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_plan_equals_brute_force_and_breaks_no_rule(problem: Problem) -> None:
    best = brute_force(problem)
    if best is None:
        with pytest.raises(PlanningError):
            solve(problem)
        return
    plan = solve(problem)
    assert violations(problem, plan) == []
    assert plan.value == pytest.approx(best)
    assert plan.bound == pytest.approx(best)
    assert plan.greedy_value <= plan.value + 1e-9
    assert plan.proven


def test_enabler_without_value_comes_in_only_with_what_needs_it() -> None:
    needed = Candidate("base", 0.0, {"web": 4})
    idle = Candidate("idle", 0.0, {"web": 1})
    feature = Candidate("feature", 10.0, {"web": 5}, requires=("base",))
    problem = Problem(("Q1",), ("web",), {("web", "Q1"): 10}, (needed, idle, feature))
    plan = solve(problem)
    assert [item.id for item in plan.items] == ["base", "feature"]
    assert (plan.value, plan.greedy_value) == (10.0, 10.0)


def test_dependent_waits_a_period_where_the_setting_says_so() -> None:
    pair = (Candidate("a", 1.0, {"web": 1}), Candidate("b", 10.0, {"web": 1}, requires=("a",)))
    problem = Problem(("Q1", "Q2"), ("web",), {("web", "Q1"): 9, ("web", "Q2"): 9}, pair)
    assert solve(problem).items == (Placed("a", 0, 0), Placed("b", 0, 0))
    strict = solve(replace(problem, settings=Settings(same_period_dependencies=False)))
    assert strict.items == (Placed("a", 0, 0), Placed("b", 1, 1))
    assert strict.value == pytest.approx(10.0)


def test_item_larger_than_a_period_spreads_evenly_over_the_fewest() -> None:
    free = {("web", "Q1"): 10.0, ("web", "Q2"): 10.0, ("web", "Q3"): 10.0}
    problem = Problem(("Q1", "Q2", "Q3"), ("web",), free, (Candidate("a", 5.0, {"web": 16}),))
    plan = solve(problem)
    assert plan.items == (Placed("a", 0, 1),)
    assert [load.used_person_weeks for load in plan.loads] == [8.0, 8.0, 0.0]
    assert plan.value == pytest.approx(4.5)


def test_greedy_is_beaten_where_one_dense_item_blocks_two() -> None:
    items = (
        Candidate("dense", 7.0, {"web": 6}),
        Candidate("x", 5.0, {"web": 5}),
        Candidate("y", 5.0, {"web": 5}),
    )
    plan = solve(Problem(("Q1",), ("web",), {("web", "Q1"): 10}, items))
    assert ([i.id for i in plan.items], plan.value, plan.greedy_value) == (["x", "y"], 10.0, 7.0)


def test_cautious_effort_plans_less() -> None:
    items = tuple(Candidate(i, 1.0, {"web": 5}, {"web": 10}) for i in "ab")
    problem = Problem(("Q1",), ("web",), {("web", "Q1"): 10}, items)
    assert len(solve(problem).items) == 2
    cautious = replace(problem, settings=Settings(effort_quantile=0.9))
    assert [i.id for i in solve(cautious).items] == ["a"]
    assert violations(cautious, solve(cautious)) == []


@pytest.mark.parametrize("unit", [1e-7, 1.0, 1e9])
def test_unit_of_value_does_not_matter(unit: float) -> None:
    sizes = {"a": (7.0, 6.0), "b": (5.0, 5.0), "c": (4.99, 5.0), "d": (4.9, 5.0)}
    items = tuple(Candidate(i, value * unit, {"web": weeks}) for i, (value, weeks) in sizes.items())
    plan = solve(Problem(("Q1",), ("web",), {("web", "Q1"): 10}, items))
    assert [item.id for item in plan.items] == ["b", "c"]
    assert (plan.value / unit, plan.bound / unit, plan.gap) == (pytest.approx(9.99), pytest.approx(9.99), 0.0)


def test_same_question_same_plan() -> None:
    items = tuple(Candidate(f"i{i}", 10.0 + i % 3, {"web": 3.0 + i % 4, "data": 2.0}) for i in range(12))
    problem = Problem(PERIODS, TEAMS, {(t, p): 11.0 for t in TEAMS for p in PERIODS}, items)
    assert solve(problem) == solve(problem)


@pytest.mark.parametrize("same_period", [True, False])
def test_bank_plan_meets_the_bar(bank: Path, bench_planning: ModuleType, same_period: bool) -> None:
    problem = bench_planning.bank_problem(
        bank, Settings(same_period_dependencies=same_period, gap_target=0.02)
    )
    plan = solve(problem)
    assert violations(problem, plan) == []
    assert plan.proven
    assert plan.value > plan.greedy_value
