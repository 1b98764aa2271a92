"""Approvals as people see them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import prefetch_related_objects

from headway.apps.governance.answers import ApprovalDetail, ApprovalRow, ReachShown, StepShown, VoteShown
from headway.apps.governance.deciding import open_steps, stale_because, steps_of, votes_cast, why_not
from headway.apps.governance.models import Approval, Vote
from headway.apps.governance.standing import Holder, Standing, holders, standing_of
from headway.core.context import Context
from headway.core.days import days_between
from headway.core.gate import Reach
from headway.engine.rights.policy import Policy
from headway.engine.rights.steps import Step


def reach_shown(context: Context, reach: Reach) -> ReachShown:
    return ReachShown(
        arr_minor=reach.arr_minor,
        currency=context.workspace.currency,
        accounts=reach.accounts,
        quarters=reach.quarters,
        compliance=reach.compliance,
        reason=reach.reason,
    )


def labels(policy: Policy, names: list[str] | tuple[str, ...] | frozenset[str]) -> list[str]:
    """Positions by their labels; a name that the policy lacks stays."""
    return [policy.positions[name].label if name in policy.positions else name for name in names]


def step_shown(
    policy: Policy, step: Step, everyone: Sequence[Holder], requester: str, given_by: str = ""
) -> StepShown:
    """A needed agreement with the members who could give it now."""
    able = [one.name for one in everyone if one.id != requester and one.positions & step.positions]
    return StepShown(
        label=step.label, positions=labels(policy, sorted(step.positions)), people=able, given_by=given_by
    )


def approval_row(context: Context, standing: Standing, approval: Approval) -> ApprovalRow:
    return ApprovalRow(**_row(context, standing, approval))


def _row(context: Context, standing: Standing, approval: Approval) -> dict[str, Any]:
    waits = approval.status == Approval.Status.WAITING
    until = approval.closed_at or context.now
    return {
        "ref": approval.ref,
        "title": approval.title,
        "action": approval.action,
        "right": approval.right,
        "right_title": standing.policy.right(approval.right).title,
        "status": approval.status,
        "requester": str(approval.requester),
        "requested_at": approval.created_at,
        "due_at": approval.due_at,
        "overdue": bool(waits and approval.due_at and approval.due_at < context.now),
        "days_open": round(days_between(approval.created_at, until), 1),
        "waiting_for": [step.label for step in open_steps(approval)] if waits else [],
        "mine_to_decide": waits and not why_not(standing, approval),
        "subject_kind": approval.subject_kind,
        "subject_id": approval.subject_id,
    }


def approval_detail(context: Context, approval: Approval) -> ApprovalDetail:
    """One approval with everything somebody needs to decide on it."""
    prefetch_related_objects([approval], "votes__person")
    standing, waits = standing_of(context), approval.status == Approval.Status.WAITING
    policy, reach = standing.policy, Reach(**approval.reach)
    mine = approval.requester == context.actor
    reason = (
        why_not(standing, approval) if waits else f"It is closed: {approval.get_status_display().lower()}."
    )
    return ApprovalDetail(
        **_row(context, standing, approval),
        words=approval.words,
        payload=approval.payload,
        reach=reach_shown(context, reach),
        reason=approval.reason,
        steps=_steps(policy, approval, holders(context, policy, reach)),
        votes=[_vote_shown(policy, one) for one in votes_cast(approval)],
        consult=labels(policy, approval.consult),
        inform=labels(policy, approval.inform),
        escalated_to=labels(policy, [one["to"] for one in approval.escalation[: approval.escalated]]),
        closing_note=approval.closing_note,
        stale_because=stale_because(context, approval) if waits else "",
        may_vote=not reason,
        why_not=reason,
        may_withdraw=waits and mine,
        channel=approval.channel,
    )


def _vote_shown(policy: Policy, one: Vote) -> VoteShown:
    return VoteShown(
        person=str(one.person),
        positions=labels(policy, one.positions),
        verdict=one.verdict,
        note=one.note,
        at=one.at,
    )


def _steps(policy: Policy, approval: Approval, everyone: Sequence[Holder]) -> list[StepShown]:
    """Each agreement with who gave it: of those no longer open, in the order of the votes."""
    still = [step.label for step in open_steps(approval)]
    given = [one for one in votes_cast(approval) if one.verdict == Vote.Verdict.APPROVE]
    shown = []
    for step in steps_of(approval):
        if step.label in still:
            still.remove(step.label)
            match = None
        else:
            match = next((one for one in given if step.positions & set(one.positions)), None)
            given = [one for one in given if one is not match]
        name = str(match.person) if match else ""
        shown.append(step_shown(policy, step, everyone, str(approval.requester_id), name))
    return shown
