"""Planning what to learn from customers."""

from datetime import date
from typing import Any

from pydantic import Field

from headway.apps.discovery.claims import research_claim
from headway.apps.discovery.models import ResearchPlan
from headway.core.access import rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.gate import Claim
from headway.core.records import member_named, next_ref, record_save
from headway.core.registry import Done, Question, action
from headway.core.roles import MAKERS

NEEDED = ("question", "decision", "method", "participants", "starts_on", "ends_on")


class ResearchPlanSave(Question):
    ref: str = Field("", max_length=60, description="Empty for a new plan.", examples=["RP-1"])
    question: str | None = Field(None, min_length=10, max_length=500, description="What is to be learned.")
    decision: str | None = Field(None, min_length=10, max_length=500, description="The decision it informs.")
    method: ResearchPlan.Method | None = None
    participants: str | None = Field(None, min_length=3, max_length=500, description="Who, and how many.")
    starts_on: date | None = None
    ends_on: date | None = None
    owner: str | None = Field(
        None, max_length=254, description="E-mail of a member; for a new plan the asking person."
    )


def _claim(context: Context, question: ResearchPlanSave) -> Claim:
    found = rows(ResearchPlan, context).filter(ref=question.ref).first()
    return research_claim(context, found, question.ref, values_of(context, question, found is None))


@action("discovery.research_plan_save", roles=MAKERS, rights=("DRi5",), claim=_claim)
def research_plan_save(context: Context, question: ResearchPlanSave) -> Done[RecordRef]:
    """Plan what to learn from customers and for which decision, or change the plan with that ref.

    A new one needs question, decision, method, participants and dates; what is left out stays as it is.
    Raises Invalid where it would end before it starts, or for an owner who is no member.
    """
    ref = question.ref or next_ref(context, ResearchPlan, "RP")
    is_new = not rows(ResearchPlan, context).filter(ref=ref).exists()
    saved = record_save(context, ResearchPlan, ref, values_of(context, question, is_new), NEEDED)
    plan = saved.record
    if plan.ends_on < plan.starts_on:
        raise Invalid(
            f"Field ends_on: {plan.ends_on} is before the start on {plan.starts_on}; correct one of them."
        )
    return Done(ref_of(plan, plan.ref), f"{saved.verb} the research plan {plan.ref}", plan, saved.changes)


def values_of(context: Context, question: ResearchPlanSave, is_new: bool) -> dict[str, Any]:
    """The fields that the question gives; the asking person owns a new plan where nobody else is named."""
    values = question.model_dump(exclude={"ref", "owner"})
    if question.owner is not None:
        return values | {"owner": member_named(context, question.owner, "owner")}
    return values | ({"owner": context.actor} if is_new else {})
