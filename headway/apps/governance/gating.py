"""The gate at the write path: asks the policy in force, and keeps what has to wait for approval."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from headway.apps.governance import policies
from headway.apps.governance.models import Approval
from headway.apps.governance.standing import Standing, holders, reach_of, standing_of
from headway.core.context import Context
from headway.core.errors import Refused
from headway.core.gate import Claim, Pending, Ruling, Wanted
from headway.core.records import next_ref
from headway.core.registry import Done, Entry
from headway.engine.rights import ruling as rules
from headway.engine.rights.policy import Policy
from headway.engine.rights.steps import Step, Vote, open_steps

INFORM = "inform"


class PolicyGate:
    """Rules by the rights policy of the workspace that a change is made in."""

    def ruling(self, context: Context, entry: Entry, claim: Claim) -> Ruling:
        ruled = rule(context, claim)
        facts = {"decided_as": ruled.decided_as, INFORM: list(ruled.inform)}
        return Ruling(ruled.outcome, ruled.reason, {name: fact for name, fact in facts.items() if fact})

    def opened(self, context: Context, wanted: Wanted) -> Done[Pending]:
        standing = standing_of(context)
        ruled = rule(context, wanted.claim, standing)
        _refuse_if_nobody_can(context, standing.policy, wanted.claim, ruled)
        approval = _stored(context, wanted, ruled)
        answer = Pending(
            approval=approval.ref,
            right=approval.right,
            reason=approval.reason,
            needs=[step["label"] for step in approval.steps],
            diff=approval.words,
            due_at=approval.due_at,
        )
        changes = {"right": approval.right, "approval": approval.ref, "needs": answer.needs}
        return Done(answer, f"Asked for approval {approval.ref}: {approval.title}", approval, changes)


def rule(context: Context, claim: Claim, known: Standing | None = None) -> rules.Ruling:
    """What the policy in force says to a claim by the acting person today."""
    standing, reach = known or standing_of(context), reach_of(claim.reach)
    currency = context.workspace.currency
    return rules.ruling(standing.policy, claim.right, reach, standing.person, standing.on, currency=currency)


def _refuse_if_nobody_can(context: Context, policy: Policy, claim: Claim, ruled: rules.Ruling) -> None:
    """Refuse what could wait for ever: every step needs another member, none of them the person who asks."""
    everybody = [Vote(one.id, one.positions, "approve") for one in holders(context, policy, claim.reach)]
    if missing := open_steps(ruled.steps, everybody, str(context.actor.pk)):
        raise Refused(
            f"{ruled.reason} But nobody else here could agree as {missing[0].label}; "
            "an admin can give a member that position under Settings, Members."
        )


def steps_stored(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """The needed agreements as an approval keeps them."""
    return [
        {
            "label": step.label,
            "positions": sorted(step.positions),
            "entries": [sorted(entry) for entry in step.entries],
        }
        for step in steps
    ]


def _stored(context: Context, wanted: Wanted, ruled: rules.Ruling) -> Approval:
    claim, subject = wanted.claim, wanted.claim.subject
    due = context.now + timedelta(days=ruled.deadline_days) if ruled.deadline_days is not None else None
    return Approval.objects.create(
        workspace=context.workspace,
        ref=next_ref(context, Approval, "AP"),
        created_at=context.now,
        action=wanted.entry.name,
        payload=wanted.payload,
        title=title_of(wanted),
        words=list(claim.words),
        right=claim.right,
        reach=asdict(claim.reach),
        state=claim.state,
        subject_kind=subject._meta.label_lower if subject else "",
        subject_id=str(subject.pk) if subject else "",
        policy=policies.adopted(context),
        reason=ruled.reason,
        steps=steps_stored(ruled.steps),
        consult=list(ruled.consult),
        inform=list(ruled.inform),
        escalation=[{"to": one.to, "after_days": one.after_days} for one in ruled.escalation],
        requester=context.actor,
        channel=context.channel,
        due_at=due,
    )  # fmt: skip


def title_of(wanted: Wanted) -> str:
    """What is asked for in few words: names of actions are noun and verb, so `plan_freeze` is "Freeze plan PL-1"."""
    *noun, verb = wanted.entry.name.partition(".")[2].split("_")
    subject = wanted.claim.subject
    about = getattr(subject, "ref", "") or getattr(subject, "name", "")
    named = getattr(subject, "title", "")
    return " ".join(part for part in (verb.capitalize(), *noun, about, named) if part)[:500]
