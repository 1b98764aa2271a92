"""What a trigger of a decision can watch, and how each is counted now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from headway.apps.analytics.models import EventSegment
from headway.apps.analytics.segments import stitched_events
from headway.apps.decisions.wording import UNITS, Condition
from headway.apps.discovery.models import Feedback, Problem
from headway.apps.discovery.reach import with_merged_all
from headway.apps.strategy.models import KeyResult
from headway.core.access import row, rows
from headway.core.context import Context
from headway.core.errors import NotFound

MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Reading:
    """What a metric says now; None with a reason where nobody can tell."""

    value: float | None
    unit: str
    reason: str = ""


def condition_checked(context: Context, condition: Condition) -> dict[str, Any]:
    """A condition as it is kept. Raises NotFound where the problem or key result it watches does not exist."""
    if condition.metric in ("feedback_per_month", "accounts"):
        row(Problem, context, condition.of)
    elif condition.metric == "key_result":
        row(KeyResult, context, condition.of)
    return condition.model_dump()


def reading_of(context: Context, condition: dict[str, Any]) -> Reading:
    """The metric of a condition as it is now; unknown where what it watches is gone."""
    try:
        return READERS[condition["metric"]](context, condition["of"])
    except NotFound as gone:
        return Reading(None, UNITS[condition["metric"]], gone.detail)


def _feedback_per_month(context: Context, ref: str) -> Reading:
    unit = UNITS["feedback_per_month"]
    recent = rows(Feedback, context).filter(at__gt=context.now - MONTH, at__lte=context.now)
    if not recent.exists():
        return Reading(None, unit, "no message of the last 30 days has come in")
    problem = row(Problem, context, ref)
    found = recent.filter(theme__problem__in=with_merged_all(context, [problem.pk]))
    return Reading(found.count(), unit)


def _accounts(context: Context, ref: str) -> Reading:
    problem = row(Problem, context, ref)
    wrote = rows(Feedback, context).filter(theme__problem__in=with_merged_all(context, [problem.pk]))
    named = wrote.exclude(account=None).values("account").distinct().count()
    if not named and wrote.exists():
        return Reading(None, UNITS["accounts"], "no message about it names an account")
    return Reading(named, UNITS["accounts"])


def _key_result(context: Context, ref: str) -> Reading:
    result = row(KeyResult, context, ref)
    if result.baseline is None:
        return Reading(None, result.unit, f"nobody has said where {ref} stands")
    return Reading(result.baseline, result.unit)


def _event_people_per_month(context: Context, event: str) -> Reading:
    unit = UNITS["event_people_per_month"]
    first = context.now - MONTH
    found = rows(EventSegment, context).filter(last_at__gt=first, first_at__lte=context.now)
    if not found.exists():
        return Reading(None, unit, "no event of the last 30 days has come in")
    bounds = [int(at.timestamp() * 1_000_000) for at in (first, context.now)]
    sql = "SELECT count(DISTINCT person) FROM events WHERE event = ? AND at_us > ? AND at_us <= ?"
    with stitched_events(context) as session:
        answer = session.execute(sql, [event, *bounds]).fetchone()
    return Reading(float(answer[0]) if answer else 0.0, unit)


READERS: dict[str, Callable[[Context, str], Reading]] = {
    "feedback_per_month": _feedback_per_month,
    "accounts": _accounts,
    "key_result": _key_result,
    "event_people_per_month": _event_people_per_month,
}
