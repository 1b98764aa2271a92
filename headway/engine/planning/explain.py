"""Why a candidate is out, and what forcing it in would cost: found by solving again with it in."""

from __future__ import annotations

import math
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from headway.engine.planning.errors import PlanningError
from headway.engine.planning.greedy import fill, missing
from headway.engine.planning.mandatory import mandatory_ids, place, window_conflict
from headway.engine.planning.model import TOLERANCE_PERSON_WEEKS, Candidate, Option, Plan, Problem
from headway.engine.planning.occupancy import Occupancy
from headway.engine.planning.options import closure, options_by_id, topological_order
from headway.engine.planning.schedule import occupancy_of
from headway.engine.planning.solve import Solved, improve

Options = Mapping[str, tuple[Option, ...]]
PRICE_TOLERANCE = 1e-3
SHORTEST_S = 0.2
REPAIR_S = 1.0


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One candidate that is out.

    `reason` is a sentence. `displaces` and `brings` are the ids that would leave and enter with it, `price`
    the value the plan would lose (never more, if `price_at_least` is below it: the search was cut short);
    None with the proof in `reason` where it cannot be in at all. `within_tolerance` says that the price is
    too small to tell from zero.
    """

    id: str
    reason: str
    displaces: tuple[str, ...] = ()
    brings: tuple[str, ...] = ()
    price: float | None = None
    price_at_least: float | None = None
    within_tolerance: bool = False


def explain(
    problem: Problem, plan: Plan, time_limit_s: float = 20.0, workers: int = 2
) -> tuple[Exclusion, ...]:
    """Return one Exclusion for each candidate that is not in `plan` (from `solve.solve`), in input order.

    The solver takes at most about `time_limit_s` in all, shared evenly over what is left to do, on `workers`
    threads (it frees Python while it works). Prices are solved to 0.1 % of the plan's value.

    >>> from headway.engine.planning.solve import solve
    >>> pair = (Candidate("A", 5, {"web": 4}), Candidate("B", 4, {"web": 3}))
    >>> small = Problem(("Q1",), ("web",), {("web", "Q1"): 6}, pair)
    >>> print(explain(small, solve(small))[0].reason.partition("; ")[2])
    forcing it in displaces A and costs 1 (20 % of the plan's value).
    """
    base = _Base(problem, plan, _placed(problem, plan), options_by_id(problem))
    out = [candidate for candidate in problem.candidates if candidate.id not in base.occupancy.placed]
    answers: list[Exclusion] = []
    with ThreadPoolExecutor(workers) as pool:
        while len(answers) < len(out):
            batch = out[len(answers) : len(answers) + workers]
            share_s = _share_s(time_limit_s, math.ceil((len(out) - len(answers)) / workers))
            solved = list(pool.map(partial(_explained, base, time_limit_s=share_s), batch))
            answers += [answer for answer, _ in solved]
            time_limit_s -= max(seconds for _, seconds in solved)
    return tuple(answers)


def _share_s(left_s: float, batches: int) -> float:
    # Most need less than an even share, so each may take twice as much without hurting those that come last.
    return max(SHORTEST_S, min(left_s, 2 * left_s / batches))


@dataclass(frozen=True, slots=True)
class _Base:
    problem: Problem
    plan: Plan
    occupancy: Occupancy
    options: Options


def _placed(problem: Problem, plan: Plan) -> Occupancy:
    return occupancy_of(problem, {item.id: Option(item.start, item.finish) for item in plan.items})


def _explained(base: _Base, candidate: Candidate, time_limit_s: float) -> tuple[Exclusion, float]:
    problem, options = base.problem, base.options
    conflict = window_conflict(problem, candidate.id)
    if conflict:
        return Exclusion(candidate.id, f"{_unvalued(candidate)}{conflict}"), 0.0
    forced = mandatory_ids(problem) | closure(problem, {candidate.id})
    try:
        start = place(problem, options, forced, _subject(problem, candidate))
    except PlanningError as proof:
        return Exclusion(candidate.id, f"{_unvalued(candidate)}{proof}"), 0.0
    start = _least_disturbed(base, forced, start)
    found = improve(problem, options, forced, start, time_limit_s=time_limit_s, gap_target=PRICE_TOLERANCE)
    return _priced(base.plan, base.occupancy, candidate, found), found.seconds


def _least_disturbed(base: _Base, forced: set[str], start: Occupancy) -> Occupancy:
    """The best plan with `forced` in that moves nothing else, refilled: small enough to solve at once."""
    placed = base.occupancy.placed
    fixed: dict[str, tuple[Option, ...]] = {i: (placed[i],) if i in placed else () for i in base.options}
    movable = {i: base.options[i] for i in forced}
    repaired = improve(base.problem, fixed | movable, forced, start, time_limit_s=REPAIR_S, gap_target=0.0)
    fill(repaired.occupancy, base.options)
    return repaired.occupancy


def _subject(problem: Problem, candidate: Candidate) -> str:
    has_mandatory = any(other.mandatory for other in problem.candidates)
    needs = ", what it needs" if candidate.requires else ""
    return f"{candidate.id}{needs} and the mandatory items" if has_mandatory else f"{candidate.id}{needs}"


def _unvalued(candidate: Candidate) -> str:
    return "No evidence linked: value unknown; " if candidate.value is None else ""


def _priced(plan: Plan, base: Occupancy, candidate: Candidate, found: Solved) -> Exclusion:
    before, after = set(base.placed), set(found.occupancy.placed)
    price, at_least = max(0.0, plan.value - found.value), max(0.0, plan.value - found.bound)
    tolerance = PRICE_TOLERANCE * plan.value + (plan.bound - plan.value)
    displaces = tuple(i.id for i in base.problem.candidates if i.id in before - after)
    brings = tuple(i.id for i in base.problem.candidates if i.id in after - before - {candidate.id})
    within = price <= tolerance
    cost = (
        "changes the value by less than the tolerance" if within else _cost(price, at_least, tolerance, plan)
    )
    reason = f"{_cause(base, candidate)}; forcing it in {_displaced(displaces)}{cost}."
    return Exclusion(candidate.id, reason, displaces, brings, price, at_least, within)


def _displaced(displaces: tuple[str, ...]) -> str:
    return f"displaces {', '.join(displaces)} and " if displaces else ""


def _cost(price: float, at_least: float, tolerance: float, plan: Plan) -> str:
    share = f"({100 * price / plan.value:.2g} % of the plan's value)"
    if price - at_least > 2 * tolerance:
        floor = f"at least {at_least:.4g} and " if at_least > tolerance else ""
        return f"costs {floor}at most {price:.4g} {share}"
    return f"costs {price:.4g} {share}"


def _cause(base: Occupancy, candidate: Candidate) -> str:
    if candidate.value is None:
        return "No evidence linked: value unknown"
    if candidate.value == 0:
        return "It has no value of its own and nothing in the plan needs it"
    order = topological_order(base.problem)
    for identifier in missing(base, order, candidate.id):
        shortage = _shortage(base, identifier)
        if shortage:
            whose = "Needs" if identifier == candidate.id else f"It depends on {identifier}, which needs"
            return f"{whose} {shortage}"
    return "No period has room for all of its teams at once"


def _shortage(base: Occupancy, identifier: str) -> str | None:
    item = base.by_id[identifier]
    window = range(item.earliest, base.problem.last_finish(item) + 1)
    for team, need in base.efforts[identifier].items():
        free = max((base.free[team, period] for period in window), default=0.0)
        if need > free + TOLERANCE_PERSON_WEEKS:
            most = f"{max(0.0, free):.3g}"
            need_text = f"{need:.3g} person-weeks of {team}"
            return f"{need_text} and at most {most} are free in any one period of its window"
    return None
