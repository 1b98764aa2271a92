"""Approvals as people see them."""

from typing import Any

from headway.apps.governance import policies
from headway.apps.governance.answers import ApprovalDetail, ApprovalRow, ReachShown, StepShown, VoteShown
from headway.apps.governance.deciding import open_steps, stale_because, steps_of, why_not
from headway.apps.governance.models import Approval
from headway.apps.governance.standing import Standing, members, positions_held, reach_of, standing_of
from headway.core.context import Context
from headway.core.gate import Reach
from headway.engine.rights.policy import Policy
from headway.engine.rights.steps import Step

DAY_S = 86_400


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


def step_shown(context: Context, step: Step, reach: Reach, requester: str, given_by: str = "") -> StepShown:
    """A needed agreement with the members who could give it now."""
    policy, on = policies.in_force(context), context.today
    able = [
        name
        for person, name in members(context)
        if person.id != requester and positions_held(policy, person, on, reach_of(reach)) & step.positions
    ]
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
        "days_open": round((until - approval.created_at).total_seconds() / DAY_S, 1),
        "waiting_for": [step.label for step in open_steps(approval)] if waits else [],
        "mine_to_decide": waits and not why_not(standing, approval),
        "subject_kind": approval.subject_kind,
        "subject_id": approval.subject_id,
    }


def approval_detail(context: Context, approval: Approval) -> ApprovalDetail:
    """One approval with everything somebody needs to decide on it."""
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
        steps=_steps(context, approval, reach),
        votes=[
            VoteShown(person=str(one.person), positions=labels(policy, one.positions), verdict=one.verdict,
                      note=one.note, at=one.at)
            for one in approval.votes.select_related("person").order_by("at", "id")
        ],
        consult=labels(policy, approval.consult),
        inform=labels(policy, approval.inform),
        escalated_to=labels(policy, [one["to"] for one in approval.escalation[: approval.escalated]]),
        closing_note=approval.closing_note,
        stale_because=stale_because(context, approval) if waits else "",
        may_vote=not reason,
        why_not=reason,
        may_withdraw=waits and mine,
        channel=approval.channel,
    )  # fmt: skip


def _steps(context: Context, approval: Approval, reach: Reach) -> list[StepShown]:
    """Each agreement with who gave it: of those no longer open, in the order of the votes."""
    still = [step.label for step in open_steps(approval)]
    votes = approval.votes.filter(verdict="approve").select_related("person").order_by("at", "id")
    given = [(set(one.positions), str(one.person)) for one in votes]
    shown = []
    for step in steps_of(approval):
        if step.label in still:
            still.remove(step.label)
            name = ""
        else:
            match = next((one for one in given if one[0] & step.positions), None)
            name = match[1] if match else ""
            given = [one for one in given if one is not match]
        shown.append(step_shown(context, step, reach, str(approval.requester_id), name))
    return shown
