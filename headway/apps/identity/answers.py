"""What identity answers: the rules by which people come into a workspace."""

from headway.core.registry import Answer


class DomainRuleRow(Answer):
    domain: str
    role: str


class GroupRuleRow(Answer):
    group: str
    role: str
    positions: list[str]
    is_known: bool
    people: int


class RuleList(Answer):
    domains: list[DomainRuleRow]
    groups: list[GroupRuleRow]
