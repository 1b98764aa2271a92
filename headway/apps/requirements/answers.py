"""What requirements answers: PRDs with their citations and metrics, and the backlog."""

from datetime import datetime

from headway.core.figures import Figure
from headway.core.registry import Answer


class Citation(Answer):
    """What a `[n]` in a PRD stands on: a message with its quote, a figure with its value, or a record."""

    ref: str
    kind: str
    id: str
    quote: str = ""
    figure: Figure | None = None


class PrdSection(Answer):
    key: str
    title: str
    markdown: str
    mandatory: bool


class MetricRow(Answer):
    """How a PRD will be judged; without baseline or target, `reason` says what is missing."""

    metric: str
    key_result: str
    unit: str
    baseline: float | None
    target: float | None
    due: str
    guardrail: bool
    reason: str


class PrdRow(Answer):
    id: str
    title: str
    initiative: str
    status: str
    generated: bool
    updated_at: datetime


class PrdList(Answer):
    rows: list[PrdRow]


class PrdDetail(Answer):
    prd: PrdRow
    record_id: str
    version: int
    sections: list[PrdSection]
    citations: list[Citation]
    metrics: list[MetricRow]
    markdown: str
    faults: list[str]


class BacklogRow(Answer):
    id: str
    title: str
    kind: str
    status: str
    points: float | None
    updated_at: datetime | None


class BacklogList(Answer):
    rows: list[BacklogRow]
    total: int
    next: str = ""
