"""What the governance queries and actions answer."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from headway.core.registry import Answer


class ReachShown(Answer):
    """How far a change reaches, worked out from the change; null is unknown, with the reason."""

    arr_minor: int | None
    currency: str
    accounts: int | None
    quarters: int | None
    compliance: str
    reason: str


class StepShown(Answer):
    """One agreement that is needed: anybody who holds one of the positions, but never the person who asks."""

    label: str
    positions: list[str]
    people: list[str] = Field(description="Members who could give it now.")
    given_by: str = ""


class VoteShown(Answer):
    person: str
    positions: list[str]
    verdict: str
    note: str
    at: datetime


class ApprovalRow(Answer):
    """A change that waits, or that waited."""

    ref: str
    title: str
    action: str
    right: str
    right_title: str
    status: str
    requester: str
    requested_at: datetime
    due_at: datetime | None
    overdue: bool
    days_open: float
    waiting_for: list[str]
    mine_to_decide: bool
    subject_kind: str
    subject_id: str


class ApprovalList(Answer):
    rows: list[ApprovalRow]
    total: int
    to_decide: int = Field(description="How many wait for the asking person.")
    next: str = ""


class ApprovalDetail(ApprovalRow):
    """One change in full: what would differ, how far it reaches, why it needs approval and who has said what."""

    words: list[str]
    payload: dict[str, object]
    reach: ReachShown
    reason: str
    steps: list[StepShown]
    votes: list[VoteShown]
    consult: list[str]
    inform: list[str]
    escalated_to: list[str]
    closing_note: str
    stale_because: str = Field(
        description="Why approving it now would be refused; empty while it is not stale."
    )
    may_vote: bool
    why_not: str
    may_withdraw: bool
    channel: str


class Explained(Answer):
    """Whether the asking person may do something now, and who may."""

    outcome: Literal["allowed", "needs_approval", "refused", "invalid"]
    reason: str
    right: str = ""
    right_title: str = ""
    words: list[str] = []
    reach: ReachShown | None = None
    needs: list[StepShown] = []
    consult: list[str] = []
    inform: list[str] = []
    may_decide: list[str] = Field(default=[], description="Members who may do it without anybody's approval.")
    deadline_days: int | None = None


class MatrixRow(Answer):
    """One rule of one decision right in words; an empty text means nobody, or none."""

    right: str
    title: str
    mode: str
    when: str
    decides: str
    approves: str
    asks: str
    answers: str
    consulted: str
    informed: str
    deadline: str
    escalation: str
    actions: list[str] = Field(description="The actions that use the right.")


class PositionRow(Answer):
    name: str
    label: str
    roles: list[str]
    people: list[str]


class RightsMatrix(Answer):
    profile: str
    title: str
    version: int = Field(description="0 where nobody has adopted a policy yet.")
    rows: list[MatrixRow]
    positions: list[PositionRow]
    materiality: list[str]
    delegations: list[str]
    not_covered: list[str] = Field(description="Needed positions that nobody holds.")


class PolicyVersion(Answer):
    version: int
    profile: str
    reason: str
    adopted_by: str
    adopted_at: datetime


class PolicyDetail(Answer):
    """The policy document in force, or an earlier version, and what changed with each."""

    version: int
    profile: str
    title: str
    text: str
    versions: list[PolicyVersion]
    differences: list[str] = Field(description="What this version changed, against the one before it.")
    profiles: list[str]


class PolicyPreview(Answer):
    """What adopting a document would change; `problems` is empty when it can be adopted."""

    problems: list[str]
    differences: list[str]


class DelegationRow(Answer):
    ref: str
    giver: str
    taker: str
    positions: list[str]
    starts: date
    ends: date
    limits: list[str]
    state: Literal["coming", "running", "over", "ended"]


class DelegationList(Answer):
    rows: list[DelegationRow]
