"""Signs that deciding does not work: nothing to decide by (FM1), nobody who decides (FM6), nothing decided (FM21)."""

from collections.abc import Sequence
from uuid import UUID

from headway.apps.decisions.answers import FailureSigns, Sign, SignRow
from headway.apps.decisions.models import Decision
from headway.apps.decisions.showing import days_overdue
from headway.apps.prioritisation.models import Initiative
from headway.apps.requirements.models import SuccessMetric
from headway.apps.roadmap.models import Plan, PlanItem
from headway.core.access import rows
from headway.core.context import Context
from headway.core.days import days_between
from headway.core.figures import Figure, RowsQuery
from headway.core.models import Link
from headway.core.registry import Empty, query

UNOWNED = RowsQuery(query="decisions.decision_list", question={"decider": "none", "state": "open"})
LATE = RowsQuery(query="decisions.decision_list", question={"overdue": True})
SLIM = (
    "ref", "workspace_id", "question", "state", "due", "criteria", "decider_id", "created_at", "problem__created_at",
)  # fmt: skip
GOALS = ("strategy.objective", "strategy.keyresult")


@query("decisions.failure_signs")
def failure_signs(context: Context, question: Empty) -> FailureSigns:
    """Where deciding does not work: work without a goal or criteria, decisions without criteria, a decider or in time.

    Work is what the latest plan holds, or every initiative while there is no plan. It has a goal where it links to
    an objective or key result, or a success metric of its PRD does; it has criteria where a success metric of its
    PRD has a target. Ages are days since a decision was identified, or overdue since its date. Every count comes
    with its rows.
    """
    waiting = list(
        rows(Decision, context)
        .filter(state=Decision.State.OPEN)
        .select_related("problem")
        .only(*SLIM)
        .order_by("created_at", "id")
    )
    found = [*_work_signs(context), *_decision_signs(context, waiting)]
    return FailureSigns(rows=found, as_of=context.now)


def _work_signs(context: Context) -> list[Sign]:
    work, whole = _work(context)
    metrics = rows(SuccessMetric, context).filter(prd__initiative__in=[one.pk for one in work])
    aimed = set(metrics.exclude(key_result=None).values_list("prd__initiative", flat=True))
    aimed |= _linked_to_goal(context)
    judged = set(
        metrics.filter(is_guardrail=False).exclude(target=None).values_list("prd__initiative", flat=True)
    )
    aimless = [
        _work_row(one, "no objective or key result stands behind it") for one in work if one.pk not in aimed
    ]
    unjudged = [
        _work_row(one, "no success metric with a target says when it has worked")
        for one in work
        if one.pk not in judged
    ]
    return [
        _sign("FM1", f"Initiatives {whole} without a goal", _of(work, "initiatives"), aimless),
        _sign("FM1", f"Initiatives {whole} without criteria", _of(work, "initiatives"), unjudged),
    ]


def _work(context: Context) -> tuple[list[Initiative], str]:
    """What is planned, and how that is said."""
    plan = rows(Plan, context).order_by("-created_at", "-id").first()
    found = rows(Initiative, context).order_by("ref")
    if plan is None:
        return list(found), "on the list"
    planned = rows(PlanItem, context).filter(plan=plan).values("initiative")
    return list(found.filter(pk__in=planned)), f"in {plan.ref}"


def _linked_to_goal(context: Context) -> set[UUID]:
    found = rows(Link, context).exclude(state=Link.State.REJECTED).filter(to_kind__in=GOALS)
    return set(found.filter(from_kind="prioritisation.initiative").values_list("from_id", flat=True))


def _work_row(one: Initiative, why: str) -> SignRow:
    return SignRow(ref=one.ref, title=one.title, why=why, age_days=None)


def _decision_signs(context: Context, waiting: Sequence[Decision]) -> list[Sign]:
    on, whole = context.today, _of(waiting, "decisions")
    aged = {one.pk: round(days_between(one.identified_at, context.now), 1) for one in waiting}
    without_criteria = [
        _row(one, "nothing says what the options are compared by", aged[one.pk])
        for one in waiting
        if not one.criteria
    ]
    without_decider = [
        _row(one, "nobody is named who decides it", aged[one.pk]) for one in waiting if one.decider_id is None
    ]
    late = [
        _row(one, f"it was due {days} day{'' if days == 1 else 's'} ago", float(days))
        for one in waiting
        if (days := days_overdue(one, on))
    ]
    late.sort(key=lambda one: -(one.age_days or 0))
    return [
        _sign("FM1", "Open decisions without criteria", whole, without_criteria),
        _sign("FM6", "Open decisions without a decider", whole, without_decider, UNOWNED),
        _sign("FM21", "Overdue decisions", whole, late, LATE),
    ]


def _of(whole: Sequence[object], unit: str) -> Figure:
    """How many there are, before any is counted."""
    return Figure(value=None, unit=unit, n=len(whole))


def _row(decision: Decision, why: str, age_days: float) -> SignRow:
    return SignRow(ref=decision.ref, title=decision.question, why=why, age_days=age_days)


def _sign(name: str, title: str, whole: Figure, found: list[SignRow], opens: RowsQuery | None = None) -> Sign:
    counted = {"value": float(len(found)), "definition": f"{name.lower()}@1", "rows": opens}
    return Sign(id=name, title=title, count=whole.model_copy(update=counted), rows=found)
