"""What can be changed on the roadmap: capacity and plans."""

from dataclasses import dataclass

from pydantic import Field

from headway.apps.prioritisation.models import Initiative
from headway.apps.roadmap.answers import PlanDetail
from headway.apps.roadmap.claims import freeze_claim
from headway.apps.roadmap.framing import Frame, frame
from headway.apps.roadmap.models import Capacity, ExcludedItem, Plan, PlanItem, Team
from headway.apps.roadmap.queries import plan_named
from headway.apps.roadmap.showing import facts_as_planned, plan_shown
from headway.apps.roadmap.solved import Solution
from headway.core.access import rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid
from headway.core.gate import Claim
from headway.core.quarters import PATTERN
from headway.core.records import next_ref, record_save
from headway.core.registry import Done, Question, action
from headway.core.roles import DECIDERS, MAKERS
from headway.engine.planning.model import Settings
from headway.engine.planning.options import effort_of


class CapacitySave(Question):
    team: str = Field(min_length=1, max_length=60, description="The team's name; a new one makes the team.")
    quarter: str = Field(pattern=PATTERN, examples=["2026-Q4"])
    gross_person_weeks: float | None = Field(None, ge=0, le=100_000)
    reserve_share: float | None = Field(None, ge=0, le=1, description="Kept back for running the product.")


@action("roadmap.capacity_save", roles=DECIDERS)
def capacity_save(context: Context, question: CapacitySave) -> Done[RecordRef]:
    """Say how many person-weeks a team has in a quarter, and which share of them is kept back.

    A capacity not given yet needs `gross_person_weeks`; what is left out stays as it is.
    """
    team = record_save(context, Team, question.team, {"name": question.team}, ()).record
    values = question.model_dump(include={"gross_person_weeks", "reserve_share"})
    there = rows(Capacity, context).filter(team=team, quarter=question.quarter).first()
    ref = there.ref if there else f"{question.team} {question.quarter}"
    fixed = {"team": team, "quarter": question.quarter}
    saved = record_save(context, Capacity, ref, fixed | values, ("gross_person_weeks",))
    capacity = saved.record
    summary = (
        f"{saved.verb} the capacity of {team.name} in {capacity.quarter}: {capacity.net_person_weeks:g} free"
    )
    return Done(ref_of(capacity, capacity.ref), summary, capacity, saved.changes)


class PlanMake(Question):
    quarter: str = Field(pattern=PATTERN, description="The first quarter.", examples=["2026-Q4"])
    horizon: int | None = Field(
        None, ge=1, le=8, description="Quarters; default: those with capacity, up to 6."
    )
    same_quarter_dependencies: bool = Field(
        True, description="May start in the quarter its requirement ends in."
    )
    reserve_share: float | None = Field(None, ge=0, lt=1, description="Instead of each team's own reserve.")
    effort_quantile: float = Field(0.5, gt=0, lt=1, description="0.5 plans on P50 efforts, 0.8 on P80.")
    discount_per_quarter: float = Field(
        0.9, gt=0, le=1, description="What a quarter's delay leaves of a value."
    )
    gap_target: float = Field(1e-4, ge=0, le=1)
    time_limit_s: float = Field(10.0, gt=0, le=600)
    explain_time_limit_s: float = Field(20.0, gt=0, le=600)


@dataclass(frozen=True)
class Made:
    """A solved plan about to be stored."""

    framed: Frame
    solution: Solution


def plan_solved(context: Context, question: PlanMake) -> Made:
    """Frame, solve, explain and simulate before the transaction opens."""
    from headway.apps.roadmap.solving import solution_of  # noqa: PLC0415 - loads the solver

    settings = Settings(
        discount_per_period=question.discount_per_quarter,
        same_period_dependencies=question.same_quarter_dependencies,
        time_limit_s=question.time_limit_s,
        gap_target=question.gap_target,
        effort_quantile=question.effort_quantile,
    )
    framed = frame(context, question.quarter, question.horizon, question.reserve_share, settings)
    if not framed.problem.candidates:
        raise Invalid("There is no initiative with an effort to plan; import initiatives.csv first.")
    return Made(framed, solution_of(framed, question.explain_time_limit_s))


@action("roadmap.plan_make", roles=MAKERS, prepare=plan_solved)
def plan_make(context: Context, question: PlanMake, made: Made) -> Done[PlanDetail]:
    """Choose and sequence initiatives over quarters for the most value that the teams can carry.

    Value is reach x impact x confidence at their medians, less 10 % for each quarter of delay. Never over a
    team's capacity after its reserve, never before what an item requires, never past a deadline. `bound` is
    proven; each item left out says why, what it would displace and what that costs. Raises Invalid where the
    mandatory items cannot all be in, with the proof.
    """
    plan = _stored(context, question, made)
    _items_stored(context, plan, made)
    detail = plan_shown(context, plan)
    summary = (
        f"Made the plan {plan.ref}: {len(detail.items)} in, {len(detail.excluded)} out, gap {plan.gap:.2%}"
    )
    changes = {"value": plan.value, "bound": plan.bound, "items": [one.id for one in detail.items]}
    return Done(detail, summary, plan, changes)


def _stored(context: Context, question: PlanMake, made: Made) -> Plan:
    solution, known = made.solution, {"proven": made.solution.proven, "assumed_capacity": made.framed.assumed}
    shares = {"overloaded_share": solution.overloaded_share}
    return Plan.objects.create(
        workspace=context.workspace, ref=next_ref(context, Plan, "PL"), created_at=context.now, author=context.actor,
        first_quarter=question.quarter, periods=list(made.framed.problem.periods),
        settings=question.model_dump(mode="json") | known | shares, value=solution.value,
        bound=solution.bound, gap=solution.gap, greedy_value=solution.greedy_value, loads=solution.loads,
    )  # fmt: skip


def _items_stored(context: Context, plan: Plan, made: Made) -> None:
    initiatives = {one.ref: one for one in rows(Initiative, context)}
    facts = facts_as_planned(context, list(initiatives.values()))
    problem = made.framed.problem
    efforts = {one.id: {"planned_person_weeks": effort_of(problem, one)} for one in problem.candidates}
    PlanItem.objects.bulk_create(
        PlanItem(
            **_belongs(context, plan, one.id), initiative=initiatives[one.id], start=one.start,
            finish=one.finish, odds=one.odds, reason=one.reason[:500],
            as_planned=facts[one.id] | efforts[one.id],
        )
        for one in made.solution.chosen
    )  # fmt: skip
    solved = [(one.id, one.reason, list(one.displaces), one.price) for one in made.solution.excluded]
    left_out: list[tuple[str, str, list[str], float | None]] = [
        (ref, reason, [], None) for ref, reason in made.framed.left_out.items()
    ]
    ExcludedItem.objects.bulk_create(
        ExcludedItem(
            **_belongs(context, plan, ref), initiative=initiatives[ref], reason=reason,
            displaces=displaces, price=price,
        )
        for ref, reason, displaces, price in [*solved, *left_out]
    )  # fmt: skip


def _belongs(context: Context, plan: Plan, ref: str) -> dict[str, object]:
    return {
        "workspace": context.workspace,
        "ref": f"{plan.ref} {ref}"[:100],
        "plan": plan,
        "created_at": context.now,
    }


def _freeze_claim(context: Context, question: RefQuestion) -> Claim:
    return freeze_claim(context, plan_named(context, question.ref))


@action("roadmap.plan_freeze", roles=DECIDERS, rights=("DRe1",), claim=_freeze_claim)
def plan_freeze(context: Context, question: RefQuestion) -> Done[PlanDetail]:
    """Keep a plan as a baseline: from now on it is what we said we would do, with who said so and when.

    Raises Conflict where it is frozen already, NotFound where there is no such plan.
    """
    plan = plan_named(context, question.ref)
    if plan.frozen_at:
        raise Conflict(
            f"{plan.ref} was frozen on {plan.frozen_at:%Y-%m-%d} by {plan.frozen_by}; make a new plan."
        )
    plan.frozen_at, plan.frozen_by = context.now, context.actor
    plan.save(update_fields=["frozen_at", "frozen_by"])
    return Done(plan_shown(context, plan), f"Froze the plan {plan.ref} as a baseline", plan)
