"""A stored plan as an answer, with a fixed number of SQL queries."""

from collections.abc import Sequence

from headway.apps.prioritisation.inputs import benefit_of, estimates_current
from headway.apps.prioritisation.models import Initiative, Score
from headway.apps.roadmap.answers import ExcludedRow, LoadRow, PlanDetail, PlannedItem
from headway.apps.roadmap.efforts import efforts_by_team
from headway.apps.roadmap.models import ExcludedItem, Plan, PlanItem
from headway.core.access import rows
from headway.core.context import Context

LAST = 2**31


def plan_shown(context: Context, plan: Plan) -> PlanDetail:
    """The plan with items by start, finish and ref, and what is out by rank; four SQL queries."""
    items = list(rows(PlanItem, context).filter(plan=plan).select_related("initiative"))
    excluded = list(rows(ExcludedItem, context).filter(plan=plan).select_related("initiative"))
    ranks = _ranks(context)
    joined = Plan.objects.select_related("author", "frozen_by", "changed_from", "changed_by")
    people = joined.get(pk=plan.pk)
    return PlanDetail(
        id=plan.ref,
        record_id=str(plan.pk),
        periods=plan.periods,
        items=[
            PlannedItem(
                id=one.initiative.ref,
                start=one.start,
                finish=one.finish,
                odds=one.odds,
                reason=one.reason,
                **one.as_planned,
            )
            for one in sorted(items, key=lambda one: (one.start, one.finish, one.initiative.ref))
        ],
        excluded=[_excluded(one, ranks) for one in sorted(excluded, key=lambda one: _by_rank(one, ranks))],
        loads=[LoadRow.model_validate(load) for load in plan.loads],
        value=plan.value,
        bound=plan.bound,
        gap=plan.gap,
        greedy_value=plan.greedy_value,
        settings=plan.settings,
        author=str(people.author) if people.author else "Headway",
        made_at=plan.created_at,
        frozen_at=plan.frozen_at,
        frozen_by=str(people.frozen_by) if people.frozen_by else "",
        changed_from=people.changed_from.ref if people.changed_from else "",
        change_reason=people.change_reason,
        changed_by=people.changed_by.ref if hasattr(people, "changed_by") else "",
    )


def _ranks(context: Context) -> dict[str, int]:
    return dict(rows(Score, context).filter(framework="RICE").values_list("initiative__ref", "rank"))


def _by_rank(one: ExcludedItem, ranks: dict[str, int]) -> tuple[int, str]:
    return ranks.get(one.initiative.ref, LAST), one.initiative.ref


def facts_as_planned(context: Context, initiatives: Sequence[Initiative]) -> dict[str, dict[str, object]]:
    """What a plan keeps of each initiative, by ref, so that a later change does not rewrite it."""
    estimates, ranks = estimates_current(context, [one.pk for one in initiatives]), _ranks(context)
    return {
        one.ref: {
            "title": one.title,
            "rank": ranks.get(one.ref),
            "mandatory": one.is_mandatory,
            "value": benefit_of(estimates.get(one.pk, {})),
            "effort_person_weeks": {
                team: effort["p50"]
                for team, effort in efforts_by_team(one, estimates.get(one.pk, {})).items()
            },
        }
        for one in initiatives
    }


def _excluded(one: ExcludedItem, ranks: dict[str, int]) -> ExcludedRow:
    return ExcludedRow(
        id=one.initiative.ref,
        title=one.initiative.title,
        reason=one.reason,
        displaces=one.displaces,
        price=one.price,
        rank=ranks.get(one.initiative.ref),
    )
