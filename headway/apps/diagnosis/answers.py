"""What questions about a change are answered with."""

from datetime import date, datetime

from pydantic import JsonValue

from headway.apps.analytics.behaviour.answers import BehaviourAnswer
from headway.apps.analytics.signals.answers import AnomaliesAnswer, PlantedRow
from headway.apps.reporting.answers import Mark
from headway.core.figures import Figure
from headway.core.registry import Answer


class EffectRow(Answer):
    """By how much a part moved the number: by doing otherwise (`rate`) and by being more or less of the whole (`mix`),
    in the unit of the number; `share` is its part of the change. `before` and `now` are its own numbers."""

    name: str
    before: float | None
    now: float | None
    rate: float
    mix: float
    effect: float
    share: float | None


class Breakdown(Answer):
    """The change by the values of a dimension, by the parts that explain it, or by the steps; the effects of `rows` and
    `left` add up to the change. `left` is what no row holds, for the reason `left_words`."""

    by: str
    rows: list[EffectRow]
    left: float
    left_words: str = ""


class PartRow(Answer):
    """A combination of values that explains a part of the change, with its surprise (log-likelihood ratio)."""

    where: dict[str, str]
    before: Figure
    now: Figure
    expected: float
    explains: float | None
    evidence: float


class SinceRow(Answer):
    """The first day of the other level, and the first and last day that the series leaves open (95 %)."""

    day: date
    earliest: date
    latest: date
    level_before: float
    level_after: float


class MovedRow(Answer):
    """Another number that is another since then: its mean a day at both times, and how often chance does as much."""

    name: str
    kind: str
    before: float
    now: float
    chance: float
    address: str


class CheckStep(Answer):
    """What to look at next, and where that is prepared: `explore` is the number by the part that it is about, `sql` a
    SELECT that answers it, `sql_address` the bench with that SELECT in it."""

    words: str
    address: str = ""
    explore: str = ""
    sql: str = ""
    sql_address: str = ""


class DeedStep(Answer):
    """What can be done about it; `action` is a registered action with what its form begins with, `address` leads to the
    prepared form. `discovery.problem_add` also takes the ref of the kept diagnosis."""

    words: str
    action: str = ""
    question: dict[str, JsonValue] = {}
    address: str = ""


class EvidenceLine(Answer):
    """One thing that speaks for it or against it, and where its rows are."""

    words: str
    address: str = ""


class HypothesisRow(Answer):
    """What may be behind the change; `strength` from 0 to 1, in words strong, possible or weak. `key` names it.
    `record_kind` and `record` are of the launch, experiment or other record that happened, where it is one."""

    key: str
    kind: str
    text: str
    strength: float
    words: str
    where: dict[str, str] = {}
    record_kind: str = ""
    record: str = ""
    evidence: list[EvidenceLine]
    check: CheckStep
    deeds: list[DeedStep]


class ChangeAnswer(BehaviourAnswer):
    """A change taken apart. `change` is `now` less `before`, in `unit`; `happenings` are what began near it, `moved`
    other numbers that are others since then. Null is unknown, for the reason."""

    title: str = ""
    unit: str = ""
    now_from: date | None = None
    now_to: date | None = None
    base_from: date | None = None
    base_to: date | None = None
    found_by: str = ""
    before: Figure | None = None
    now: Figure | None = None
    change: float | None = None
    chance: float | None = None
    points: list[tuple[str, float | None]] = []
    since: SinceRow | None = None
    breakdowns: list[Breakdown] = []
    parts: list[PartRow] = []
    happenings: list[Mark] = []
    moved: list[MovedRow] = []
    hypotheses: list[HypothesisRow] = []


class PointAnswer(Answer):
    """The question that diagnosis.change_explain takes about a point."""

    question: dict[str, JsonValue]


class DiagnosisRow(Answer):
    """A kept diagnosis; `text` and `words` are of the hypothesis that was chosen, `since` is the day of the change."""

    ref: str
    version: int
    title: str
    state: str
    owner: str
    review_on: date | None
    is_due: bool
    kept_at: datetime
    since: date | None
    text: str
    words: str
    change: float | None
    unit: str


class DiagnosisList(Answer):
    rows: list[DiagnosisRow]
    next: str = ""


class CheckRow(Answer):
    words: str
    result: str
    note: str
    by: str
    at: datetime


class DeedRow(Answer):
    """What was done; `address` leads to the record that came of it."""

    words: str
    kind: str
    record: str
    address: str
    by: str
    at: datetime


class DiagnosisDetail(Answer):
    """A kept diagnosis with what was found on its day, what was looked at and done since, and what came of it."""

    row: DiagnosisRow
    question: dict[str, JsonValue]
    found: ChangeAnswer
    chosen: str
    outcome: str
    reviewed_at: datetime | None
    checks: list[CheckRow]
    deeds: list[DeedRow]


class SeriesRow(Answer):
    """A watched series: how many anomalies it told of in the last year, and what people said of those they marked."""

    ref: str
    title: str
    state: str
    owner: str
    checked_at: datetime | None
    told: int
    real: int
    false: int


class SeriesList(Answer):
    rows: list[SeriesRow]
    next: str = ""


class SensitivityRow(Answer):
    """What a sensitivity would have told in the last year: how many anomalies, how many of them were marked real or
    false, the false share of the marked ones, how many marked real ones it does not tell, and of planted drops."""

    sensitivity: str
    told: int
    real: int
    false: int
    missed: int
    false_share: float | None
    reason: str
    drops: list[PlantedRow]


class MarkedAnomaly(Answer):
    """An anomaly with what a person said of it: `verdict` is real, false or empty."""

    period: str
    value: float
    text: str
    verdict: str
    note: str
    by: str


class SeriesDetail(Answer):
    """A watched series with its anomalies, the latest first, and what each sensitivity would tell."""

    row: SeriesRow
    query: str
    question: dict[str, JsonValue]
    sensitivity: str
    series: AnomaliesAnswer
    settings: list[SensitivityRow]
    anomalies: list[MarkedAnomaly]
