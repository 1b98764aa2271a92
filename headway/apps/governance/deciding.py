"""One approval on its way: who may still vote, whether it still fits, and carrying it out once."""

from dataclasses import replace
from typing import Any

from django.db import transaction

from headway.apps.governance import policies
from headway.apps.governance.gating import INFORM
from headway.apps.governance.models import Approval, Vote
from headway.apps.governance.standing import Standing, standing_of
from headway.core import activity
from headway.core.access import enter, row
from headway.core.context import Context
from headway.core.errors import HeadwayError, Invalid, Refused, Stale
from headway.core.gate import Claim
from headway.core.perform import allow, carried_out, parse
from headway.core.registry import Done, Entry, entry_named
from headway.engine.rights import steps as rules
from headway.engine.rights.policy import Reach


def approval_named(context: Context, ref: str) -> Approval:
    """The approval with that ref. Raises NotFound."""
    return row(Approval, context, ref)


def waiting(context: Context, ref: str) -> Approval:
    """The approval with that ref while it waits. Raises NotFound, or Invalid when it is closed."""
    approval = approval_named(context, ref)
    if approval.status != Approval.Status.WAITING:
        raise Invalid(f"{approval.ref} is closed already: {approval.get_status_display().lower()}.")
    return approval


def steps_of(approval: Approval) -> tuple[rules.Step, ...]:
    """The agreements that an approval needs, as the rules see them."""
    return tuple(
        rules.Step(one["label"], frozenset(one["positions"]), tuple(map(frozenset, one["entries"])))
        for one in approval.steps
    )


def votes_of(approval: Approval) -> list[rules.Vote]:
    return [
        rules.Vote(
            str(one.person_id), frozenset(one.positions), "approve" if one.verdict == "approve" else "refuse"
        )
        for one in votes_cast(approval)
    ]


def votes_cast(approval: Approval) -> list[Vote]:
    """The votes in the order they were given."""
    return sorted(approval.votes.all(), key=lambda one: (one.at, one.pk))


def open_steps(approval: Approval) -> tuple[rules.Step, ...]:
    return rules.open_steps(steps_of(approval), votes_of(approval), str(approval.requester_id))


def held_for(standing: Standing, approval: Approval) -> frozenset[str]:
    """The positions the acting person may use for this very change today."""
    return standing.held(Reach(**approval.reach))


def why_not(standing: Standing, approval: Approval, verdict: rules.Verdict = "approve") -> str:
    """Why the acting person may not vote so on a waiting approval; empty when the person may."""
    person, positions = standing.person.id, held_for(standing, approval)
    requester = str(approval.requester_id)
    return rules.may_vote(
        steps_of(approval), votes_of(approval), requester, person, positions, verdict=verdict
    )


def vote(context: Context, approval: Approval, verdict: Vote.Verdict, note: str) -> Vote:
    """Store what the acting person says. Raises Refused for whoever has no say in it."""
    standing = standing_of(context)
    if reason := why_not(standing, approval, "refuse" if verdict == Vote.Verdict.REFUSE else "approve"):
        raise Refused(reason)
    given, _ = Vote.objects.update_or_create(
        approval=approval,
        person=context.actor,
        defaults={
            "workspace": context.workspace, "positions": sorted(held_for(standing, approval)), "verdict": verdict,
            "note": note, "at": context.now,
        },
    )  # fmt: skip
    return given


def stale_because(context: Context, approval: Approval) -> str:
    """Why an approval does not fit any more what it was asked for; empty while it does."""
    try:
        _still_the_same(_as_requester(context, approval), approval)
    except HeadwayError as error:
        return error.detail
    return ""


def execute(context: Context, approval: Approval) -> Done[Any]:
    """Carry an approved change out, once, in the name of everybody who agreed. Raises Stale where it no longer fits."""
    try:
        asking = _as_requester(context, approval)
        entry, claim = _still_the_same(asking, approval)
        with transaction.atomic():
            done = carried_out(entry, asking, parse(entry, approval.payload))
    except Stale:
        raise
    except HeadwayError as error:
        raise Stale(f"{approval.ref} cannot be carried out any more: {error.detail}") from error
    names = [str(one.person_id) for one in approval.votes.filter(verdict=Vote.Verdict.APPROVE).order_by("at")]
    facts = {"right": claim.right, "approval": approval.ref, "requested_by": str(approval.requester_id),
             "approved_by": names} | ({INFORM: approval.inform} if approval.inform else {})  # fmt: skip
    whole = replace(
        done, changes=done.changes | facts, summary=f"{done.summary} (approved in {approval.ref})"
    )
    activity.append(asking, entry.name, whole)
    return done


def _as_requester(context: Context, approval: Approval) -> Context:
    """The change is made as the person who asked, who must still belong here."""
    try:
        return enter(approval.requester, context.workspace.slug, "approval", context.now)
    except HeadwayError as error:
        raise Stale(f"Whoever asked for {approval.ref} is no member here any more; ask anew.") from error


def _still_the_same(asking: Context, approval: Approval) -> tuple[Entry, Claim]:
    """The action and what it claims now. Raises Stale where that is not what people agreed to."""
    entry = entry_named(approval.action, "action")
    allow(entry, asking)
    claim: Claim | None = entry.claim(asking, parse(entry, approval.payload)) if entry.claim else None
    moved_on = f"The records that {approval.ref} would change have moved on since it was asked for"
    if claim is None or (claim.right, claim.state) != (approval.right, approval.state):
        raise Stale(f"{moved_on}; look at them and ask anew.")
    policy = policies.adopted(asking)
    if (policy.pk if policy else None) != approval.policy_id:
        raise Stale(f"The rights policy has changed since {approval.ref} was asked for; ask anew.")
    return entry, claim


def close(context: Context, approval: Approval, status: Approval.Status, note: str = "") -> None:
    approval.status, approval.closed_at, approval.closing_note = status, context.now, note[:500]
    approval.version += 1
    approval.save(update_fields=["status", "closed_at", "closing_note", "version"])
