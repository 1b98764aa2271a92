"""The plan as a mixed-integer programme: one yes/no variable per candidate and start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from headway.engine.planning.milp import Outcome, Programme
from headway.engine.planning.model import Option, Problem
from headway.engine.planning.occupancy import Occupancy
from headway.engine.planning.options import effort_of, start_lag, worth

Options = Mapping[str, tuple[Option, ...]]
Columns = dict[str, dict[Option, int]]
LARGEST_VALUE = 1000.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """A programme, and which column stands for which placement or overload (team, period).

    The programme counts value in units of 1 / `scale`.
    """

    programme: Programme
    columns: Columns
    overload: Mapping[tuple[str, int], int]
    scale: float = 1.0

    def placements(self, outcome: Outcome) -> dict[str, Option]:
        """Return the option chosen for each id that is in."""
        return {
            identifier: option
            for identifier, options in self.columns.items()
            for option, column in options.items()
            if outcome.chosen(column)
        }

    def assignment(self, placed: Mapping[str, Option]) -> list[float]:
        """Return the value of every variable for given placements that overload nobody."""
        values = [0.0] * len(self.programme.objective)
        for identifier, option in placed.items():
            if identifier in self.columns:
                values[self.columns[identifier][option]] = 1.0
        return values


def build(problem: Problem, options: Options, ids: set[str], forced: set[str]) -> Schedule:
    """Return the programme that maximises value over `ids`, all of `forced` being in, never over capacity."""
    programme = Programme()
    # The solver's tolerances are absolute, so that values of a millionth or of millions would mislead it.
    most = max((candidate.value or 0.0 for candidate in problem.candidates), default=0.0)
    scale = LARGEST_VALUE / most if most else 1.0
    columns = _placements(problem, programme, options, ids, scale)
    _rows(problem, programme, columns, forced)
    _capacity_rows(problem, programme, columns, {})
    return Schedule(programme, columns, {}, scale)


def build_elastic(problem: Problem, options: Options, ids: set[str]) -> Schedule:
    """Return the programme that places all of `ids` with the least overload in person-weeks."""
    programme = Programme()
    columns = _placements(problem, programme, options, ids, scale=0.0)
    overload = {
        (team, period): programme.variable(-1.0, upper=1e9, whole=False)
        for team in problem.teams
        for period in range(len(problem.periods))
    }
    _rows(problem, programme, columns, ids)
    _capacity_rows(problem, programme, columns, overload)
    return Schedule(programme, columns, overload)


def _placements(
    problem: Problem, programme: Programme, options: Options, ids: set[str], scale: float
) -> Columns:
    return {
        candidate.id: {
            option: programme.variable(scale * worth(problem, candidate, option))
            for option in options[candidate.id]
        }
        for candidate in problem.candidates
        if candidate.id in ids
    }


def _rows(problem: Problem, programme: Programme, columns: Columns, forced: set[str]) -> None:
    for identifier, options in columns.items():
        once = dict.fromkeys(options.values(), 1.0)
        (programme.exactly if identifier in forced else programme.at_most)(once, 1.0)
    for candidate in problem.candidates:
        if candidate.id in columns:
            for required in candidate.requires:
                _precedence(problem, programme, columns[candidate.id], columns.get(required, {}))
            for other in candidate.excludes:
                _exclusion(programme, columns[candidate.id], columns.get(other, {}))


def _precedence(
    problem: Problem, programme: Programme, after: Mapping[Option, int], before: Mapping[Option, int]
) -> None:
    lag = start_lag(problem)
    for start in sorted({option.start for option in after}):
        terms = {column: 1.0 for option, column in after.items() if option.start <= start}
        terms |= {column: -1.0 for option, column in before.items() if option.finish + lag <= start}
        programme.at_most(terms, 0.0)


def _exclusion(programme: Programme, one: Mapping[Option, int], other: Mapping[Option, int]) -> None:
    programme.at_most(dict.fromkeys((*one.values(), *other.values()), 1.0), 1.0)


def _capacity_rows(
    problem: Problem, programme: Programme, columns: Columns, overload: Mapping[tuple[str, int], int]
) -> None:
    terms: dict[tuple[str, int], dict[int, float]] = {}
    for candidate in problem.candidates:
        for team, effort in effort_of(problem, candidate).items():
            for option, column in columns.get(candidate.id, {}).items():
                for period in range(option.start, option.finish + 1):
                    terms.setdefault((team, period), {})[column] = effort / option.length
    for (team, period), row in terms.items():
        slack = {overload[team, period]: -1.0} if overload else {}
        programme.at_most(row | slack, problem.capacity(team, period))


def occupancy_of(problem: Problem, placed: Mapping[str, Option]) -> Occupancy:
    """Return the occupancy that given placements make."""
    occupancy = Occupancy(problem)
    for identifier, option in placed.items():
        occupancy.put(identifier, option)
    return occupancy
