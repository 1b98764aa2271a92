"""What can be asked about a change. The words are those of docs/diagnosis.md."""

from datetime import date

from pydantic import Field, JsonValue

from headway.apps.analytics.behaviour.questions import FOURTEEN_DAYS_S, Asked, EventRow, Window
from headway.apps.analytics.signals.questions import DIMENSIONS_MOST
from headway.core.records import Refs
from headway.core.registry import Question

STEPS_MOST = 8


class ChangeQuestion(Question):
    """A number now and in a base period: a registered `metric`, or events. One of `steps` asks how many there are a
    day, several ask which share of those who begin gets through them in this order within the window. Days are those
    of the workspace, first and last counted; without any, the largest step of the daily series parts the periods."""

    metric: str = Field("", max_length=100, examples=["active_people"])
    steps: list[Asked] = Field([], max_length=STEPS_MOST, examples=[["signup", "confirm"]])
    window_seconds: Window = Field(FOURTEEN_DAYS_S, gt=0)
    now_from: date | None = None
    now_to: date | None = None
    base_from: date | None = None
    base_to: date | None = None
    dimensions: Refs = Field(
        [],
        max_length=DIMENSIONS_MOST,
        description="By what it is taken apart; else by what has 2 to 50 values.",
    )
    depth: int = Field(3, ge=1, le=3, description="Of how many dimensions a part may be made.")
    cohort: str = Field("", max_length=100, description="Ref of a saved cohort: only what its members did.")
    events: list[EventRow] | None = Field(None, description="To ask about instead of the stored ones.")


class PointAsked(Question):
    """One number of an answer over time, or one step of a funnel, as analytics.people_behind names it: `period` as the
    answer writes it, `row` the series, `value` its part, `step` from 0."""

    query: str = Field(max_length=60, examples=["analytics.trend"])
    question: dict[str, JsonValue]
    period: str = Field("", max_length=40, examples=["2026-09-07"])
    row: int = Field(0, ge=0)
    value: str | None = Field(None, max_length=1000)
    step: int = Field(0, ge=0)
