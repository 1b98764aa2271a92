"""What requirements answers: PRDs with their citations and metrics, and the backlog."""

from datetime import datetime

from headway.core.figures import Figure
from headway.core.registry import Answer


class Citation(Answer):
    """What a `[n]` in a PRD stands on: a message with its quote, a figure with its value, or a record.

    `ref` is the n, `id` the outside ref of the record, `name` which figure or part of it, `label` how it is called.
    """

    ref: str
    kind: str
    id: str
    name: str = ""
    label: str = ""
    quote: str = ""
    figure: Figure | None = None


class PrdSection(Answer):
    key: str
    title: str
    markdown: str
    mandatory: bool
    edited: bool = False


class MetricRow(Answer):
    """How a PRD will be judged; without baseline or target, `reason` says what is missing."""

    id: str = ""
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
    next: str = ""


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
    """A ticket; `position` is its place in the order that people gave, null where it has none."""

    id: str
    title: str
    kind: str
    status: str
    points: float | None
    updated_at: datetime | None
    position: int | None = None
    initiative: str = ""


class BacklogList(Answer):
    rows: list[BacklogRow]
    total: int
    next: str = ""


class InitiativeMetric(MetricRow):
    """A metric of an initiative in the plan; `id` is empty while it is only proposed."""

    initiative: str
    initiative_title: str


class MetricList(Answer):
    """How the initiatives of a plan will be judged."""

    plan: str
    rows: list[InitiativeMetric]


class RiskRow(Answer):
    """A risk with what it stands on; probability, impact and owner are empty where nothing tells them."""

    initiative: str
    kind: str
    title: str
    text: str
    probability: str
    impact: str
    owner: str
    mitigation: str
    citations: list[Citation]


class RiskList(Answer):
    """What the records of planned initiatives say can go wrong."""

    plan: str
    rows: list[RiskRow]


class ScopeChangeRow(Answer):
    """A change of an agreed document; `part` is section, metric or status, and `key` which one of them."""

    id: str
    prd: str
    prd_version: int
    part: str
    key: str
    title: str
    words_before: int
    words_after: int
    removed: list[str]
    added: list[str]
    requested_by: str
    carried_out_at: datetime


class ScopeChangeList(Answer):
    rows: list[ScopeChangeRow]
    next: str = ""


class SliceRow(Answer):
    """A part of a document that is delivered as one; `outcome` is empty where what it served is gone."""

    id: str
    place: int
    mvp: bool
    title: str
    inside: str
    outside: str
    outcome: str
    outcome_name: str
    items: list[str]


class SliceList(Answer):
    prd: str
    rows: list[SliceRow]


class QualityBarRow(Answer):
    """A threshold to hold: `measure` must be `comparison` `value` `unit`, for `prd` or for `area`."""

    id: str
    category: str
    measure: str
    comparison: str
    value: float
    unit: str
    prd: str
    area: str
    threshold: str


class QualityBarList(Answer):
    rows: list[QualityBarRow]
    next: str = ""
