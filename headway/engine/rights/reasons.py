"""Why the policy rules as it does, in a sentence or two for the person who asked."""

from headway.engine.rights.matrix import approved_by
from headway.engine.rights.policy import Policy, Reach, Right, Rule, Threshold
from headway.engine.rights.wording import any_of, limits, listed, lowered, size


def reason(
    policy: Policy,
    right: Right,
    rule: Rule,
    reach: Reach,
    *,
    outcome: str,
    decided_as: str,
    currency: str = "",
) -> str:
    """Who decides on what, because of which size, and what that means for this person.

    >>> from headway.engine.rights.tests.policies import SMALL
    >>> right = SMALL.rights["DRt1"]
    >>> reason(SMALL, right, right.rules[0], Reach(), outcome="pend", decided_as="product_manager")
    'Product manager decides on solution trade-offs, with the approval of engineering and design.'
    """
    subject = _subject(right, rule, reach, currency)
    if outcome == "refuse":
        return f"Only {lowered(any_of(policy, rule.request))} may ask for a decision on {subject}."
    verb = "recommends" if right.mode == "recommend" else "decides on"
    who = any_of(policy, [decided_as] if decided_as else rule.decide)
    approvals = approved_by(policy, rule.approval)
    parts = [f"{who} {verb} {subject}"]
    parts += [f"with the approval of {lowered(approvals)}"] if approvals else []
    parts += [] if decided_as else ["so this waits for them"]
    answer = f" {any_of(policy, rule.answer)} answers it." if rule.answer else ""
    return ", ".join(parts) + "." + answer


def _subject(right: Right, rule: Rule, reach: Reach, currency: str) -> str:
    told, threshold = size(reach, currency), rule.when.threshold
    if threshold is None:
        small = f" ({told}, under the limits)" if told and len(right.rules) > 1 else ""
        return lowered(right.title) + small
    kind = "size" if threshold.measures_met(reach) else "kind"
    grounds = ", ".join(part for part in (told, _passed(threshold, reach, currency)) if part)
    return f"{lowered(right.title)} of this {kind} ({grounds})"


def _passed(threshold: Threshold, reach: Reach, currency: str) -> str:
    met = threshold.measures_met(reach)
    known = [measure for measure in met if getattr(reach, measure) is not None]
    over = [measure for measure in known if getattr(reach, measure) > getattr(threshold, measure)]
    if known:
        told = limits(threshold, currency, over or known)
        return f"{'over' if over else 'at'} the limit{'s' * (len(told) > 1)} of {listed(told)}"
    return "which counts as over the limit" if met else ""
