"""Key results are read from their metrics, and keep what was read until the next time."""

from datetime import date

from headway.apps.metrics.key_result_queries import KeyResultsQuestion, key_result_list
from headway.apps.strategy.models import KeyResult
from headway.core.access import rows
from headway.core.context import Context
from headway.core.registry import Answer, Done, Empty, action
from headway.core.roles import MAKERS

NO_METRIC = "no metric of the registry has this name"


class KeyResultsTaken(Answer):
    taken: int
    unknown: int


@action("metrics.key_results_take", roles=MAKERS)
def key_results_take(context: Context, question: Empty) -> Done[KeyResultsTaken]:
    """Read where every key result stands from its metric, in the last month that is over; unknown stays unknown."""
    measured = {one.ref: one for one in key_result_list(context, KeyResultsQuestion(metric="")).rows}
    found = list(rows(KeyResult, context).order_by("ref"))
    for one in found:
        told = measured.get(one.ref)
        one.now, one.now_of, one.now_at = told.value if told else None, one.metric, context.now
        one.now_from = date_of(told.as_of) if told else None
        one.now_reason = told.reason if told else NO_METRIC
    KeyResult.objects.bulk_update(found, ["now", "now_of", "now_from", "now_reason", "now_at"])
    unknown = sum(one.now is None for one in found)
    summary = f"Read {len(found)} key results from their metrics, {unknown} of them unknown"
    return Done(KeyResultsTaken(taken=len(found), unknown=unknown), summary)


def date_of(period: str) -> date | None:
    """The first day of a period; None where there is none."""
    return date.fromisoformat(period[:10]) if period else None
