"""Why the policy rules as it does, in one sentence for the person who asked."""

from headway.engine.rights.policy import Measure, Policy, Reach, Right, Rule
from headway.engine.rights.steps import steps_of
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
    """The sentence of a ruling: who decides on what, because of which size, and what that means here."""
    if outcome == "refuse":
        return f"Only {_inside(any_of(policy, rule.request))} may ask for {_subject(right, rule, reach, currency)}."
    verb = "recommends" if right.mode == "recommend" else "decides on"
    who = policy.positions[decided_as].label if decided_as else any_of(policy, rule.decide)
    parts = [f"{who} {verb} {_subject(right, rule, reach, currency)}"]
    parts += [f"with the approval of {_approvers(policy, rule)}"] if rule.approval else []
    parts += [] if decided_as else ["so this waits for them"]
    sentence = ", ".join(parts) + "."
    return f"{sentence} {any_of(policy, rule.answer)} answers it." if rule.answer else sentence


def _inside(words: str) -> str:
    return lowered(words)


def _approvers(policy: Policy, rule: Rule) -> str:
    assert rule.approval
    labels = [lowered(step.label) for step in steps_of(policy, rule.approval)]
    if rule.approval.kind == "quorum":
        return f"{rule.approval.needed} among {labels[0].replace(' or ', ' and ')}"
    return listed(labels) if all(" or " not in label for label in labels) else ", and of ".join(labels)


def _subject(right: Right, rule: Rule, reach: Reach, currency: str) -> str:
    threshold = rule.when.threshold
    told = size(reach, currency)
    if threshold is None:
        return lowered(right.title) + (f" ({told}, under the limits)" if _limited(right) and told else "")
    kind = " of this size" if threshold.measures_met(reach) else " of this kind"
    return f"{lowered(right.title)}{kind} ({', '.join([told, *_passed(rule, reach, currency)])})"


def _limited(right: Right) -> bool:
    return len(right.rules) > 1


def _passed(rule: Rule, reach: Reach, currency: str) -> list[str]:
    threshold = rule.when.threshold
    assert threshold
    known = [measure for measure in threshold.measures_met(reach) if getattr(reach, measure) is not None]
    over = [measure for measure in known if getattr(reach, measure) > getattr(threshold, measure)]
    return (
        [f"over the limit of {listed(limits(threshold, currency, over))}"]
        if over
        else _at(rule, known, currency)
    )


def _at(rule: Rule, known: list[Measure], currency: str) -> list[str]:
    assert rule.when.threshold
    return [f"at the limit of {listed(limits(rule.when.threshold, currency, known))}"] if known else []
