"""What the roadmap answers: teams, capacity, plans."""

from datetime import date, datetime

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
    """An initiative in the plan; `odds` is the chance that it finishes in its last quarter, null where that was
    not worked out. `planned_person_weeks` is the effort it was planned with, `value` its worth without delay."""

    id: str
    title: str
    start: str
    finish: str
    effort_person_weeks: dict[str, float]
    odds: float | None
    reason: str
    mandatory: bool
    rank: int | None
    planned_person_weeks: dict[str, float] = {}
    value: float | None = None


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
    """A plan; `gap` is the proven distance to the best possible, `greedy_value` that of a ranked list.

    `changed_from` is the baseline that this one changed, `changed_by` the one that changed this.
    """

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
    changed_from: str = ""
    change_reason: str = ""
    changed_by: str = ""


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


class ItemMoved(Answer):
    """The new baseline, and what to mind about it."""

    id: str
    warnings: list[str]
    plan: PlanDetail


class PeopleRow(Answer):
    team: str
    quarter: str
    person_weeks: float


class ShortfallRow(Answer):
    """Person-weeks a team needs, has free and lacks; null with a `reason` where nobody knows."""

    team: str
    needed_person_weeks: float
    free_person_weeks: float | None
    lacking_person_weeks: float | None
    reason: str = ""


class ShortfallList(Answer):
    rows: list[ShortfallRow]
    quarters: list[str]


class InvestmentRow(Answer):
    """People or money granted over quarters; `shortfall` as it stood when they were asked for."""

    id: str
    title: str
    initiatives: list[str]
    people: list[PeopleRow]
    amount_minor: int | None
    currency: str
    quarters: list[str]
    business_case: str
    evidence: dict[str, str]
    shortfall: list[ShortfallRow]
    author: str
    at: datetime


class InvestmentList(Answer):
    rows: list[InvestmentRow]
    next: str = ""


class CommitmentRow(Answer):
    """A promise to an account; `standing` tells whether the baselines finish it by then, `arr_share` is the
    account's part of the known ARR."""

    id: str
    account: str
    account_name: str
    arr_minor: int | None
    arr_share: float | None
    obligation: str
    due: date
    overdue: bool
    initiative: str
    standing: str
    contract: str
    owner: str
    state: str
    settled_at: datetime | None
    settled_by: str
    note: str


class CommitmentList(Answer):
    rows: list[CommitmentRow]
    open: int
    overdue: int
    next: str = ""
