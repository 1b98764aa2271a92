"""Refuse a problem that is badly written, in one sentence that says what to do."""

from __future__ import annotations

import math

from headway.engine.planning.errors import PlanningError
from headway.engine.planning.model import Candidate, Problem
from headway.engine.planning.options import topological_order


def validate(problem: Problem) -> None:
    """Raise PlanningError where the problem is badly written; return nothing where it is well written.

    Checks periods, teams and capacities, settings, ids, efforts, values, windows, links and cycles. Whether
    the mandatory items fit is for `mandatory.place`, which needs the solver.

    >>> validate(Problem(("Q1",), ("web",), {("web", "Q1"): 3}, (Candidate("A", 1, {"web": 1}),)))
    """
    _check_frame(problem)
    _check_settings(problem)
    _check_ids(problem)
    for candidate in problem.candidates:
        _check_effort(problem, candidate)
        _check_value(candidate)
        _check_window(problem, candidate)
        _check_links(problem, candidate)
    topological_order(problem)


def _check_frame(problem: Problem) -> None:
    if not problem.periods or not problem.teams:
        raise PlanningError("A plan needs at least one period and one team with capacity: add them.")
    for names, noun in ((problem.periods, "period"), (problem.teams, "team")):
        twice = _first_duplicate(names)
        if twice is not None:
            raise PlanningError(f"The {noun} {twice!r} is listed twice: remove one of the two.")
    for team in problem.teams:
        for period in problem.periods:
            _check_capacity(team, period, problem.capacity_person_weeks.get((team, period)))


def _check_capacity(team: str, period: str, capacity: float | None) -> None:
    if capacity is None:
        raise PlanningError(f"Team {team!r} has no capacity for {period}: give its free person-weeks.")
    if not math.isfinite(capacity) or capacity < 0:
        raise PlanningError(
            f"Team {team!r} has {capacity:g} person-weeks free in {period}: give zero or more."
        )


def _check_settings(problem: Problem) -> None:
    settings = problem.settings
    if not 0 < settings.discount_per_period <= 1:
        raise PlanningError(
            f"The discount per period is {settings.discount_per_period:g}: give a factor above 0 and up to 1."
        )
    if not 0 < settings.effort_quantile < 1:
        raise PlanningError(
            f"The effort quantile is {settings.effort_quantile:g}: give a share like 0.5 or 0.8."
        )
    if settings.time_limit_s <= 0 or settings.gap_target < 0:
        raise PlanningError(
            "The time limit must be above zero and the gap target not below zero: correct them."
        )


def _check_ids(problem: Problem) -> None:
    twice = _first_duplicate(tuple(candidate.id for candidate in problem.candidates))
    if twice is not None:
        raise PlanningError(f"The initiative id {twice!r} is used twice: give each initiative its own.")


def _first_duplicate(names: tuple[str, ...]) -> str | None:
    seen = set[str]()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None


def _check_effort(problem: Problem, candidate: Candidate) -> None:
    for team, p50 in candidate.effort_person_weeks.items():
        p90 = candidate.effort_p90_person_weeks.get(team, p50)
        if team not in problem.teams:
            raise PlanningError(
                f"Initiative {candidate.id!r} needs team {team!r}, which has no capacity listed: add the "
                "team "
                "or correct its name."
            )
        if not math.isfinite(p50) or p50 < 0:
            raise PlanningError(
                f"Initiative {candidate.id!r} has effort {p50:g} for {team}: give zero or more."
            )
        if not math.isfinite(p90) or p90 < p50:
            raise PlanningError(
                f"Initiative {candidate.id!r} has P90 effort {p90:g} below P50 {p50:g} for {team}: swap "
                "or correct."
            )
    if candidate.total_person_weeks <= 0:
        raise PlanningError(f"Initiative {candidate.id!r} has no effort in any team: estimate it.")


def _check_value(candidate: Candidate) -> None:
    if candidate.value is not None and (not math.isfinite(candidate.value) or candidate.value < 0):
        raise PlanningError(
            f"Initiative {candidate.id!r} has value {candidate.value:g}: give zero or more, or none if "
            "unknown."
        )


def _check_window(problem: Problem, candidate: Candidate) -> None:
    if candidate.earliest < 0:
        raise PlanningError(
            f"Initiative {candidate.id!r} may start in period number {candidate.earliest}: count from 0."
        )
    if candidate.mandatory and candidate.earliest >= len(problem.periods):
        raise PlanningError(
            f"Mandatory initiative {candidate.id!r} may start only after {problem.periods[-1]}, the last "
            "period: "
            "plan further ahead or drop the flag."
        )


def _check_links(problem: Problem, candidate: Candidate) -> None:
    known = {other.id for other in problem.candidates}
    for verb, others in (("depends on", candidate.requires), ("excludes", candidate.excludes)):
        for other in others:
            if other not in known:
                raise PlanningError(
                    f"Initiative {candidate.id!r} {verb} {other!r}, which is not listed: add it or remove "
                    "the link."
                )
    if candidate.id in candidate.excludes:
        raise PlanningError(f"Initiative {candidate.id!r} excludes itself: remove the link.")
