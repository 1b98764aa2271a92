"""What can be asked of identity: by which rules people come into the workspace."""

from collections import Counter

from headway.apps.identity.answers import DomainRuleRow, GroupRuleRow, RuleList
from headway.apps.identity.models import DomainRule, GroupRule, ScimGroup
from headway.core.access import rows
from headway.core.context import Context
from headway.core.registry import Empty, query
from headway.core.roles import ADMINS


@query("identity.rule_list", roles=ADMINS)
def rule_list(context: Context, question: Empty) -> RuleList:
    """The rules by which people of a domain or of a directory's group belong to the workspace.

    `is_known` says whether the directory has told of the group; `people` counts whom it then has in it.
    """
    domains = rows(DomainRule, context).order_by("domain")
    groups = list(rows(GroupRule, context).order_by("group"))
    known = _people_by_group([rule.group for rule in groups])
    return RuleList(
        domains=[DomainRuleRow(domain=rule.domain, role=rule.role) for rule in domains],
        groups=[_group_row(rule, known) for rule in groups],
    )


def _group_row(rule: GroupRule, known: dict[str, int]) -> GroupRuleRow:
    return GroupRuleRow(
        group=rule.group,
        role=rule.role,
        positions=rule.positions,
        is_known=rule.group in known,
        people=known.get(rule.group, 0),
    )


def _people_by_group(names: list[str]) -> dict[str, int]:
    found = ScimGroup.objects.filter(name__in=names).values_list("name", "members")
    counted = Counter({name: 0 for name, _ in found})
    counted.update(name for name, member in found if member)
    return dict(counted)
