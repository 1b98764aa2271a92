"""How the answer to each kind of question is shown."""

from collections.abc import Callable, Sequence
from typing import Any

from headway.apps.analytics.behaviour.answers import TrendAnswer
from headway.apps.analytics.signals.answers import AnomaliesAnswer
from headway.apps.reporting.answers import Mark
from headway.web.explore.answers.amounts import lifecycle_shown, stickiness_shown, trend_shown
from headway.web.explore.answers.moves import anomalies_shown, diagnosis_shown
from headway.web.explore.answers.parts import ROWS_DRAWN_MOST, Behind, Shown
from headway.web.explore.answers.returns import brackets_shown, retention_shown
from headway.web.explore.answers.uptake import adoption_shown, value_shown
from headway.web.explore.answers.ways import conversion_shown, funnel_shown, paths_shown
from headway.web.reporting.drawing import days_of

SHOWN: dict[str, Callable[[Any, Behind, Sequence[Mark]], Shown]] = {
    "trend": trend_shown,
    "funnel": funnel_shown,
    "conversion": conversion_shown,
    "retention": retention_shown,
    "brackets": brackets_shown,
    "stickiness": stickiness_shown,
    "lifecycle": lifecycle_shown,
    "adoption": adoption_shown,
    "value": value_shown,
    "paths": paths_shown,
    "anomalies": anomalies_shown,
    "diagnosis": diagnosis_shown,
}


def days_drawn(answer: object) -> tuple[str, str] | None:
    """The first and the last day of what an answer draws over time; None where it draws nothing so."""
    if isinstance(answer, TrendAnswer):
        return days_of(answer.series[0].points[-ROWS_DRAWN_MOST:]) if answer.series else None
    return days_of(answer.points[-ROWS_DRAWN_MOST:]) if isinstance(answer, AnomaliesAnswer) else None
