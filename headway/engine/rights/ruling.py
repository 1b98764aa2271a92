"""What the policy rules on one change by one person: allowed, waiting for approval, or refused, and why."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from headway.engine.rights.delegated import Delegated, held
from headway.engine.rights.policy import Escalation, Mode, Policy, Reach, Right, Rule
from headway.engine.rights.reasons import reason
from headway.engine.rights.steps import Step, step_of, steps_of

Outcome = Literal["allow", "refuse", "pend"]


@dataclass(frozen=True, slots=True)
class Person:
    """Who wants the change: workspace role, positions held by name, and what others have lent."""

    id: str
    role: str
    positions: frozenset[str] = frozenset()
    delegated: tuple[Delegated, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """The answer of the policy.

    `steps` are the approvals still needed when it pends. `level` is the condition of the rule that held, `rule`
    its place among the right's rules from 0. `decided_as` is the position by which the person decides, empty
    where another must; `by_delegation` tells that it is a lent one. `answer` names who decides on what is only
    recommended. `deadline_days` and the escalation count calendar days.
    """

    outcome: Outcome
    reason: str
    right: str
    mode: Mode
    level: str
    rule: int
    steps: tuple[Step, ...] = ()
    decided_as: str = ""
    by_delegation: bool = False
    answer: tuple[str, ...] = ()
    consult: tuple[str, ...] = ()
    inform: tuple[str, ...] = ()
    deadline_days: int | None = None
    escalation: tuple[Escalation, ...] = ()


def ruling(
    policy: Policy, right_id: str, reach: Reach, person: Person, today: date, *, currency: str = ""
) -> Ruling:
    """What the policy says to a change under this right, of this reach, by this person, on this day.

    Somebody who holds a deciding position decides at once where the rule asks for no approval, and otherwise
    once the approvals are there. For anybody else it waits for a deciding position besides. The person's own
    positions never stand for an approval. `currency` is a word for the reason, such as EUR. Raises KeyError for
    a right that no policy knows.

    >>> from headway.engine.rights.tests.policies import SMALL
    >>> ann = Person("ann", "product_manager")
    >>> found = ruling(SMALL, "DRe1", Reach(31_000_000, 12), ann, date(2026, 5, 1), currency="EUR")
    >>> found.outcome, [step.label for step in found.steps], found.level
    ('pend', ['Director or executive'], 'material')
    >>> found.reason
    'Director or executive decides on roadmap changes of this size (EUR 310,000 ARR in 12 accounts,
    over the limit of 10 accounts), so this waits for them.'
    """
    right = policy.right(right_id)
    place, rule = _holding(right, reach)
    own = policy.positions_of(person.role, person.positions)
    positions = held(person.id, own, person.delegated, policy.delegations, today, reach)
    decided_as = _acting(rule, own) or _acting(rule, positions)
    refused = bool(rule.request) and not positions & {*rule.request, *rule.decide}
    steps = () if refused else _needed(policy, rule, decided_as)
    outcome: Outcome = "refuse" if refused else "pend" if steps else "allow"
    return Ruling(
        outcome=outcome,
        reason=reason(policy, right, rule, reach, outcome=outcome, decided_as=decided_as, currency=currency),
        right=right_id,
        mode=right.mode,
        level=rule.when.name,
        rule=place,
        steps=steps,
        decided_as=decided_as,
        by_delegation=bool(decided_as) and decided_as not in own,
        answer=rule.answer,
        consult=rule.consult,
        inform=rule.inform,
        deadline_days=rule.deadline_days,
        escalation=rule.escalation,
    )


def _holding(right: Right, reach: Reach) -> tuple[int, Rule]:
    return next((place, rule) for place, rule in enumerate(right.rules) if rule.when.holds(reach))


def _acting(rule: Rule, positions: frozenset[str]) -> str:
    return next((name for name in rule.decide if name in positions), "")


def _needed(policy: Policy, rule: Rule, decided_as: str) -> tuple[Step, ...]:
    deciding = () if decided_as else (step_of(policy, rule.decide),)
    return deciding + (steps_of(policy, rule.approval) if rule.approval else ())
