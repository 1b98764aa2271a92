"""The whole of a quarter plan in one document: from what customers said to the first PRD."""

from pydantic import BaseModel

from headway.apps.discovery.answers import ProblemRow
from headway.apps.prioritisation.answers import InitiativeRow
from headway.apps.requirements.answers import Citation
from headway.apps.roadmap.answers import ExcludedRow, LoadRow, PlannedItem
from headway.core.figures import Figure
from headway.core.registry import Answer


class Assignment(BaseModel):
    """The theme a message belongs to, and whether that is more than the nearest guess."""

    theme: str
    confident: bool


class ThemesPart(BaseModel):
    count: int
    assignments: dict[str, Assignment]
    names: dict[str, str] = {}


class ThemeTrend(BaseModel):
    theme: str
    direction: str
    ratio: Figure


class PlanPart(BaseModel):
    id: str
    periods: list[str]
    items: list[PlannedItem]
    excluded: list[ExcludedRow]
    loads: list[LoadRow]
    value: float
    bound: float
    gap: float
    greedy_value: float


class PrdPart(BaseModel):
    id: str
    initiative: str
    title: str
    markdown: str
    citations: list[Citation]


class ImportPart(BaseModel):
    """What became of one file of the folder."""

    file: str
    kind: str
    read: int
    created: int
    updated: int
    unchanged: int
    refused: int
    first_errors: list[str]


class PlanReport(Answer):
    """The answer of the main job. `timings_s` and `imports` are filled for the run that made it."""

    themes: ThemesPart
    trends: list[ThemeTrend]
    problems: list[ProblemRow]
    initiatives: list[InitiativeRow]
    plan: PlanPart | None
    metrics: list[dict[str, object]]
    risks: list[dict[str, object]]
    prd: PrdPart | None
    goal: str
    imports: list[ImportPart] = []
    notices: list[str] = []
    timings_s: dict[str, float] = {}


class ChainStep(Answer):
    """One kind of record on the way; a count of null is not recorded yet."""

    kind: str
    count: int | None
    refs: list[str]


class Chain(Answer):
    """Where a record stands on the way from evidence to outcome."""

    kind: str
    ref: str
    steps: list[ChainStep]
