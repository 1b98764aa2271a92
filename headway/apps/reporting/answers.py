"""What dashboards answer: which there are, their tiles, and what a tile shows."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field, JsonValue

from headway.core.registry import Answer


class DashboardRow(Answer):
    """`mine` says that it is the asker's own, `favourite` that it opens first for the asker."""

    ref: str
    version: int
    title: str
    note: str
    owner: str
    shared: bool
    mine: bool
    changeable: bool
    favourite: bool
    tiles: int


class DashboardList(Answer):
    rows: list[DashboardRow]
    next: str = ""


class TileRow(Answer):
    """A tile as it is saved; `target` is null where there is none, or a metric is aimed at. Where the period before is
    aimed at, `target` is in per cent."""

    ref: str
    version: int
    dashboard: str
    title: str
    place: int
    width: int
    drawing: str
    query: str
    question: dict[str, JsonValue]
    address: str
    goal: str
    aims_at: str
    target: float | None
    aim_metric: str


class ColumnRow(Answer):
    label: str
    number: bool = False


class Mark(Answer):
    """What happened at a time, counted from 1 in the order it happened; `address` leads to its record or link, `kind`
    and `record` name the record where it is one."""

    number: int
    sort: str
    title: str
    starts_on: date
    ends_on: date | None
    address: str = ""
    ref: str = Field("", description="Of an annotation that somebody wrote.")
    kind: str = ""
    record: str = ""


class Reading(Answer):
    """The answer to any question in one form: a table, the points of its first series, and one number of it.

    `value` is that of the last period that is over, `period`, and `previous` the one before; of an answer that is
    not over time it is what sums it up. Null is unknown, for the `reason`. `behind` has, for each row, what to ask
    analytics.people_behind for the people whom its first number counts.
    """

    columns: list[ColumnRow] = []
    rows: list[list[JsonValue]] = []
    points: list[tuple[str, float | None]] = []
    over_time: bool = False
    unit: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    period: str = ""
    previous: float | None = None
    reason: str = ""
    said: list[str] = []
    notes: list[str] = []
    behind: list[dict[str, JsonValue]] = []
    as_of: datetime | None = None


class TileAnswer(Answer):
    """What a tile shows. `change` is the part by which the number moved against the period before; `aim` is what the
    target is today, null where there is none or for `aim_reason`; `met` says whether it is met, null where either is
    unknown; `taken_at` is when it was worked out."""

    tile: TileRow
    reading: Reading
    change: float | None
    aim: float | None
    aim_reason: str = ""
    met: bool | None
    taken_at: datetime


class DashboardDetail(Answer):
    """A dashboard and its tiles in their order; `answers` are those at hand, all of them where that was asked for."""

    row: DashboardRow
    tiles: list[TileRow]
    answers: list[TileAnswer]


class AnnotationList(Answer):
    rows: list[Mark]


class SqlColumn(Answer):
    label: str
    type: str
    number: bool


class SqlAnswer(Answer):
    """What a SELECT gave; `cut` says that there were more rows than these. Null is unknown."""

    columns: list[SqlColumn]
    rows: list[list[JsonValue]]
    cut: bool
    seconds: float
    people_hidden: bool


class SqlTable(Answer):
    name: str
    columns: list[SqlColumn]


class SqlTables(Answer):
    rows: list[SqlTable]


class SavedQueryRow(Answer):
    """`parameters` are the names in it, `defaults` the values that they begin with."""

    ref: str
    version: int
    title: str
    sql: str
    parameters: list[str]
    defaults: dict[str, JsonValue]
    drawing: str
    owner: str


class SavedQueryList(Answer):
    rows: list[SavedQueryRow]
    next: str = ""


class AlertRow(Answer):
    """An alert; of its webhook only the host is told, since the rest of the address may be a secret."""

    ref: str
    version: int
    title: str
    owner: str
    query: str
    question: dict[str, JsonValue]
    address: str
    condition: str
    threshold: float | None
    state: str
    muted_until: datetime | None
    checked_at: datetime | None
    webhook_host: str


class AlertList(Answer):
    rows: list[AlertRow]
    next: str = ""


class AlertCheckRow(Answer):
    """What came of one look; `told_at` is null where nobody was told."""

    period: str
    state: str
    value: float | None
    previous: float | None
    words: str
    told_at: datetime | None
    sent_at: datetime | None
    resolved_by: str


class AlertDetail(Answer):
    row: AlertRow
    checks: list[AlertCheckRow]


class CohortUse(Answer):
    """A record that asks about a cohort; of a tile it is the dashboard it is on."""

    what: Literal["dashboard", "alert"]
    ref: str
    title: str


class CohortUses(Answer):
    rows: list[CohortUse]


class SubscriptionRow(Answer):
    """`email` and `link` are of somebody outside; both are empty for your own."""

    ref: str
    dashboard: str
    every: str
    email: str
    link: str
    next_on: date
    sent_at: datetime | None


class SubscriptionList(Answer):
    rows: list[SubscriptionRow]


class ReplayLinkRow(Answer):
    """`template` has {person} and {at} in it."""

    ref: str
    title: str
    template: str


class ReplayLinkList(Answer):
    rows: list[ReplayLinkRow]


class HeardWords(Answer):
    """Words of a sentence and what they are taken for; empty for what is not understood, a dash for what says nothing
    by itself."""

    words: str
    meaning: str


class MetricDraft(Answer):
    """A registered metric that answers a sentence: what to ask metrics.metric_value, and where it is drawn. Null and a
    reason where the metric cannot be asked so."""

    ref: str
    label: str
    question: dict[str, JsonValue] | None
    address: str
    reason: str = ""


class QuestionDraft(Answer):
    """A sentence as one SELECT and, where a registered metric counts the same, as that metric; nothing has been run.
    `sql` is empty where nothing is understood that could be counted, for the `reason`."""

    sentence: str
    heard: list[HeardWords]
    missed: list[str]
    assumed: list[str]
    sql: str
    metric: MetricDraft | None
    reason: str = ""
