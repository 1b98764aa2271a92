"""What the KPIs of the role answer."""

from datetime import date, datetime
from typing import Literal

from pydantic import JsonValue

from headway.core.registry import Answer


class Beside(Answer):
    """Another number of the same definition in the same period; null is unknown, for the `reason`."""

    label: str
    definition: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    numerator: float | None
    denominator: float | None
    reason: str


class KpiReading(Answer):
    """A KPI in one period. `numerator` of `denominator` is what was divided; `open_windows` are not over yet, so that
    the value is provisional. It is held against `previous`, the value from `base_since` to `base_until`: relatively
    and in points. `band` says whether it lies below, inside or above. Null is unknown, for the `reason`."""

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
    base_since: date | None = None
    base_until: date | None = None
    previous: float | None = None
    change_ratio: float | None = None
    change_points: float | None = None
    change_reason: str = ""
    band: str = ""
    reason: str = ""
    beside: list[Beside] = []


class KpiRow(Answer):
    """A KPI with its last reading; `code` is its number among the KPIs of the role, `text` its exact definition.

    `base` is what each period is held against, `counts` what it counts, in plural.
    """

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
    base: str
    counts: str
    reading: KpiReading
    taken_at: datetime | None


class KpiList(Answer):
    rows: list[KpiRow]
    next: str = ""


class KpiDetail(Answer):
    """A KPI as it stands now, and how it stood in the last periods, the latest last."""

    row: KpiRow
    history: list[KpiReading]


State = Literal["counted", "open", "not"]


class BehindRow(Answer):
    """A person, account, service level or endpoint that a KPI was worked out from.

    `state` is counted (in the numerator), open (not known yet) or not; `value` its own number in `unit`, of `n` cases.
    """

    name: str
    state: State
    value: float | None = None
    unit: str = ""
    n: int | None = None
    note: str = ""


class KpiBehind(Answer):
    """The rows behind a KPI in the period from `since` to `until`, by name, and how many there are of each state."""

    since: date
    until: date
    counts: str
    states: dict[State, int]
    rows: list[BehindRow]
    next: str = ""


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
