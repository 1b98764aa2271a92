"""What the tracking plan answers."""

from datetime import date, datetime

from pydantic import Field, JsonValue

from headway.core.registry import Answer
from headway.engine.tracking.plan import Kind, Mode, Scalar, Type


class PlannedProperty(Answer):
    name: str
    type: Type
    required: bool
    values: list[Scalar] = Field(description="The allowed ones; empty allows any.")
    pattern: str
    personal: bool
    description: str
    line: str = Field(description="The property as one line that planned_event_save reads.")


class Arrival(Answer):
    """Whether an event really comes; `implemented` is told by the data alone, as of the last look at it."""

    implemented: bool | None = Field(description="Null before the first look at the events.")
    reason: str = Field("", description="Why it is not known, or what is odd about it.")
    events: int | None = None
    people: int | None = None
    accounts: int | None = None
    first_at: datetime | None = None
    last_at: datetime | None = None
    versions: list[str] = Field(
        default=[], description="Versions of the product that sent it, the newest first."
    )
    as_of: datetime | None = None


class PlannedEventRow(Answer):
    id: str
    version: int
    name: str
    category: str
    status: str
    owner: str
    purpose: str
    serves: list[str]
    sources: list[str]
    properties: int
    definition_version: int
    effective_on: date
    arrival: Arrival
    violations: int = Field(description="Events of the last 7 days that violate what is planned of it.")


class PlannedEventList(Answer):
    rows: list[PlannedEventRow]
    next: str = ""
    planned: int = Field(description="How many events are planned in all, deprecated ones left out.")
    arriving: int | None = Field(description="How many of them really come; null before the first look.")
    unplanned: int = Field(description="Event names of the last 7 days that no plan knows.")
    as_of: datetime | None


class VersionRow(Answer):
    number: int
    effective_on: date
    note: str
    changes: list[str] = Field(description="What differs from the version before, in words.")
    properties: list[PlannedProperty]


class SnippetRow(Answer):
    sdk: str
    language: str
    code: str


class SeenProperty(Answer):
    name: str
    share: float = Field(description="Of the rows that were looked at.")
    types: dict[str, int]


class DriftRow(Answer):
    event: str
    property: str
    was: str
    until: date
    now: str
    since: date
    text: str


class ViolationRow(Answer):
    kind: Kind
    words: str
    event: str
    property: str
    source: str
    app_version: str
    mode: Mode
    events: int
    example: str = Field(description="A value of the last of them, for those who work on the product.")
    first_day: date
    last_day: date
    last_at: datetime


class DayCount(Answer):
    day: date
    events: int


class PlannedEventDetail(Answer):
    row: PlannedEventRow
    description: str
    properties: list[PlannedProperty]
    naming_fault: str
    versions: list[VersionRow]
    snippets: list[SnippetRow]
    seen: list[SeenProperty]
    drifts: list[DriftRow]
    days: list[DayCount] = Field(description="Events a day of the last 30 days with events, UTC.")
    violations: list[ViolationRow]


class PlannedEventDiff(Answer):
    ref: str
    name: str
    from_version: int
    to_version: int
    changes: list[str]


class ViolationList(Answer):
    days: int
    events: int = Field(description="All counted violations of these days.")
    rows: list[ViolationRow]


class NamingShown(Answer):
    style: str
    pattern: str
    example: str


class RuleShown(Answer):
    source: str = Field(description="Empty: every source.")
    violation: Kind
    mode: Mode


class TrackingRules(Answer):
    event_names: NamingShown
    property_names: NamingShown
    rows: list[RuleShown] = Field(description="What nothing is said about is flagged.")
    sources: list[str]


class QuarantinedRow(Answer):
    id: str
    event: str
    source: str
    received_at: datetime
    reasons: list[str]
    allowed_now: bool = Field(description="Whether the plan of now has no objection to it.")
    properties: dict[str, JsonValue]


class QuarantineList(Answer):
    total: int
    events: dict[str, int] = Field(description="How many wait, by event.")
    rows: list[QuarantinedRow]


class QuarantineDone(Answer):
    released: int = 0
    dropped: int = 0
    waiting: int


class ProposedEvent(Answer):
    name: str
    events: int
    people: int
    rows_looked_at: int
    naming_fault: str
    properties: list[PlannedProperty]
    new_properties: list[str] = Field(description="Of an event that is planned already: what comes besides.")
    is_planned: bool


class TrackingProposal(Answer):
    rows: list[ProposedEvent]
    drifts: list[DriftRow]
    as_of: datetime | None


class Observation(Answer):
    events: int
    as_of: datetime


class Taken(Answer):
    """What came of events that were taken into the plan."""

    made: list[str]
    changed: list[str]
    unchanged: list[str]
    refused: dict[str, str]
    left_out: dict[str, list[str]] = Field(default={}, description="By event, what the plan cannot hold.")


class PlanText(Answer):
    text: str
    events: int


class Measured(Answer):
    """An event that a record is measured by: `planned` is its ref, empty where no plan knows it."""

    event: str
    planned: str
    status: str
    arrival: Arrival
    missing_properties: list[str] = Field(description="Required ones that do not come.")


class MeasuredList(Answer):
    rows: list[Measured]
