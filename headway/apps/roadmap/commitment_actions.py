"""Promising something to an account, and settling the promise."""

from datetime import date
from typing import Literal

from pydantic import Field

from headway.apps.discovery.models import Account
from headway.apps.prioritisation.models import Initiative
from headway.apps.roadmap.claims import commitment_claim
from headway.apps.roadmap.models import Commitment
from headway.core.access import row
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid
from headway.core.gate import Claim
from headway.core.records import member_named, next_ref
from headway.core.registry import Done, Question, action
from headway.core.roles import DECIDERS


class CommitmentMake(Question):
    account: str = Field(min_length=1, max_length=100, description="Ref of the account.")
    obligation: str = Field(min_length=5, max_length=1000, description="What is promised.")
    due: date = Field(description="The day it is promised for.")
    initiative: str = Field("", max_length=100, description="Ref of the initiative that keeps the promise.")
    contract: str = Field("", max_length=300, description="Where it is written: a contract, an e-mail.")
    owner: str = Field("", max_length=254, description="E-mail of a member; by default the asking person.")


def _claim(context: Context, question: CommitmentMake) -> Claim:
    return commitment_claim(context, _made(context, question))


@action("roadmap.commitment_make", roles=DECIDERS, rights=("DRe4",), claim=_claim)
def commitment_make(context: Context, question: CommitmentMake) -> Done[RecordRef]:
    """Promise an account something by a day, and write down where that is agreed and who sees to it.

    Raises NotFound for an unknown account or initiative, Invalid for a day that is over.
    """
    made = _made(context, question)
    made.ref = next_ref(context, Commitment, "CM")
    made.save(force_insert=True)
    changes = {"account": made.account.ref, "due": made.due.isoformat(), "initiative": question.initiative}
    summary = f"Promised {made.ref} to {made.account.ref} by {made.due}"
    return Done(ref_of(made, made.ref), summary, made, changes)


def _made(context: Context, question: CommitmentMake) -> Commitment:
    if question.due < context.today:
        raise Invalid(f"Field due: {question.due} is over; a promise is for a day ahead.")
    return Commitment(
        workspace=context.workspace, created_at=context.now, obligation=question.obligation, due=question.due,
        account=row(Account, context, question.account),
        initiative=row(Initiative, context, question.initiative) if question.initiative else None,
        contract=question.contract,
        owner=member_named(context, question.owner, "owner") if question.owner else context.actor,
    )  # fmt: skip


class CommitmentSettle(RefQuestion):
    state: Literal["kept", "broken", "released"]
    note: str = Field("", max_length=500, description="How it went; needed unless it was kept.")


@action("roadmap.commitment_settle", roles=DECIDERS)
def commitment_settle(context: Context, question: CommitmentSettle) -> Done[RecordRef]:
    """Say how a promise ended: kept, broken, or released by the account, and why.

    Raises Conflict where it was settled before, Invalid where a broken or released one has no note.
    """
    made = row(Commitment, context, question.ref)
    if made.state != Commitment.State.OPEN:
        raise Conflict(f"{made.ref} is {made.state} already.")
    if question.state != "kept" and len(question.note.strip()) < 5:
        raise Invalid(f"Field note: say how {made.ref} came to be {question.state}.")
    made.state, made.note = question.state, question.note
    made.settled_at, made.settled_by = context.now, context.actor
    made.version += 1
    made.save(update_fields=["state", "note", "settled_at", "settled_by", "version"])
    changes = {"state": {"before": "open", "after": made.state}}
    return Done(ref_of(made, made.ref), f"Settled {made.ref}: {made.state}", made, changes)
