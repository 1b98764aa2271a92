"""Which period of a series was the last one that is over, so that a number never stands for half a week."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from headway.apps.reporting.answers import Reading

METRIC_TIME = "metric_time__"
PERIODS = ("day", "week", "month")
LENGTHS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}


def period_end(start: str, period: str, zone: ZoneInfo) -> datetime:
    """The moment at which a period is over that begins on a day (or at a moment, of an hour).

    >>> period_end("2026-02-01", "month", ZoneInfo("UTC")).date().isoformat()
    '2026-03-01'
    """
    begin = datetime.fromisoformat(start)
    begin = begin if begin.tzinfo else begin.replace(tzinfo=zone)
    if period == "month":
        return begin + timedelta(days=monthrange(begin.year, begin.month)[1])
    return begin + LENGTHS[period]


def last_whole(
    points: Sequence[tuple[str, float | None]], period: str, known_until: datetime, zone: ZoneInfo
) -> int | None:
    """The place of the last period that was over at a moment; None where none was.

    >>> last_whole([("2026-09-01", 3), ("2026-09-02", 1)], "day", datetime(2026, 9, 2, 12, tzinfo=ZoneInfo("UTC")),
    ...            ZoneInfo("UTC"))
    0
    """
    whole = [at for at, (start, _) in enumerate(points) if period_end(start, period, zone) <= known_until]
    return whole[-1] if whole else None


def summed_up(reading: Reading, period: str, known_until: datetime, zone: ZoneInfo) -> Reading:
    """A reading over time with the number of its last whole period and of the one before."""
    at = last_whole(reading.points, period, known_until, zone)
    if at is None:
        return reading.model_copy(update={"reason": reading.reason or "no whole period has passed yet"})
    start, value = reading.points[at]
    reason = reading.reason or ("" if value is not None else f"nothing is known of {start}")
    previous = reading.points[at - 1][1] if at else None
    return reading.model_copy(
        update={"period": start, "value": value, "previous": previous, "reason": reason}
    )


def period_of(query: str, question: Mapping[str, JsonValue]) -> str:
    """By which period a question counts; empty for one that is not over time."""
    if query in ("analytics.trend", "analytics.anomalies"):
        return str(question.get("period", "day"))
    listed = question.get("by")
    names = [str(one) for one in listed] if isinstance(listed, list) else []
    grains = [name.removeprefix(METRIC_TIME) for name in names if name.startswith(METRIC_TIME)]
    return grains[0] if grains and grains[0] in PERIODS else ""
