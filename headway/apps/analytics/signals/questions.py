"""What can be asked about a number that moved. The words are those of docs/anomalies.md."""

from typing import Literal

from pydantic import Field

from headway.apps.analytics.behaviour.questions import (
    FOURTEEN_DAYS_S,
    MOMENT,
    Asked,
    RangeQuestion,
    SeriesAsked,
    Window,
)

DIMENSIONS_MOST = 8
Sensitivity = Literal["calm", "normal", "keen"]


class AnomaliesQuestion(RangeQuestion):
    """The series to watch: events of a kind, counted in all or by how many people, hour by hour or day by day."""

    series: SeriesAsked
    period: Literal["hour", "day"] = "day"
    sensitivity: Sensitivity = Field("normal", description="How little it takes: calm tells less, keen more.")


class DiagnosisQuestion(RangeQuestion):
    """What moved: how many `event`s there are, or with `then` the share of those beginning with `event` who get to
    `then` within the window. `changed_at` parts before from now; without it the largest step of the daily series
    does. `dimensions` are properties of the event; without them all that have 2 to 50 values, 8 at most."""

    event: Asked
    then: Asked | None = None
    window_seconds: Window = Field(FOURTEEN_DAYS_S, gt=0)
    changed_at: str | None = Field(None, description=MOMENT)
    dimensions: list[str] = Field([], max_length=DIMENSIONS_MOST)
    depth: int = Field(3, ge=1, le=3)
