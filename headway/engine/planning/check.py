"""An independent reading of the rules: what a plan breaks. Shares no code with the planner, on purpose."""

from __future__ import annotations

from headway.engine.planning.model import Candidate, Placed, Plan, Problem

CAPACITY_DUST = 1e-6
VALUE_DUST = 1e-6


def violations(problem: Problem, plan: Plan) -> list[str]:
    """Return one sentence for each rule of `problem` that `plan` breaks, none for a right plan.

    >>> one = Problem(("Q1",), ("web",), {("web", "Q1"): 6}, (Candidate("A", 5, {"web": 9}),))
    >>> violations(one, Plan((Placed("A", 0, 0),), 5.0, 5.0, 0.0, 0.0, (), True))
    ['web in Q1 has 9 person-weeks of 6.']
    """
    by_id = {candidate.id: candidate for candidate in problem.candidates}
    found = [f"{item.id} is not a candidate." for item in plan.items if item.id not in by_id]
    if found or len({item.id for item in plan.items}) < len(plan.items):
        return [*found, "An id is unknown or planned twice."]
    placed = {item.id: item for item in plan.items}
    for item in plan.items:
        found += _of_item(problem, by_id[item.id], item, placed)
    found += [
        f"{c.id} is mandatory but out." for c in problem.candidates if c.mandatory and c.id not in placed
    ]
    return found + _of_capacity(problem, by_id, plan) + _of_value(problem, by_id, plan)


def _of_item(problem: Problem, candidate: Candidate, item: Placed, placed: dict[str, Placed]) -> list[str]:
    last = len(problem.periods) - 1
    deadline = last if candidate.deadline is None else candidate.deadline
    found = []
    if not candidate.earliest <= item.start <= item.finish <= min(last, deadline):
        found.append(f"{item.id} runs from {item.start} to {item.finish}, outside its window.")
    elif item.finish > item.start and _shortest(problem, candidate, item.start) != item.finish:
        found.append(f"{item.id} is spread over more periods than it needs.")
    for required in candidate.requires:
        other = placed.get(required)
        if other is None:
            found.append(f"{item.id} is in without {required}.")
        elif other.finish > item.start - (0 if problem.settings.same_period_dependencies else 1):
            found.append(f"{item.id} starts before {required} is finished.")
    return found + [
        f"{item.id} and {other} exclude each other." for other in candidate.excludes if other in placed
    ]


def _shortest(problem: Problem, candidate: Candidate, start: int) -> int | None:
    for finish in range(start, len(problem.periods)):
        span = range(start, finish + 1)
        if all(
            _effort(problem, candidate, team) / len(span)
            <= problem.capacity_person_weeks[team, problem.periods[p]] + CAPACITY_DUST
            for team in candidate.effort_person_weeks
            for p in span
        ):
            return finish
    return None


def _effort(problem: Problem, candidate: Candidate, team: str) -> float:
    p50 = candidate.effort_person_weeks.get(team, 0.0)
    if problem.settings.effort_quantile == 0.5 or p50 == 0:
        return p50
    from statistics import NormalDist  # noqa: PLC0415

    p90 = candidate.effort_p90_person_weeks.get(team, p50)
    normal = NormalDist()
    exponent = normal.inv_cdf(problem.settings.effort_quantile) / normal.inv_cdf(0.9)
    return float(p50 * (p90 / p50) ** exponent)


def _of_capacity(problem: Problem, by_id: dict[str, Candidate], plan: Plan) -> list[str]:
    found = []
    for team in problem.teams:
        for index, period in enumerate(problem.periods):
            used = sum(
                _effort(problem, by_id[item.id], team) / (item.finish - item.start + 1)
                for item in plan.items
                if item.start <= index <= item.finish
            )
            free = problem.capacity_person_weeks[team, period]
            if used > free + CAPACITY_DUST:
                found.append(f"{team} in {period} has {used:g} person-weeks of {free:g}.")
    return found


def _of_value(problem: Problem, by_id: dict[str, Candidate], plan: Plan) -> list[str]:
    factor = problem.settings.discount_per_period
    value = sum((by_id[item.id].value or 0.0) * factor**item.finish for item in plan.items)
    found = []
    if abs(value - plan.value) > VALUE_DUST * max(1.0, value):
        found.append(f"The value is {value:g}, not {plan.value:g}.")
    if plan.bound < plan.value - VALUE_DUST * max(1.0, value):
        found.append(f"The bound {plan.bound:g} is below the value {plan.value:g}.")
    return found
