"""What comparing two plans answers; `a` is the first plan, `b` the second."""

from datetime import date, datetime
from typing import Literal

from headway.core.figures import Figure
from headway.core.registry import Answer

Change = Literal["leaves", "enters", "later", "earlier", "longer", "shorter", "teams", "same"]


class ComparedPlan(Answer):
    """One of the two plans. `value` counts what finishes late for less; `in_time` is how many of its initiatives
    finish as planned on average, `all_in_time` bounds the chance that all do, `overload` is the mean chance that
    a team has too much in a quarter. `uncounted` are the initiatives whose value nobody knows."""

    id: str
    periods: list[str]
    made_at: datetime
    author: str
    frozen_at: datetime | None
    changed_from: str
    changed_by: str
    change_reason: str
    items: int
    excluded: int
    value: Figure
    in_time: Figure
    all_in_time: Figure
    overload: Figure
    uncounted: list[str]


class Place(Answer):
    """Where an initiative stands in a plan and why; quarters, teams, odds and value are null where it is not in it
    or nobody knows. `why` is empty where no reason was kept, and `unknown` says so."""

    is_in: bool
    start: str | None = None
    finish: str | None = None
    person_weeks: dict[str, float] | None = None
    odds: float | None = None
    value: float | None = None
    price: float | None = None
    displaces: list[str] = []
    why: str = ""
    unknown: str = ""


class ComparedItem(Answer):
    id: str
    title: str
    change: Change
    a: Place
    b: Place


class TeamLoad(Answer):
    """Person-weeks of a team in a quarter; null with a `reason` where the plan has nothing to say about it."""

    used_person_weeks: float | None
    capacity_person_weeks: float | None
    p_overload: float | None
    reason: str = ""


class ComparedLoad(Answer):
    team: str
    quarter: str
    a: TeamLoad
    b: TeamLoad


class Standing(Answer):
    """Whether a plan keeps a date; null with a `reason` where the plan cannot tell."""

    kept: bool | None
    finish: str | None
    reason: str


class ComparedDeadline(Answer):
    """A date that an initiative has of its own, or by a promise to an account (`commitment`), as set today."""

    id: str
    title: str
    due: date
    commitment: str
    account: str
    a: Standing
    b: Standing


class PlanComparison(Answer):
    """What differs between two plans. `words` say it first; `change` is the value of `b` less that of `a`, and
    `odds_b_worth_more` the chance that `b` is worth more, both null with a reason where values do not compare.
    `outside` are initiatives in one plan only that lie wholly outside of the `shared` quarters."""

    a: ComparedPlan
    b: ComparedPlan
    shared: list[str]
    words: list[str]
    change: Figure
    odds_b_worth_more: Figure
    leaves: list[ComparedItem]
    enters: list[ComparedItem]
    moves: list[ComparedItem]
    unchanged: int
    outside: list[ComparedItem]
    left_out: list[ComparedItem]
    loads: list[ComparedLoad]
    deadlines: list[ComparedDeadline]
