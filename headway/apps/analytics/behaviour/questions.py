"""What can be asked about behaviour. The words are those of docs/behaviour.md."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, JsonValue

from headway.core.answers import PageQuestion
from headway.core.registry import Question

Scalar = str | int | float | bool | None
FOURTEEN_DAYS_S = 14 * 86_400.0
A_CENTURY_S = 100 * 366 * 86_400.0
MOMENT = "A day (2026-09-30) or a moment (2026-09-30T12:00:00Z); without an offset it is in time_zone."
Window = Annotated[float, Field(le=A_CENTURY_S, allow_inf_nan=False)]
Period = Literal["hour", "day", "week", "month"]
WeekStart = Literal["sunday", "monday"]


def _text_or_number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("Give a text or a number")
    return value


Id = Annotated[str | int, BeforeValidator(_text_or_number)]


class EventRow(Question):
    """One event: who (`user`), what (`event`), when (`ts`: ISO 8601, or seconds since 1970) and its properties."""

    user: Id
    event: str = Field(min_length=1)
    ts: Annotated[str | int | float, BeforeValidator(_text_or_number)]
    props: dict[str, JsonValue] | None = None
    account: Id = ""


def _or_empty(value: object) -> object:
    return {} if value is None else value


class EventAsked(Question):
    """Events of a name (none: of any), each of whose `props` has the value, or one of a list of values."""

    event: str | None = None
    props: Annotated[dict[str, Scalar | list[Scalar]], BeforeValidator(_or_empty)] = {}


def _named(value: object) -> object:
    return {"event": value} if isinstance(value, str) or value is None else value


Asked = Annotated[EventAsked, BeforeValidator(_named, json_schema_input_type=EventAsked | str)]


class BehaviourQuestion(Question):
    """`events` to ask about instead of the stored ones; `by` person or account; `cohort` keeps to its members; days
    are those of `time_zone` (else of the workspace); what happens after `as_of` is not known yet (else after the
    last event)."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    events: list[EventRow] | None = None
    by: Literal["person", "account"] = "person"
    cohort: str = Field("", max_length=100, description="Ref of a saved cohort: only what its members did.")
    time_zone: str = Field("", max_length=64)
    as_of: datetime | None = None


class RangeQuestion(BehaviourQuestion):
    """`from` and `to`, both included, where a day is the whole of it."""

    since: str | None = Field(None, alias="from", description=MOMENT)
    until: str | None = Field(None, alias="to", description=MOMENT)


class ExclusionAsked(EventAsked):
    """Who does the event between two steps (counted from 0) of an attempt has not made that attempt."""

    from_step: int
    to_step: int


class StepsQuestion(RangeQuestion):
    """The steps of a funnel and which events count as a walk through them."""

    steps: list[Asked] = Field(max_length=64)
    order: Literal["ordered", "strict", "unordered"] = "ordered"
    window_seconds: Window = FOURTEEN_DAYS_S
    anchor: Literal["best", "first"] = "best"
    exclusions: list[ExclusionAsked] = Field([], max_length=64)


class FunnelQuestion(StepsQuestion):
    """A funnel, with `breakdown_property` also by the value of a property."""

    breakdown_property: str | None = Field(None, min_length=1)
    attribution: Literal["first", "last", "all", "step"] = "first"
    attribution_step: int = Field(0, ge=0, description="With attribution step: which, counted from 0.")


class ConversionQuestion(StepsQuestion):
    """From which step to which (counted from 0; else from the first to the last), in how many bins."""

    from_step: int = 0
    to_step: int | None = None
    bin_count: int | None = None


class RetentionQuestion(BehaviourQuestion):
    """`periods` periods from the one of `first_period` on; `mode` calendar, or rolling: from one's own first event."""

    period: Period = "day"
    first_period: str = Field(description=MOMENT)
    periods: int
    start_event: Asked
    return_event: EventAsked | str | None = None
    type: Literal["recurring", "first_time", "first_ever"] = "recurring"
    cumulative: bool = False
    mode: Literal["calendar", "rolling"] = "calendar"
    week_start: WeekStart = "sunday"


class BracketsQuestion(RangeQuestion):
    """Of those whose first `start_event` lies in the range, who did `return_event` (else the same) between the
    first and last day of each bracket; a day is 24 hours from one's own beginning, which is in day 0."""

    start_event: Asked
    return_event: EventAsked | str | None = None
    brackets: list[tuple[Annotated[int, Field(ge=0, le=36_600)], Annotated[int, Field(ge=0, le=36_600)]]] = (
        Field([(1, 1), (2, 7), (8, 14), (15, 30)], min_length=1, max_length=50)
    )


class StickinessQuestion(BehaviourQuestion):
    event: Asked
    period: Period = "day"
    date_range: tuple[str, str] = Field(description="First and last day or moment, both included.")
    week_start: WeekStart = "sunday"


class LifecycleQuestion(BehaviourQuestion):
    event: Asked
    period: Period = "day"
    first_period: str = Field(description=MOMENT)
    periods: int
    week_start: WeekStart = "sunday"


class SeriesAsked(EventAsked):
    math: Literal["total", "unique", "per_user", "dau", "wau", "mau"] = "total"


class TrendQuestion(RangeQuestion):
    series: list[SeriesAsked] = Field(min_length=1, max_length=20)
    period: Period = "day"
    breakdown_property: str | None = Field(None, min_length=1)
    week_start: WeekStart = "sunday"


class AdoptionQuestion(BehaviourQuestion):
    """`exposed` is the event by which one meets it, or the day of a release, from which on one's first event
    counts; `segment` are properties that some event of the person has; `times` is how often it takes."""

    event: Asked
    exposed: Asked
    window_days: float = Field(90, le=36_600, allow_inf_nan=False)
    segment: dict[str, Scalar | list[Scalar]] = {}
    times: int = 1


class TimeToValueQuestion(RangeQuestion):
    """From one's first `start` (in the range) to one's first `value` event after it."""

    start: Asked
    value: Asked
    within_days: float = Field(14, gt=0, le=36_600, allow_inf_nan=False)


class PathsQuestion(RangeQuestion):
    """The commonest sequences of `length` events after one's first `event`, or before it."""

    event: Asked
    direction: Literal["after", "before"] = "after"
    length: int = 3
    window_seconds: Window | None = Field(None, gt=0)
    top: int = Field(20, ge=1, le=200)


# The queries whose numbers lead back to people.
LedBack = Literal[
    "analytics.funnel",
    "analytics.retention",
    "analytics.retention_brackets",
    "analytics.stickiness",
    "analytics.lifecycle",
    "analytics.trend",
    "analytics.adoption",
]


class PeopleBehind(PageQuestion):
    """Whose behaviour a number counts: the query, what it was asked, and which of its numbers.

    `analytics.funnel`: `step` (from 0), with `dropped` those who did not fill the next; `value` of the breakdown.
    `analytics.retention`: `row` and `column`. `analytics.retention_brackets`: `column`, with `dropped` those who did
    not come back in it. `analytics.stickiness`: `column`. `analytics.lifecycle`: `state` and
    `column`. `analytics.trend`: `row` is the series, `column` the period. `analytics.adoption`: `state` adopted,
    open or not.
    """

    query: LedBack
    question: dict[str, JsonValue]
    step: int = Field(0, ge=0)
    dropped: bool = False
    value: str | None = None
    row: int = Field(0, ge=0)
    column: int = Field(0, ge=0)
    state: str = ""
