"""What can be done about decision rights: adopt a policy, vote on what waits, lend a position."""

from collections.abc import Sequence
from datetime import date, timedelta

from pydantic import Field

from headway.apps.governance import policies
from headway.apps.governance.deciding import (
    close,
    execute,
    open_steps,
    stale_because,
    steps_of,
    vote,
    waiting,
)
from headway.apps.governance.gating import steps_stored
from headway.apps.governance.lending import refuse_circle, refuse_what_is_not_held, taker_named
from headway.apps.governance.models import Approval, Delegation, RightsPolicy, Vote
from headway.core.access import row
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound, Refused, Stale
from headway.core.gate import Claim, Reach, state_of
from headway.core.records import next_ref
from headway.core.registry import Answer, Done, Question, action
from headway.core.roles import ADMINS, EVERYONE
from headway.engine.rights import steps as rules
from headway.engine.rights.differences import differences


class PolicyAdopt(Question):
    """Either a profile that comes with Headway or the text of a document."""

    profile: str = Field("", max_length=40)
    text: str = Field("", max_length=200_000, description="A policy document (YAML); instead of a profile.")
    reason: str = Field("", max_length=500, description="Why the rights change; stands in the log.")


def adoption_claim(context: Context, question: PolicyAdopt) -> Claim:
    """A change of the rights is itself a decision, ruled by the policy that holds until then."""
    before = policies.adopted(context)
    old, new = policies.policy_of(before), policies.parsed_or_invalid(_text(question))
    words = tuple(differences(old, new)) or ("Nothing differs from the policy in force.",)
    return Claim("POL", words, state_of(before.version if before else 0), context.workspace, Reach())


def _text(question: PolicyAdopt) -> str:
    return policies.document_asked(question.profile, question.text)


@action("governance.policy_adopt", roles=ADMINS, rights=("POL",), claim=adoption_claim)
def policy_adopt(context: Context, question: PolicyAdopt) -> Done[RecordRef]:
    """Put a new version of the rights policy in force: who decides, approves, is consulted and informed.

    The version before it stays on record. Approvals asked for under it are overtaken and have to be asked for anew.
    Raises Invalid with the first fault of the document and where it is.
    """
    text = _text(question)
    policy, before = policies.parsed_or_invalid(text), policies.adopted(context)
    version = before.version + 1 if before else 1
    fresh = RightsPolicy.objects.create(
        workspace=context.workspace, ref=f"RP-{version}", version=version, created_at=context.now,
        profile=policy.profile, text=text, reason=question.reason, adopted_by=context.actor,
    )  # fmt: skip
    changed = len(differences(policies.policy_of(before), policy))
    changes = {"version": version, "profile": policy.profile, "differences": changed}
    return Done(ref_of(fresh, fresh.ref), f"Put the rights policy {policy.title!r} in force", fresh, changes)


class ApprovalVoted(Answer):
    """What became of an approval by this vote."""

    ref: str
    status: str
    still_needed: list[str]


def _voted(approval: Approval, needed: Sequence[str] = ()) -> ApprovalVoted:
    return ApprovalVoted(ref=approval.ref, status=approval.status, still_needed=list(needed))


class ApprovalGive(Question):
    ref: str = Field(min_length=1, max_length=100)
    note: str = Field("", max_length=500)


@action("governance.approval_give", roles=EVERYONE)
def approval_give(context: Context, question: ApprovalGive) -> Done[ApprovalVoted]:
    """Agree to a change that waits; with the last agreement needed it is carried out, once.

    Nobody agrees to what they asked for themselves, and one person stands for one agreement. Raises Refused for
    whoever has no say, Stale where the records have moved on since the change was asked for, Invalid when it is closed.
    """
    approval = waiting(context, question.ref)
    if reason := stale_because(context, approval):
        raise Stale(reason)
    vote(context, approval, Vote.Verdict.APPROVE, question.note)
    needed = [step.label for step in open_steps(approval)]
    if not needed:
        execute(context, approval)
        close(context, approval, Approval.Status.DONE)
    summary = f"Approved {approval.ref}" + ("; it is carried out" if not needed else "")
    changes = {"right": approval.right, "still_needed": needed}
    return Done(_voted(approval, needed), summary, approval, changes)


class ApprovalRefuse(Question):
    ref: str = Field(min_length=1, max_length=100)
    note: str = Field(min_length=1, max_length=500, description="Why; the person who asked will read it.")


@action("governance.approval_refuse", roles=EVERYONE)
def approval_refuse(context: Context, question: ApprovalRefuse) -> Done[ApprovalVoted]:
    """Say no to a change that waits, with the reason; it is closed and nothing is changed."""
    approval = waiting(context, question.ref)
    vote(context, approval, Vote.Verdict.REFUSE, question.note)
    close(context, approval, Approval.Status.REFUSED, question.note)
    return Done(_voted(approval), f"Refused {approval.ref}", approval, {"right": approval.right})


@action("governance.approval_withdraw", roles=EVERYONE)
def approval_withdraw(context: Context, question: RefQuestion) -> Done[ApprovalVoted]:
    """Take back a change that one asked for and that still waits."""
    approval = waiting(context, question.ref)
    if approval.requester != context.actor:
        raise Refused(f"Only whoever asked for {approval.ref} can withdraw it; you can refuse it.")
    close(context, approval, Approval.Status.WITHDRAWN)
    return Done(_voted(approval), f"Withdrew {approval.ref}", approval)


@action("governance.approval_escalate", roles=EVERYONE)
def approval_escalate(context: Context, question: RefQuestion) -> Done[ApprovalVoted]:
    """Pass a change that waited too long to the next position on its path; close it where it no longer fits.

    A timer does this; anybody may ask for it, and it changes nothing before its time: raises Invalid then.
    """
    approval = waiting(context, question.ref)
    if reason := stale_because(context, approval):
        close(context, approval, Approval.Status.STALE, reason)
        summary = f"Closed {approval.ref}, overtaken by other changes"
    else:
        summary = f"Escalated {approval.ref} to {_escalated(context, approval)}"
    needed = [step.label for step in open_steps(approval)]
    return Done(_voted(approval, needed), summary, approval, {"escalated": approval.escalated})


def _escalated(context: Context, approval: Approval) -> str:
    """Whoever comes next may agree too, except in place of those nobody stands in for. Raises Invalid too early."""
    path = approval.escalation[approval.escalated :]
    waited = context.now - approval.created_at
    if not path or waited < timedelta(days=path[0]["after_days"]):
        raise Invalid(f"{approval.ref} is not due to be escalated.")
    position, policy = path[0]["to"], policies.in_force(context)
    approval.steps = steps_stored(rules.escalated(policy, steps_of(approval), position, waited.days))
    approval.escalated += 1
    approval.save(update_fields=["steps", "escalated"])
    return policy.positions[position].label


class DelegationSave(Question):
    to: str = Field(max_length=254, description="E-mail address of the member who stands in.")
    positions: list[str] = Field(min_length=1, max_length=20)
    starts: date
    ends: date
    arr_minor_most: int | None = Field(
        None, ge=0, description="Only for changes up to this ARR, in minor units."
    )
    accounts_most: int | None = Field(None, ge=0)
    quarters_most: int | None = Field(None, ge=0)


@action("governance.delegation_save", roles=EVERYONE)
def delegation_save(context: Context, question: DelegationSave) -> Done[RecordRef]:
    """Lend positions one holds to another member between two dates, for changes up to a size.

    What was lent to oneself cannot be lent on. Raises Invalid for a position one does not hold, for dates in the
    wrong order or over a year, and for a circle.
    """
    if not question.starts <= question.ends <= question.starts + timedelta(days=366):
        raise Invalid("Field ends: a delegation ends on or after the day it starts, within a year.")
    taker = taker_named(context, question.to)
    refuse_what_is_not_held(context, question.positions)
    refuse_circle(context, taker)
    lent = Delegation.objects.create(
        workspace=context.workspace, ref=next_ref(context, Delegation, "DG"), created_at=context.now,
        giver=context.actor, taker=taker, **question.model_dump(exclude={"to"}),
    )  # fmt: skip
    changes = {"taker": str(taker.pk), "positions": question.positions, "ends": str(question.ends)}
    summary = f"Lent {', '.join(question.positions)} until {question.ends}"
    return Done(ref_of(lent, lent.ref), summary, lent, changes)


@action("governance.delegation_end", roles=EVERYONE)
def delegation_end(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """End a delegation at once: one's own, or any for an admin."""
    lent = row(Delegation, context, question.ref)
    if context.actor not in (lent.giver, lent.taker) and context.role not in ADMINS:
        raise Refused("Only its giver, its taker or an admin can end a delegation.")
    if lent.ended_at:
        raise NotFound(f"{lent.ref} has ended already.")
    lent.ended_at = context.now
    lent.save(update_fields=["ended_at"])
    return Done(ref_of(lent, lent.ref), f"Ended the delegation {lent.ref}", lent)
