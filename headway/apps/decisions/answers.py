"""What the decision log answers."""

from datetime import date, datetime

from pydantic import Field

from headway.apps.decisions.evidence import RecordShown
from headway.apps.decisions.members import MemberShown
from headway.core.figures import Figure
from headway.core.registry import Answer


class OptionShown(Answer):
    """One way to go; `weighted` is the mean of its scores by the criteria's weights, 0 to 5, null with a reason."""

    key: str
    title: str
    words: str
    pros: list[str]
    cons: list[str]
    scores: dict[str, float]
    weighted: float | None
    reason: str


class CriterionShown(Answer):
    name: str
    weight: float


class PartyShown(Answer):
    """One side of a conflict: what it wants, and what it needs that for."""

    party: str
    position: str
    interest: str


class DissentShown(Answer):
    author: str
    words: str
    at: datetime


class ConditionShown(Answer):
    """What makes a decision due for a second look, and the last reading of it."""

    words: str
    metric: str
    of: str
    comparison: str
    value: float
    reading: Figure | None


class DecisionRow(Answer):
    """One entry of the log; `age_days` counts from when it was identified to when it was decided, or to now."""

    id: str
    question: str
    kind: str
    state: str
    decider: MemberShown | None
    problem: RecordShown | None
    due: date | None
    overdue: bool
    days_overdue: int
    opened_at: datetime
    identified_at: datetime
    decided_at: datetime | None
    age_days: float
    options: int
    criteria: int
    evidence: int
    dissents: int
    choice: str
    outcome: str
    revisit_on: date | None


class DecisionList(Answer):
    rows: list[DecisionRow]
    total: int
    open: int
    overdue: int
    without_decider: int
    next: str = ""


class DecisionDetail(Answer):
    """A decision in full: what was asked, on what grounds, who saw it otherwise, and what makes it due again."""

    decision: DecisionRow
    record_id: str
    version: int
    background: str
    options: list[OptionShown]
    criteria: list[CriterionShown]
    parties: list[PartyShown]
    evidence: list[RecordShown]
    opened_by: MemberShown | None
    decided_by: MemberShown | None
    consulted: list[MemberShown]
    dissents: list[DissentShown]
    trade_off: str
    condition: ConditionShown | None
    revisit_reason: str
    supersedes: list[str]
    superseded_by: str
    closed_at: datetime | None
    closing_reason: str
    may_take: bool = Field(description="Whether the asking person is its decider and it is open.")


class RevisitFound(Answer):
    decision: str
    reason: str


class RevisitReport(Answer):
    """What a look at the triggers found: which decisions are due, and which could not be told."""

    checked: int
    due: list[RevisitFound]
    unknown: list[RevisitFound]


class CurveStep(Answer):
    """From `days` on, the share of decisions that are still open is `share` (0 to 1)."""

    days: float
    share: float
    low: float | None
    high: float | None


class LatencyReport(Answer):
    """How long decisions take, from when the problem was identified to the decision, in days."""

    since: date
    until: date
    start: str
    median: Figure
    median_with_open: Figure = Field(description="Kaplan-Meier, the open ones counted as not decided yet.")
    median_before: Figure = Field(description="The same median in the base period.")
    change: Figure = Field(description="Median divided by the median before, minus 1; the aim is -0.2.")
    base_since: date
    base_until: date
    curve: list[CurveStep]
    decided: list[str]
    open: list[str]
    left_out: list[str] = Field(
        description="Decisions that name no problem, where it counts from the problem."
    )


class SignRow(Answer):
    ref: str
    title: str
    why: str
    age_days: float | None


class Sign(Answer):
    """One sign that deciding does not work, how often it shows, and where."""

    id: str
    title: str
    count: Figure
    rows: list[SignRow]


class FailureSigns(Answer):
    rows: list[Sign]
    as_of: datetime | None


class AgendaItem(Answer):
    """One thing to decide in a forum; `days_overdue` is above 0 once its date has passed."""

    kind: str
    ref: str
    title: str
    why: str
    needed: str
    owner: str
    due: date | None
    days_overdue: int
    options: list[str]
    evidence: list[str]


class OutcomeShown(Answer):
    item: str
    outcome: str
    owner: str
    due: date | None


class MeetingRow(Answer):
    id: str
    held_at: datetime
    closed_by: str
    items: int
    outcomes: list[OutcomeShown]
    notes: str


class ForumRow(Answer):
    id: str
    name: str
    cadence: str
    kinds: list[str]
    members: list[MemberShown]
    last_held_at: datetime | None
    waiting: int


class ForumList(Answer):
    rows: list[ForumRow]


class ForumAgenda(Answer):
    """What a forum has to decide now, the most urgent first, and the same as a text to read beforehand."""

    forum: ForumRow
    items: list[AgendaItem]
    settled: list[AgendaItem]
    preread: str
    meetings: list[MeetingRow]
