"""A policy as rows that a person can read: per right and condition, who does what and by when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from headway.engine.rights.policy import Approval, Escalation, Mode, Policy, Right, Rule
from headway.engine.rights.wording import any_of, condition, days, listed, lowered


@dataclass(frozen=True, slots=True)
class Row:
    """One rule of one right in words; an empty text means nobody, or none. `level` is its condition as written."""

    right: str
    title: str
    mode: Mode
    when: str
    level: str
    decides: str
    approves: str
    asks: str
    answers: str
    consulted: str
    informed: str
    deadline: str
    escalation: str


def matrix(policy: Policy, currency: str = "") -> list[Row]:
    """The whole policy, a row for each rule, in the order of the document.

    >>> from headway.engine.rights.tests.policies import SMALL
    >>> row = matrix(SMALL)[10]
    >>> row.right, row.when, row.decides, row.deadline, row.escalation
    ('DRe1', 'from 10 accounts on', 'Director or executive', '5 days', 'after 3 days executive')
    """
    return [row(policy, right, rule, currency) for right in policy.rights.values() for rule in right.rules]


def row(policy: Policy, right: Right, rule: Rule, currency: str = "") -> Row:
    """One rule in words."""
    several = len(right.rules) > 1
    return Row(
        right=right.id,
        title=right.title,
        mode=right.mode,
        when=condition(rule.when, currency) if rule.when.threshold else "any other" if several else "any",
        level=rule.when.name or condition(rule.when, currency),
        decides=any_of(policy, rule.decide),
        approves=approved_by(policy, rule.approval),
        asks=any_of(policy, rule.request),
        answers=any_of(policy, rule.answer),
        consulted=any_of(policy, rule.consult, "and"),
        informed=any_of(policy, rule.inform, "and"),
        deadline=days(rule.deadline_days),
        escalation=_escalation(policy, rule.escalation),
    )


def approved_by(policy: Policy, approval: Approval | None) -> str:
    """Whose approval is needed, in words.

    >>> from headway.engine.rights.tests.policies import SMALL
    >>> approved_by(SMALL, Approval("all_of", (("engineering",), ("security", "legal")), 2))
    'Engineering, and security or legal'
    >>> approved_by(SMALL, Approval("quorum", (("engineering",), ("design",), ("legal",)), 2))
    '2 of engineering, design and legal'
    """
    if approval is None:
        return ""
    if approval.kind == "one_of":
        return any_of(policy, [name for entry in approval.entries for name in entry])
    entries = [any_of(policy, entry) for entry in approval.entries]
    if approval.kind == "quorum":
        return f"{approval.needed} of {_all(lowered(entry) for entry in entries)}"
    return _all([*entries[:1], *map(lowered, entries[1:])])


def _all(entries: Iterable[str]) -> str:
    words = list(entries)
    return ", and ".join(words) if any(" or " in one for one in words) else listed(words)


def _escalation(policy: Policy, stages: Sequence[Escalation]) -> str:
    told = [f"after {days(one.after_days)} {lowered(any_of(policy, [one.to]))}" for one in stages]
    return ", ".join(told)
