"""Who is busy when: the free person-weeks left while items are placed one after another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from headway.engine.planning.model import TOLERANCE_PERSON_WEEKS, Load, Option, Placed, Problem
from headway.engine.planning.options import effort_of, start_lag


class Occupancy:
    """Items placed so far and the person-weeks they leave free."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.by_id = problem.by_id()
        self.efforts = {candidate.id: effort_of(problem, candidate) for candidate in problem.candidates}
        self.placed: dict[str, Option] = {}
        self.free = {
            (t, p): problem.capacity(t, p) for t in problem.teams for p in range(len(problem.periods))
        }

    def fits(self, identifier: str, option: Option) -> bool:
        """Return whether the item fits there: capacity, prerequisites finished in time, nothing excluded."""
        return (
            all(self._ready(required, option.start) for required in self.by_id[identifier].requires)
            and not self._is_excluded(identifier)
            and all(
                need <= self.free[key] + TOLERANCE_PERSON_WEEKS
                for key, need in self._needs(identifier, option)
            )
        )

    def _ready(self, required: str, start: int) -> bool:
        option = self.placed.get(required)
        return option is not None and option.finish + start_lag(self.problem) <= start

    def _is_excluded(self, identifier: str) -> bool:
        own = set(self.by_id[identifier].excludes)
        return any(other in own or identifier in self.by_id[other].excludes for other in self.placed)

    def _needs(self, identifier: str, option: Option) -> list[tuple[tuple[str, int], float]]:
        return [
            ((team, period), effort / option.length)
            for team, effort in self.efforts[identifier].items()
            for period in range(option.start, option.finish + 1)
        ]

    def put(self, identifier: str, option: Option) -> None:
        """Place the item there, whether it fits or not."""
        self.placed[identifier] = option
        for key, need in self._needs(identifier, option):
            self.free[key] -= need

    def take(self, identifier: str) -> None:
        """Remove the item again."""
        for key, need in self._needs(identifier, self.placed.pop(identifier)):
            self.free[key] += need

    def put_all(self, ids: Iterable[str], options: Mapping[str, tuple[Option, ...]]) -> bool:
        """Place all of `ids`, prerequisites first, each as early as it fits; none where one does not."""
        done: list[str] = []
        for identifier in ids:
            option = next((o for o in options[identifier] if self.fits(identifier, o)), None)
            if option is None:
                for other in reversed(done):
                    self.take(other)
                return False
            self.put(identifier, option)
            done.append(identifier)
        return True

    def items(self) -> tuple[Placed, ...]:
        """Return what is placed, by start, finish and id."""
        rows = sorted((option, identifier) for identifier, option in self.placed.items())
        return tuple(Placed(identifier, option.start, option.finish) for option, identifier in rows)

    def loads(self) -> tuple[Load, ...]:
        """Return the load of every team in every period."""
        return tuple(
            self._load(team, p) for team in self.problem.teams for p in range(len(self.problem.periods))
        )

    def _load(self, team: str, period: int) -> Load:
        # Summed afresh, since what is left of many subtractions carries their rounding.
        used = sum(
            self.efforts[identifier].get(team, 0.0) / option.length
            for identifier, option in self.placed.items()
            if option.start <= period <= option.finish
        )
        return Load(team, self.problem.periods[period], used, self.problem.capacity(team, period))
