"""What can be asked of strategy: the goal and what shows that it is reached."""

from typing import Any

from django.db.models import Prefetch

from headway.apps.strategy.answers import KeyResultRow, ObjectiveList, ObjectiveRow
from headway.apps.strategy.models import KeyResult, Objective
from headway.core.access import rows
from headway.core.context import Context
from headway.core.registry import Empty, query


@query("strategy.objective_list")
def objective_list(context: Context, question: Empty) -> ObjectiveList:
    """The workspace's goal, its objectives, and the key results that show whether they are reached.

    Objectives and key results come in the order of their refs; a baseline or target nobody has given is null.
    """
    results = rows(KeyResult, context).order_by("ref")
    found = rows(Objective, context).order_by("ref").prefetch_related(Prefetch("key_results", results))
    return ObjectiveList(rows=[_objective_row(one) for one in found], goal=context.workspace.goal)


def _objective_row(objective: Objective) -> ObjectiveRow:
    results = [_key_result_row(one) for one in objective.key_results.all()]
    return ObjectiveRow(id=objective.ref, title=objective.title, key_results=results)


def _key_result_row(result: KeyResult) -> KeyResultRow:
    return KeyResultRow(
        id=result.ref,
        title=result.title,
        metric=result.metric,
        unit=result.unit,
        baseline=result.baseline,
        target=result.target,
        due=result.due.isoformat() if result.due else "",
        **_now(result),
    )


def _now(result: KeyResult) -> dict[str, Any]:
    """Where it stands, as its metric was read last."""
    if result.now_of != result.metric:
        return {"now_reason": "its metric has not been read yet"}
    since = result.now_from.isoformat() if result.now_from else ""
    return {"now": result.now, "now_from": since, "now_reason": result.now_reason}
