"""Setting what is sold at which price."""

from decimal import Decimal
from typing import Any

from pydantic import Field

from headway.apps.discovery.evidence import evidence_named
from headway.apps.prioritisation.claims import pricing_claim
from headway.apps.prioritisation.models import PricingPlan
from headway.core.access import rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.gate import Claim
from headway.core.records import Lines, Refs, record_save
from headway.core.registry import Done, Question, action
from headway.core.roles import DECIDERS


class PricingSave(Question):
    ref: str = Field(
        min_length=1, max_length=60, description="As accounts name the plan.", examples=["growth"]
    )
    name: str | None = Field(None, min_length=1, max_length=120)
    price: Decimal | None = Field(None, ge=0, max_digits=12, decimal_places=2, examples=["49.50"])
    currency: str | None = Field(None, pattern="^[A-Z]{3}$", description="The workspace's when left out.")
    per: str | None = Field(None, min_length=1, max_length=60, examples=["seat a month"])
    entitlements: Lines | None = Field(None, max_length=100, description="What it includes, all of it.")
    hypotheses: Lines | None = Field(None, max_length=50, description="What we believe about it.")
    evidence: Refs | None = Field(
        None, max_length=50, description="Refs of messages, problems, insights or interviews."
    )


def _claim(context: Context, question: PricingSave) -> Claim | None:
    found = rows(PricingPlan, context).filter(ref=question.ref).first()
    return pricing_claim(context, found, question.ref, _values(context, question, found))


@action("prioritisation.pricing_save", roles=DECIDERS, rights=("DRe3",), claim=_claim)
def pricing_save(context: Context, question: PricingSave) -> Done[RecordRef]:
    """Set a plan's price and what it includes, or write down what we believe about it and the evidence.

    A new one needs a name, a price and what it is charged per; lists replace those before, what is left out
    stays. `price` is in the currency, with cents after the point. Raises Invalid for evidence not on record.
    """
    found = rows(PricingPlan, context).filter(ref=question.ref).first()
    values = _values(context, question, found)
    saved = record_save(context, PricingPlan, question.ref, values, ("name", "price_minor", "per"))
    plan = saved.record
    return Done(ref_of(plan, plan.ref), f"{saved.verb} the pricing plan {plan.ref}", plan, saved.changes)


def _values(context: Context, question: PricingSave, found: PricingPlan | None) -> dict[str, Any]:
    values = question.model_dump(exclude={"ref", "price", "evidence"})
    if question.price is not None:
        values["price_minor"] = int(question.price * 100)
    if question.evidence is not None:
        values["evidence"] = evidence_named(context, question.evidence)
    if found is None and question.currency is None:
        values["currency"] = context.workspace.currency
    return values
