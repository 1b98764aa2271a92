"""What the roadmap answers: teams, capacity, plans."""

from datetime import datetime

from headway.core.registry import Answer


class CapacityRow(Answer):
    quarter: str
    gross_person_weeks: float
    reserve_share: float
    net_person_weeks: float
    assumed: bool = False


class TeamRow(Answer):
    id: str
    name: str
    capacity: list[CapacityRow]


class TeamList(Answer):
    rows: list[TeamRow]


class PlannedItem(Answer):
    """An initiative in the plan; `odds` is the chance that it finishes in its last quarter."""

    id: str
    title: str
    start: str
    finish: str
    effort_person_weeks: dict[str, float]
    odds: float | None
    reason: str
    mandatory: bool
    rank: int | None


class ExcludedRow(Answer):
    """An initiative left out: why, which items would leave if it were forced in, and the value that costs."""

    id: str
    title: str
    reason: str
    displaces: list[str]
    price: float | None
    rank: int | None


class LoadRow(Answer):
    team: str
    period: str
    used_person_weeks: float
    capacity_person_weeks: float
    p_overload: float | None = None


class PlanDetail(Answer):
    """A plan; `gap` is the proven distance to the best possible, `greedy_value` that of a ranked list."""

    id: str
    record_id: str
    periods: list[str]
    items: list[PlannedItem]
    excluded: list[ExcludedRow]
    loads: list[LoadRow]
    value: float
    bound: float
    gap: float
    greedy_value: float
    settings: dict[str, object]
    author: str
    made_at: datetime
    frozen_at: datetime | None
    frozen_by: str


class PlanRow(Answer):
    id: str
    first_quarter: str
    quarters: int
    items: int
    value: float
    gap: float
    made_at: datetime
    frozen: bool


class PlanList(Answer):
    rows: list[PlanRow]
    next: str = ""
