"""What experiments answer: plans, and those that run."""

from datetime import datetime

from headway.core.registry import Answer


class ChecklistRow(Answer):
    """One question about ethics and fairness, and what the plan says to it; empty while nobody answered."""

    key: str
    question: str
    answer: str


class ExperimentRow(Answer):
    """A plan or a running experiment; shares are 0 to 1, and the smallest effect is relative to the metric today.

    `right` is the decision right that starting it uses, with why in `right_reason`; empty where it uses none.
    `missing` names what it still needs before it can start.
    """

    id: str
    version: int
    title: str
    kind: str
    state: str
    hypothesis: str
    primary_metric: str
    guardrails: list[str]
    smallest_effect_share: float | None
    audience_share: float | None
    decision_rule: str
    checklist: list[ChecklistRow]
    right: str
    right_reason: str
    missing: list[str]
    author: str
    started_at: datetime | None
    started_by: str


class ExperimentList(Answer):
    rows: list[ExperimentRow]
    next: str = ""
