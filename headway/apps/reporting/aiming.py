"""What a tile aims at: a number, the period before and so many per cent more, or what a metric is by now."""

from dataclasses import dataclass

from headway.apps.metrics.models import Metric
from headway.apps.reporting.answers import Reading
from headway.apps.reporting.models import Tile
from headway.apps.reporting.periods import METRIC_TIME, PERIODS, period_of
from headway.apps.reporting.ranges import Question
from headway.core.access import row
from headway.core.context import Context
from headway.core.errors import Invalid

DAY_LETTERS = len("2026-09-30")
AimsAt = Tile.AimsAt


@dataclass(frozen=True)
class Aim:
    """The number that a target is today; None is unknown, for the reason, or that there is no target."""

    number: float | None = None
    reason: str = ""


def aim_checked(context: Context, tile: Tile) -> None:
    """Raises Invalid for a target that lacks a part or has one too many, NotFound for a metric that is not there."""
    given = (tile.target is not None, bool(tile.aim_metric))
    if not tile.goal and given == (False, False):
        return
    if not tile.goal or given != (tile.aims_at != AimsAt.METRIC, tile.aims_at == AimsAt.METRIC):
        raise Invalid(
            "Field target: a target is a number, per cent more than the period before, or a metric, and whether it is "
            "at least or at most that; give both."
        )
    if tile.aim_metric:
        row(Metric, context, tile.aim_metric)


def aim_question(tile: Tile) -> tuple[str, Question] | None:
    """What is asked to know what a tile aims at; None where its own answer says it."""
    if not tile.goal or tile.aims_at != AimsAt.METRIC:
        return None
    period = period_of(tile.query, tile.question)
    asked: Question = {"metrics": [tile.aim_metric]}
    if period in PERIODS:
        asked["by"] = [f"{METRIC_TIME}{period}"]
    return "metrics.metric_value", asked


def aim_of(tile: Tile, reading: Reading, metric: Reading | None) -> Aim:
    """What a tile aims at in the period that its number is of; `metric` is what its metric says."""
    if not tile.goal:
        return Aim()
    if metric is not None:
        return _of_metric(tile, reading, metric)
    if tile.aims_at != AimsAt.PREVIOUS:
        return Aim(tile.target)
    if reading.previous is None or tile.target is None:
        return Aim(None, "nothing is known of the period before")
    return Aim(reading.previous + abs(reading.previous) * tile.target / 100)


def _of_metric(tile: Tile, reading: Reading, metric: Reading) -> Aim:
    if not (reading.over_time and metric.over_time):
        return Aim(metric.value, "" if metric.value is not None else metric.reason)
    named = {name[:DAY_LETTERS]: value for name, value in metric.points}
    number = named.get(reading.period[:DAY_LETTERS])
    return Aim(
        number, "" if number is not None else f"{tile.aim_metric} is not known for {reading.period[:16]}"
    )
