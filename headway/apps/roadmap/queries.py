"""What can be asked of the roadmap: teams with their capacity, and plans."""

from django.db.models import Count, Prefetch

from headway.apps.roadmap.answers import CapacityRow, PlanDetail, PlanList, PlanRow, TeamList, TeamRow
from headway.apps.roadmap.models import Capacity, Plan, Team
from headway.apps.roadmap.showing import plan_shown
from headway.core.access import row, rows
from headway.core.answers import PageQuestion, RefQuestion
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.paging import first_of
from headway.core.registry import Empty, query


@query("roadmap.team_list")
def team_list(context: Context, question: Empty) -> TeamList:
    """The teams with their capacity per quarter in person-weeks, before and after the reserve.

    `reserve_share` is the part kept back for running the product, 0 to 1.
    """
    capacity = Prefetch("capacity", rows(Capacity, context).order_by("quarter"))
    found = rows(Team, context).order_by("ref").prefetch_related(capacity)
    return TeamList(rows=[_team_row(team) for team in found])


def _team_row(team: Team) -> TeamRow:
    return TeamRow(id=team.ref, name=team.name, capacity=[_capacity_row(one) for one in team.capacity.all()])


def _capacity_row(one: Capacity) -> CapacityRow:
    return CapacityRow(
        quarter=one.quarter,
        gross_person_weeks=one.gross_person_weeks,
        reserve_share=one.reserve_share,
        net_person_weeks=one.net_person_weeks,
    )


@query("roadmap.plan_list")
def plan_list(context: Context, question: PageQuestion) -> PlanList:
    """The plans that were made, the newest first; a frozen one is a baseline."""
    found = rows(Plan, context).annotate(chosen=Count("items")).order_by("-id")
    if question.after:
        found = found.filter(pk__lt=row(Plan, context, question.after).pk)
    shown, more = first_of(found, question.limit)
    return PlanList(rows=[_plan_row(plan) for plan in shown], next=more)


def _plan_row(plan: Plan) -> PlanRow:
    return PlanRow(
        id=plan.ref,
        first_quarter=plan.first_quarter,
        quarters=len(plan.periods),
        items=plan.chosen,  # type: ignore[attr-defined]
        value=plan.value,
        gap=plan.gap,
        made_at=plan.created_at,
        frozen=plan.frozen_at is not None,
    )


@query("roadmap.plan_detail")
def plan_detail(context: Context, question: RefQuestion) -> PlanDetail:
    """One plan: what is in and when, what is out and why, loads against capacity, and how good it provably is.

    The ref `latest` means the newest plan. `gap` is (bound - value) / value, `odds` the chance of finishing
    in time, `price` the value that forcing an excluded item in would cost. Raises NotFound.
    """
    return plan_shown(context, plan_named(context, question.ref))


def plan_named(context: Context, ref: str) -> Plan:
    """The plan with that ref, or the newest for `latest`. Raises NotFound."""
    if ref != "latest":
        return row(Plan, context, ref)
    newest = rows(Plan, context).order_by("-id").first()
    if newest is None:
        raise NotFound("There is no plan yet; roadmap.plan_make makes one.")
    return newest
