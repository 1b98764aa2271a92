"""Place what must be in, or prove in the user's terms that it cannot be."""

from __future__ import annotations

from collections.abc import Mapping

from headway.engine.planning.errors import PlanningError
from headway.engine.planning.greedy import pin
from headway.engine.planning.milp import solve_programme
from headway.engine.planning.model import TOLERANCE_PERSON_WEEKS, Candidate, Option, Problem
from headway.engine.planning.occupancy import Occupancy
from headway.engine.planning.options import closure, earliest_start, effort_of, options_by_id
from headway.engine.planning.schedule import build_elastic, occupancy_of

Options = Mapping[str, tuple[Option, ...]]
# Overload below this is dust of the solver's own tolerance.
OVERLOAD_DUST_PERSON_WEEKS = 1e-5


def mandatory_ids(problem: Problem) -> set[str]:
    """Return the ids that must be in the plan, with everything they require."""
    return closure(problem, {candidate.id for candidate in problem.candidates if candidate.mandatory})


def place(problem: Problem, options: Options, ids: set[str], subject: str = "Mandatory items") -> Occupancy:
    """Return an occupancy with all of `ids` (closed under prerequisites) placed, no team over capacity.

    Raises PlanningError with the proof where there is none: the item without a possible window, the two that
    exclude each other, or the team and period with the smallest overload anybody could reach and the items
    that make it. `subject` names the set in the sentence.
    """
    _refuse_exclusions(problem, ids, subject)
    for identifier in sorted(ids):
        if not options[identifier] and (proof := window_conflict(problem, identifier)):
            raise PlanningError(f"{subject} cannot all be in: {proof}")
    occupancy = Occupancy(problem)
    if all(options[i] for i in ids) and pin(occupancy, options, ids):
        return occupancy
    return _place_elastically(problem, ids, subject)


def _refuse_exclusions(problem: Problem, ids: set[str], subject: str) -> None:
    for candidate in problem.candidates:
        for other in candidate.excludes:
            if candidate.id in ids and other in ids:
                raise PlanningError(
                    f"{subject} cannot all be in: {candidate.id} and {other} exclude each other; give up one."
                )


def window_conflict(problem: Problem, identifier: str) -> str | None:
    """Return why no capacity could make the item fit its window, None where only size is in the way."""
    stretched = _stretched_options(problem)
    if stretched[identifier]:
        return None
    candidate = problem.by_id()[identifier]
    blocked = next((required for required in candidate.requires if not stretched[required]), None)
    if blocked is not None:
        return f"{identifier} needs {blocked}, which has no place: {window_conflict(problem, blocked)}"
    return _late_start(problem, candidate, stretched)


def _late_start(problem: Problem, candidate: Candidate, stretched: Options) -> str:
    earliest, last = earliest_start(problem, candidate, stretched), problem.last_finish(candidate)
    if earliest is None or candidate.earliest == earliest or not candidate.requires:
        cause = ""
    else:
        cause = f" after what it needs ({', '.join(candidate.requires)})"
    begin = candidate.earliest if earliest is None else earliest
    if begin >= len(problem.periods):
        end = problem.periods[-1]
        return f"{candidate.id} can start only after {end}{cause}, where this plan ends; plan further ahead."
    deadline = (
        f"must finish by {problem.periods[last]}" if last >= 0 else "its deadline is before the first period"
    )
    begins = f"{candidate.id} can start in {problem.periods[begin]} at the earliest{cause}"
    return f"{begins}, but {deadline}; move its window."


def _stretched_options(problem: Problem) -> dict[str, tuple[Option, ...]]:
    """All placements if teams had no limit: of the right length, else one spread over the whole window."""
    fitting = options_by_id(problem)
    found: dict[str, tuple[Option, ...]] = {}
    by_id = problem.by_id()
    for identifier in fitting:
        earliest = earliest_start(problem, by_id[identifier], found)
        last = problem.last_finish(by_id[identifier])
        whole = () if earliest is None or earliest > last else (Option(earliest, last),)
        found[identifier] = fitting[identifier] or whole
    return found


def _place_elastically(problem: Problem, ids: set[str], subject: str) -> Occupancy:
    schedule = build_elastic(problem, _stretched_options(problem), ids)
    settings = problem.settings
    outcome = solve_programme(schedule.programme, settings.time_limit_s, 0.0, settings.random_seed)
    if outcome.values is None:
        raise PlanningError(
            f"{subject} cannot all be in: their windows and dependencies leave no order that works; move "
            "a deadline."
        )
    over = {key: outcome.values[column] for key, column in schedule.overload.items()}
    worst = max(over, key=lambda key: over[key])
    placed = schedule.placements(outcome)
    if over[worst] > OVERLOAD_DUST_PERSON_WEEKS:
        raise PlanningError(_overload_sentence(problem, placed, worst, subject))
    return occupancy_of(problem, placed)


def _overload_sentence(
    problem: Problem, placed: Mapping[str, Option], worst: tuple[str, int], subject: str
) -> str:
    team, period = worst
    shares = _shares(problem, placed, team, period)
    names = ", ".join(f"{i} ({weeks:.4g})" for i, weeks in sorted(shares.items(), key=lambda pair: -pair[1]))
    return (
        f"{subject} need {sum(shares.values()):.4g} person-weeks of {team} in {problem.periods[period]} but "
        f"{problem.capacity(team, period):.4g} are free, even in the best order: {names}; free capacity "
        "or move "
        "a deadline."
    )


def _shares(problem: Problem, placed: Mapping[str, Option], team: str, period: int) -> dict[str, float]:
    by_id = problem.by_id()
    shares = {
        i: effort_of(problem, by_id[i]).get(team, 0.0) / option.length
        for i, option in placed.items()
        if option.start <= period <= option.finish
    }
    return {i: weeks for i, weeks in shares.items() if weeks > TOLERANCE_PERSON_WEEKS}
