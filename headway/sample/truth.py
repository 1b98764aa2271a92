"""What was planted in the sample, as counted in its files: for tests and for people who want to check."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Halves:
    first_13_weeks: int
    last_13_weeks: int


@dataclass(frozen=True)
class OneChannel:
    category: str
    channel: str
    share: float
    share_elsewhere: float


@dataclass(frozen=True)
class LargeArr:
    category: str
    account_ids: tuple[str, ...]
    arr_usd: int
    share_of_all_arr: float


@dataclass(frozen=True)
class FeedbackTruth:
    rows: int
    categories: int
    rising: dict[str, Halves]
    falling: dict[str, Halves]
    one_channel: OneChannel
    large_arr_few_accounts: LargeArr
    with_personal_data: tuple[str, ...]
    without_account_id_but_with_company_email: int
    anonymous_app_reviews: int


@dataclass(frozen=True)
class FunnelTruth:
    steps: tuple[str, ...]
    rule: str
    counts: dict[str, tuple[int, ...]]
    step: str
    device: str
    app_version: str
    first_day: str
    step_rate: dict[str, float]


@dataclass(frozen=True)
class AnomalyDay:
    day: str
    event: str
    count: int
    median_day: float


@dataclass(frozen=True)
class EventsTruth:
    rows: int
    event_names: int
    people_with_events: int
    activation_funnel: FunnelTruth
    anomaly_day: AnomalyDay


@dataclass(frozen=True)
class CannotFit:
    initiative: str
    deadline: str
    prerequisite: str
    prerequisite_earliest: str


@dataclass(frozen=True)
class PlanningTruth:
    net_capacity_person_weeks: dict[str, float]
    demand_p50_person_weeks: dict[str, int]
    demand_to_capacity: float
    mandatory: tuple[str, ...]
    enablers: tuple[str, ...]
    dependencies: int
    cannot_fit: CannotFit


@dataclass(frozen=True)
class BacklogTruth:
    rows: int
    near_duplicates: tuple[tuple[str, str], ...]
    stale_rule: str
    stale: tuple[str, ...]
    stories_without_acceptance_criteria: tuple[str, ...]
    initiative_of_item: dict[str, str]


@dataclass(frozen=True)
class Truth:
    """The planted findings of one sample company, measured in the files written for it."""

    seed: int
    first_day: str
    last_day: str
    feedback: FeedbackTruth
    events: EventsTruth
    planning: PlanningTruth
    backlog: BacklogTruth
    research_notes: dict[str, str]

    def as_dict(self) -> dict[str, object]:
        return asdict(self)
