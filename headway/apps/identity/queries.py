"""What can be asked of identity: by which rules people come into the workspace."""

from collections import Counter

from django.db.models import Count, Max

from headway.apps.identity.answers import (
    DirectoryGroupRow,
    DirectoryShown,
    DomainRuleRow,
    GroupRuleRow,
    RuleList,
)
from headway.apps.identity.models import DirectoryToken, DomainRule, GroupRule, ScimGroup
from headway.core.access import rows
from headway.core.context import Context
from headway.core.models import Membership
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


@query("identity.directory_show", roles=ADMINS)
def directory_show(context: Context, question: Empty) -> DirectoryShown:
    """Whether a directory keeps people here, when it last spoke, and the groups that rules can go by."""
    keys = DirectoryToken.objects.filter(revoked_at=None, expires_at__gt=context.now)
    kept = rows(Membership, context).filter(user__scim_person__removed_at=None, user__scim_id__isnull=False)
    groups = ScimGroup.objects.annotate(people=Count("members")).order_by("name")
    return DirectoryShown(
        is_connected=keys.exists(),
        last_used_at=keys.aggregate(last=Max("last_used_at"))["last"],
        people_here=kept.count(),
        groups=[DirectoryGroupRow(group=one.name, people=one.people) for one in groups],
    )
