"""What questions about a number that moved are answered with."""

from headway.apps.analytics.behaviour.answers import BehaviourAnswer
from headway.core.figures import Figure
from headway.core.registry import Answer


class AnomalyRow(Answer):
    """A period that stands out: what it was, what that reading had been between lately, by how many times that range
    it went beyond, and that in words."""

    period: str
    value: float
    reading: str
    low: float
    high: float
    seen: float
    excess: float
    text: str


class ChangeRow(Answer):
    """The first period of another level, and the medians of before and after it (less the weekly cycle)."""

    period: str
    before: float
    after: float


class PlantedRow(Answer):
    """Of drops of a size planted in the series, lasting a week (a day, hour by hour), how many would be told."""

    drop: float
    planted: int
    found: int


class AnomaliesAnswer(BehaviourAnswer):
    """`watched` periods, in which `anomalies` were told; `band` is, for each of the `points`, the range of the same
    time in the last seven cycles, null in the first; `backtest` is what the detector finds on this very series."""

    points: list[tuple[str, float]] = []
    band: list[tuple[float | None, float | None]] = []
    watched: int | None = None
    anomalies: list[AnomalyRow] = []
    changes: list[ChangeRow] = []
    backtest: list[PlantedRow] = []


class CauseRow(Answer):
    """A part of the whole, how it did before and now, the part of the change it explains (1 is all of it), how
    surprising it is (log-likelihood ratio), that in words, and what to look at next."""

    where: dict[str, str]
    before: Figure
    now: Figure
    expected: float
    explains: float | None
    evidence: float
    text: str
    check: str


class DiagnosisAnswer(BehaviourAnswer):
    """The whole before and now, from when on it is another, whether that was asked or found, and what explains it."""

    changed_at: str | None = None
    found_by: str = ""
    before: Figure | None = None
    now: Figure | None = None
    dimensions: list[str] = []
    causes: list[CauseRow] = []
