"""Saying no to a request, so that the next person who asks gets an answer."""

from datetime import date

from pydantic import Field

from headway.apps.discovery.evidence import accounts_named, evidence_named
from headway.apps.prioritisation.claims import decline_claim
from headway.apps.prioritisation.declining import reply_drafted, revisit_words
from headway.apps.prioritisation.models import DeclinedRequest
from headway.apps.strategy.models import Objective
from headway.core.access import row
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.gate import Claim
from headway.core.records import Refs, next_ref
from headway.core.registry import Done, Question, action
from headway.core.roles import DECIDERS


class RequestDecline(Question):
    asked: str = Field(min_length=3, max_length=500, description="What was asked for.")
    accounts: Refs = Field([], max_length=200, description="Refs of the accounts that asked.")
    reason: str = Field(min_length=10, max_length=1000, description="Why not.")
    evidence: Refs = Field(
        min_length=1, max_length=50, description="Refs of messages, problems, insights or interviews."
    )
    objective: str = Field(
        min_length=1, max_length=100, description="Ref of the objective it does not serve, or serves less."
    )
    fit: DeclinedRequest.Fit = DeclinedRequest.Fit.NONE
    reply: str = Field("", max_length=5000, description="For a person to send; drafted when left out.")
    revisit_on: date | None = Field(None, description="The day to look at it again.")
    revisit_when: str = Field("", max_length=300, description="Or what would have to happen first.")


def _claim(context: Context, question: RequestDecline) -> Claim:
    return decline_claim(context, _asked(context, question))


@action("prioritisation.request_decline", roles=DECIDERS, rights=("DRi6",), claim=_claim)
def request_decline(context: Context, question: RequestDecline) -> Done[RecordRef]:
    """Say no to a request: why, on what evidence, which objective it would not serve, when to look at it again.

    Nothing is sent; the reply is a draft for a person. Raises Invalid for evidence or accounts that are not on
    record, NotFound for an unknown objective.
    """
    declined = _asked(context, question)
    declined.ref = next_ref(context, DeclinedRequest, "NO")
    declined.save(force_insert=True)
    changes = {
        "accounts": declined.accounts,
        "evidence": list(declined.evidence),
        "objective": declined.objective.ref,
    }
    return Done(ref_of(declined, declined.ref), f"Said no to a request: {declined.ref}", declined, changes)


def _asked(context: Context, question: RequestDecline) -> DeclinedRequest:
    """The request as it would be stored. Raises Invalid or NotFound."""
    if not question.revisit_on and not question.revisit_when:
        raise Invalid("Field revisit_on: give a day to look at it again, or say when in revisit_when.")
    if question.revisit_on and question.revisit_on <= context.today:
        raise Invalid(f"Field revisit_on: {question.revisit_on} is not ahead; give a later day.")
    again = revisit_words(question.revisit_on, question.revisit_when)
    return DeclinedRequest(
        workspace=context.workspace, author=context.actor, created_at=context.now, asked=question.asked,
        accounts=accounts_named(context, question.accounts), reason=question.reason,
        evidence=evidence_named(context, question.evidence), fit=question.fit,
        objective=row(Objective, context, question.objective), revisit_on=question.revisit_on,
        revisit_when=question.revisit_when,
        reply=question.reply or reply_drafted(question.asked, question.reason, again),
    )  # fmt: skip
