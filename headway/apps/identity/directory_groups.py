"""Groups as the directory keeps them; what is said of a group reaches the places that rules give its people."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from headway.apps.identity.directory import Directory, note, people
from headway.apps.identity.joining import settle
from headway.apps.identity.models import GroupRule, ScimGroup
from headway.core.errors import Conflict, Invalid
from headway.core.models import User


@dataclass(frozen=True)
class GroupTold:
    """All that the directory tells of a group; members are ids of people."""

    name: str
    external_id: str = ""
    members: frozenset[UUID] = frozenset()


def told_of(group: ScimGroup) -> GroupTold:
    members = frozenset(one.pk for one in group.members.all())
    return GroupTold(group.name, group.external_id, members)


def group_create(directory: Directory, told: GroupTold) -> ScimGroup:
    """Make a group. Raises Conflict for a name that is taken, Invalid for members that do not exist."""
    _refuse_wrong(told, None)
    group = ScimGroup.objects.create(
        name=told.name, external_id=told.external_id, created_at=directory.now, changed_at=directory.now
    )
    group.members.set(User.objects.filter(pk__in=told.members))
    _applied(directory, {told.name}, told.members)
    note(directory, "group_create", "Made a group", group=str(group.pk), members=len(told.members))
    return group


def group_change(directory: Directory, group: ScimGroup, told: GroupTold) -> None:
    """Make a group what the directory tells now."""
    before = told_of(group)
    _refuse_wrong(told, group)
    group.name, group.external_id, group.changed_at = told.name, told.external_id, directory.now
    group.save()
    group.members.set(User.objects.filter(pk__in=told.members))
    renamed = before.name != told.name
    moved = before.members | told.members if renamed else before.members ^ told.members
    _applied(directory, {before.name, told.name}, moved)
    counts = {"added": len(told.members - before.members), "removed": len(before.members - told.members)}
    note(directory, "group_change", "Changed a group", group=str(group.pk), renamed=renamed, **counts)


def group_remove(directory: Directory, group: ScimGroup) -> None:
    before, key = told_of(group), str(group.pk)
    group.delete()
    _applied(directory, {before.name}, before.members)
    note(directory, "group_remove", "Removed a group", group=key, members=len(before.members))


def _refuse_wrong(told: GroupTold, group: ScimGroup | None) -> None:
    if not 0 < len(told.name) <= 200:
        raise Invalid("displayName: a group needs a name of at most 200 characters.")
    if len(told.external_id) > 254:
        raise Invalid("externalId: longer than 254 characters.")
    others = ScimGroup.objects.exclude(pk=group.pk) if group else ScimGroup.objects.all()
    if others.filter(name=told.name).exists():
        raise Conflict("Another group has this displayName already.")
    if people().filter(pk__in=told.members).count() != len(told.members):
        raise Invalid("members: not every value is the id of a person; see /Users.")


def _applied(directory: Directory, names: Collection[str], members: Collection[UUID]) -> None:
    """Bring people's places up to date; a group that no rule names gives none."""
    if not GroupRule.objects.filter(group__in=names).exists():
        return
    for user in User.objects.filter(pk__in=members).order_by("pk"):
        settle(user, None, directory.now, "scim", directory.actor)
