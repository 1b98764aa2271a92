"""What the KPIs of the role answer."""

from datetime import date, datetime

from pydantic import JsonValue

from headway.core.registry import Answer


class KpiReading(Answer):
    """A KPI in one period. `numerator` of `denominator` is what was divided; `open_windows` are not over yet, so that
    the value is provisional. `band` says whether it lies below, inside or above. Null is unknown, for the `reason`."""

    since: date | None = None
    until: date | None = None
    definition: str = ""
    unit: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    n: int = 0
    open_windows: int = 0
    previous: float | None = None
    change_ratio: float | None = None
    change_points: float | None = None
    change_reason: str = ""
    band: str = ""
    reason: str = ""


class KpiRow(Answer):
    """A KPI with its last reading; `code` is its number among the KPIs of the role, `text` its exact definition."""

    ref: str
    version: int
    title: str
    code: str
    formula: str
    label: str
    text: str
    better: str
    period: str
    owner: str
    band_low: float | None
    band_high: float | None
    asked: dict[str, JsonValue]
    reading: KpiReading
    taken_at: datetime | None


class KpiList(Answer):
    rows: list[KpiRow]
    next: str = ""


class KpiDetail(Answer):
    """A KPI as it stands now, and how it stood at the end of the last periods, the latest last.

    `behind` is what to ask analytics.people_behind for those whom it counts; empty where it counts no people.
    """

    row: KpiRow
    history: list[KpiReading]
    behind: dict[str, JsonValue]


class FormulaRow(Answer):
    """A formula: what it needs to be told, and the band that is common for it in words."""

    name: str
    code: str
    label: str
    text: str
    unit: str
    needs: list[str]
    takes: list[str]
    common_band: str


class FormulaList(Answer):
    rows: list[FormulaRow]


class KpisTaken(Answer):
    taken: int
    unknown: int
