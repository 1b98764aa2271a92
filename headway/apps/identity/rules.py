"""What the rules of a workspace give a person: at most one place, the strongest role and every position."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet

from headway.apps.identity.models import DomainRule, GroupRule, ScimGroup
from headway.core.models import Membership, User, Workspace, WorkspaceRecord
from headway.core.roles import Role

DIRECTORY = "scim"
Rule = TypeVar("Rule", bound=WorkspaceRecord)
STRENGTH = {role.value: place for place, role in enumerate(Role)}


@dataclass(frozen=True)
class Place:
    """A role with positions in a workspace, and what gives it: `scim`, or `rule:` and the rule's id."""

    role: str
    positions: tuple[str, ...]
    source: str


def source_of(rule: WorkspaceRecord) -> str:
    return f"rule:{rule.pk.hex}"


def is_ruled(member: Membership) -> bool:
    """Whether rules made the membership and may change it; an owner's never is theirs."""
    return (member.source == DIRECTORY or member.source.startswith("rule:")) and member.role != Role.OWNER


def domain_of(email: str) -> str:
    """The domain of an address, in small letters; empty where there is none.

    >>> domain_of("Ada@Lumen.Test"), domain_of("ada")
    ('lumen.test', '')
    """
    return email.rpartition("@")[2].lower() if "@" in email else ""


def domain_rules(user: User) -> QuerySet[DomainRule]:
    return DomainRule.objects.filter(domain=domain_of(user.email))


def group_rules(groups: Sequence[str]) -> QuerySet[GroupRule]:
    return GroupRule.objects.filter(group__in=list(groups))


def directory_groups(user: User) -> list[str]:
    """The names of the groups that the directory says the person is in."""
    return list(ScimGroup.objects.filter(members=user).values_list("name", flat=True))


def place_in(workspace: Workspace, user: User, groups: Sequence[str] | None, source: str) -> Place | None:
    """The place that the rules of a workspace give a person now; None where they give none.

    `groups` are those that came with a sign-in. Without a sign-in (None) they are not known, and the rule that
    the person's membership came from, named by `source`, still holds while it exists.
    """
    if not user.is_active:
        return None
    found = [
        *(_place(rule, (), source_of(rule)) for rule in domain_rules(user).filter(workspace=workspace)),
        *_of_groups(workspace, directory_groups(user), DIRECTORY),
        *_of_sign_in(workspace, groups, source),
    ]
    return _joined(found) if found else None


def _of_groups(workspace: Workspace, groups: Sequence[str], source: str = "") -> list[Place]:
    rules = group_rules(groups).filter(workspace=workspace).order_by("group")
    return [_place(rule, rule.positions, source or source_of(rule)) for rule in rules]


def _of_sign_in(workspace: Workspace, groups: Sequence[str] | None, source: str) -> list[Place]:
    if groups is not None:
        return _of_groups(workspace, groups)
    rules = GroupRule.objects.filter(workspace=workspace)
    return [_place(rule, rule.positions, source) for rule in rules if source_of(rule) == source]


def _place(rule: DomainRule | GroupRule, positions: Sequence[str], source: str) -> Place:
    return Place(rule.role, tuple(positions), source)


def _joined(found: list[Place]) -> Place:
    strongest = min(found, key=lambda place: STRENGTH[place.role])
    positions = sorted({name for place in found for name in place.positions})
    return Place(strongest.role, tuple(positions), strongest.source)
