"""Who may do this, and why can't I? The gate's answer without doing anything."""

from collections.abc import Mapping

from headway.apps.governance.answers import Explained
from headway.apps.governance.gating import rule
from headway.apps.governance.showing import labels, reach_shown, step_shown
from headway.apps.governance.standing import holders, standing_of
from headway.core.access import enter
from headway.core.context import Context
from headway.core.errors import HeadwayError
from headway.core.gate import Claim, Reach
from headway.core.member_actions import member_with
from headway.core.perform import allow, parse
from headway.core.registry import Entry, entry_named


def explained(context: Context, name: str, payload: Mapping[str, object], member: str = "") -> Explained:
    """What would become of an action by the asking person, or by another member."""
    entry = entry_named(name, "action")
    asking = _as_member(context, member) if member else context
    try:
        allow(entry, asking)
    except HeadwayError as refusal:
        return Explained(outcome="refused", reason=refusal.detail)
    if entry.claim is None:
        return Explained(outcome="allowed", reason="This is not a decision that the rights policy reserves.")
    if not payload:
        return _in_general(asking, entry)
    try:
        claim: Claim | None = entry.claim(asking, parse(entry, payload))
    except HeadwayError as wrong:
        return Explained(outcome="invalid", reason=wrong.detail)
    if claim is None:
        return Explained(
            outcome="allowed", reason="This change touches no decision that the policy reserves."
        )
    return _ruled(asking, claim)


def _as_member(context: Context, email: str) -> Context:
    user = member_with(context, email).user
    return enter(user, context.workspace.slug, context.channel, context.now)


def _in_general(context: Context, entry: Entry) -> Explained:
    """Without a change to look at: the ruling for one that reaches nothing."""
    right = entry.rights[0]
    return _ruled(context, Claim(right, (), "", reach=Reach()))


OUTCOMES = {"allow": "allowed", "pend": "needs_approval", "refuse": "refused"}


def _ruled(context: Context, claim: Claim) -> Explained:
    standing = standing_of(context)
    policy, ruled = standing.policy, rule(context, claim, standing)
    everyone, asking = holders(context, policy, claim.reach), standing.person.id
    deciding = set(policy.right(claim.right).rules[ruled.rule].decide)
    return Explained(
        outcome=OUTCOMES[ruled.outcome],  # type: ignore[arg-type]
        reason=ruled.reason,
        right=claim.right,
        right_title=policy.right(claim.right).title,
        words=list(claim.words),
        reach=reach_shown(context, claim.reach),
        needs=[step_shown(policy, step, everyone, asking) for step in ruled.steps],
        consult=labels(policy, ruled.consult),
        inform=labels(policy, ruled.inform),
        may_decide=[one.name for one in everyone if one.positions & deciding],
        deadline_days=ruled.deadline_days,
    )
