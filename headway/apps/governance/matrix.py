"""The rights in force as a table that a person can read, with the members who hold each position."""

from collections.abc import Mapping
from dataclasses import asdict

from headway.apps.governance import policies
from headway.apps.governance.answers import MatrixRow, PositionRow, RightsMatrix
from headway.apps.governance.standing import holders
from headway.core.context import Context
from headway.core.gate import Reach
from headway.core.roles import Role
from headway.engine.rights import wording
from headway.engine.rights.matrix import matrix
from headway.engine.rights.policy import Condition, Policy, Rule


def rights_matrix_shown(context: Context, actions: Mapping[str, list[str]]) -> RightsMatrix:
    """Every rule in force, who holds each position, and which needed positions nobody holds."""
    version = policies.adopted(context)
    policy, currency = policies.policy_of(version), context.workspace.currency
    positions = _positions(context, policy)
    held = {one.name for one in positions if one.people}
    rows = [MatrixRow(**asdict(one), actions=actions.get(one.right, [])) for one in matrix(policy, currency)]
    sizes = [
        f"{name}: {wording.condition(Condition(name, threshold), currency)}"
        for name, threshold in policy.materiality.items()
    ]
    return RightsMatrix(
        profile=policy.profile,
        title=policy.title,
        version=version.version if version else 0,
        rows=rows,
        positions=positions,
        materiality=sizes,
        delegations=[_standing(policy, one.giver, one.to) for one in policy.delegations],
        not_covered=sorted(policy.positions[name].label for name in _needed(policy) - held),
    )


def _positions(context: Context, policy: Policy) -> list[PositionRow]:
    everyone = holders(context, policy, Reach())
    return [
        PositionRow(
            name=one.name,
            label=one.label,
            roles=[str(role.label) for role in Role if role in one.roles],
            people=[holder.name for holder in everyone if one.name in holder.positions],
        )
        for one in policy.positions.values()
    ]


def _needed(policy: Policy) -> set[str]:
    """The positions without which some change could never be decided."""
    rules = [rule for right in policy.rights.values() for rule in right.rules]
    return {name for rule in rules for group in _groups(rule) for name in group}


def _groups(rule: Rule) -> list[tuple[str, ...]]:
    approving = rule.approval.entries if rule.approval else ()
    # Where any of several will do, none of them is needed by itself.
    return [group for group in (rule.decide, *approving) if len(group) == 1]


def _standing(policy: Policy, giver: str, to: str) -> str:
    return f"Whoever is {policy.positions[to].label} also holds {policy.positions[giver].label}"
