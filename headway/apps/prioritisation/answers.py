"""What prioritisation answers: initiatives with their inputs, scores and reasons."""

from datetime import date, datetime

from pydantic import ConfigDict

from headway.core.figures import Figure
from headway.core.registry import Answer


class ScoreSpread(Answer):
    """A score as a distribution; null with `reason` where an input is unknown."""

    p10: float | None
    p50: float | None
    p90: float | None


class Inputs(Answer):
    """The inputs of RICE; each says whether it was proposed from evidence, given or overridden."""

    reach: Figure
    impact: Figure
    confidence: Figure
    effort: Figure


class LinkedProblem(Answer):
    id: str
    title: str
    link: str
    state: str
    weight: float | None


class InitiativeRow(Answer):
    id: str
    title: str
    rank: int | None
    score: ScoreSpread
    reason: str
    p_top_10: float | None
    inputs: Inputs
    basis: dict[str, str]
    why: list[str]
    problems: list[LinkedProblem]
    effort_person_weeks: dict[str, float]
    requires: list[str]
    earliest_quarter: str
    deadline: str
    mandatory: bool
    enabler: bool
    nature: str = "feature"
    enables: list[str] = []
    moscow: str = ""


class InitiativeList(Answer):
    rows: list[InitiativeRow]
    total: int
    framework: str
    as_of: datetime | None
    next: str = ""


class EstimateRow(Answer):
    input: str
    p10: float | None
    p50: float | None
    p90: float | None
    basis: str
    author: str
    reason: str
    at: datetime
    superseded: bool


class InitiativeDetail(Answer):
    """One initiative with every estimate it ever had and what each input contributes to its score."""

    initiative: InitiativeRow
    record_id: str
    contributions: dict[str, float]
    estimates: list[EstimateRow]
    required_by: list[str]


class ScoredRow(Answer):
    id: str
    title: str
    rank: int
    score: ScoreSpread
    p_top_10: float | None
    reason: str


class ScoreReport(Answer):
    """What a scoring run ranked; `details` holds what a framework says of the whole list."""

    framework: str
    scored: int
    unscored: int
    rows: list[ScoredRow]
    details: dict[str, float | bool | str] = {}


class ProposalReport(Answer):
    """What was proposed: links of initiatives to problems, and input estimates that are new or changed."""

    initiatives: int
    links_new: int
    estimates_new: int
    estimates_unchanged: int
    without_evidence: list[str]
    topics_without_theme: list[str]


class FrameworkScores(Answer):
    """What a framework says; which fields there are depends on the framework."""

    model_config = ConfigDict(extra="allow")


class Selection(Answer):
    """The next release that satisfies customers of the most value, and what any could be worth at most."""

    model_config = ConfigDict(extra="allow")

    selected: list[str | int]
    value: float
    bound: float
    gap: float | None
    proven: bool


class DeclinedRow(Answer):
    """A "no"; `evidence` is the kind of record by ref, `due` tells that the day to look at it again has come."""

    id: str
    asked: str
    accounts: list[str]
    account_names: list[str]
    reason: str
    evidence: dict[str, str]
    objective: str
    fit: str
    fit_words: str
    reply: str
    revisit_on: date | None
    revisit_when: str
    due: bool
    author: str
    at: datetime


class DeclinedList(Answer):
    rows: list[DeclinedRow]
    total: int
    due: int
    next: str = ""


class PricingRow(Answer):
    """What is sold and who is on it; `share` is the part of the accounts with a known plan that are on this one.
    `accounts`, `arr_minor` and `share` are null with a `reason` where that is unknown."""

    id: str
    name: str
    price_minor: int
    currency: str
    per: str
    price_words: str
    entitlements: list[str]
    hypotheses: list[str]
    evidence: dict[str, str]
    version: int
    accounts: int | None
    arr_minor: int | None
    share: float | None
    reason: str = ""


class PricingList(Answer):
    rows: list[PricingRow]
