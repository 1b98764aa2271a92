"""What a plan chooses from, and what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Z_90 = 1.2815515655446004
TOLERANCE_PERSON_WEEKS = 1e-6


@dataclass(frozen=True, slots=True)
class Candidate:
    """An initiative that may be planned.

    `value` counts if it finishes in the first period (any unit; None where nobody knows it). Efforts are
    person-weeks by team, P50 and P90 (P90 = P50 where left out). `earliest` is the first period it may start
    in, `deadline` the last it may finish in (indexes from 0, None for the end of the horizon). `requires`
    must finish first, `excludes` cannot be in the same plan.
    """

    id: str
    value: float | None
    effort_person_weeks: Mapping[str, float]
    effort_p90_person_weeks: Mapping[str, float] = field(default_factory=dict)
    requires: tuple[str, ...] = ()
    earliest: int = 0
    deadline: int | None = None
    mandatory: bool = False
    excludes: tuple[str, ...] = ()

    @property
    def total_person_weeks(self) -> float:
        """The P50 effort of all teams together."""
        return sum(self.effort_person_weeks.values())


@dataclass(frozen=True, slots=True)
class Settings:
    """How to plan.

    A value is worth `discount_per_period` ** (index of the period it finishes in). With
    `same_period_dependencies` an item may start in the period its prerequisite finishes in, else only in a
    later one. The solver stops at `time_limit_s`, or when value and bound differ by no more than the share
    `gap_target`. `effort_quantile` plans on a more cautious effort than P50 (0.8 for P80).
    """

    discount_per_period: float = 0.9
    same_period_dependencies: bool = True
    time_limit_s: float = 10.0
    gap_target: float = 1e-4
    effort_quantile: float = 0.5
    random_seed: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Candidates, and the person-weeks each team has free in each period after its reserve.

    `capacity_person_weeks` maps (team, period label) and covers all of them. Check it with
    `validate.validate`.
    """

    periods: tuple[str, ...]
    teams: tuple[str, ...]
    capacity_person_weeks: Mapping[tuple[str, str], float]
    candidates: tuple[Candidate, ...]
    settings: Settings = Settings()

    def capacity(self, team: str, period: int) -> float:
        """Return the person-weeks `team` has free in the period with index `period`."""
        return self.capacity_person_weeks[team, self.periods[period]]

    def last_finish(self, candidate: Candidate) -> int:
        """Return the index of the last period the candidate may finish in."""
        end = len(self.periods) - 1
        return end if candidate.deadline is None else min(candidate.deadline, end)

    def by_id(self) -> dict[str, Candidate]:
        """Return the candidates by id."""
        return {candidate.id: candidate for candidate in self.candidates}


@dataclass(frozen=True, slots=True, order=True)
class Option:
    """One way to place a candidate: the indexes of the periods it starts and finishes in, both included."""

    start: int
    finish: int

    @property
    def length(self) -> int:
        """The number of periods it takes."""
        return self.finish - self.start + 1


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate in the plan, with the indexes of its first and last period."""

    id: str
    start: int
    finish: int


@dataclass(frozen=True, slots=True)
class Load:
    """Person-weeks planned for a team in a period (its label), against what is free."""

    team: str
    period: str
    used_person_weeks: float
    capacity_person_weeks: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What is in, when, what it is worth and how much better any plan could be.

    `bound` is proven: no plan is worth more. `gap` is (bound - value) / value, None where the value is zero
    and the bound is not. `proven` says that the gap target was met. `greedy_value` is what picking by value
    per effort gives.
    """

    items: tuple[Placed, ...]
    value: float
    bound: float
    gap: float | None
    greedy_value: float
    loads: tuple[Load, ...]
    proven: bool

    def placed(self) -> dict[str, Placed]:
        """Return the planned items by id."""
        return {item.id: item for item in self.items}
