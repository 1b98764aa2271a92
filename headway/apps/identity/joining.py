"""Membership by rule: made, changed and ended as rules and directory say, and never where a person decided."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from headway.apps.identity import rules
from headway.apps.identity.models import DomainRule
from headway.apps.identity.rules import Place
from headway.core import activity
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Channel, Context
from headway.core.models import Membership, User, Workspace
from headway.core.registry import Done
from headway.core.roles import Role


def may_join(email: str) -> bool:
    """Whether some workspace takes everybody with an address of this domain, so that an account may be made."""
    domain = rules.domain_of(email)
    return bool(domain) and DomainRule.objects.filter(domain=domain).exists()


def join_by_rules(
    user: User,
    groups: Sequence[str],
    now: datetime,
    *,
    channel: Channel = "web",
    actor: User | None = None,
) -> list[Membership]:
    """Give a person who signed in the places that domain rules and group rules give, and end those they no
    longer do; the memberships by rule that hold afterwards.

    `groups` are the group names that came with the sign-in, all of them. The caller has made sure that the
    address is the person's. What a person gave by hand stays as it is, and so does every owner. Each change
    leaves a row in the activity log of its workspace, in the name of `actor` or else of the person.
    """
    return settle(user, groups, now, channel, actor or user)


def settle(
    user: User, groups: Sequence[str] | None, now: datetime, channel: Channel, actor: User
) -> list[Membership]:
    """Bring a person's memberships by rule up to date; without a sign-in its `groups` are None, not empty."""
    with transaction.atomic():
        for workspace in locked(_concerned(user, groups)):
            # The role of whom the log names does not matter here: rules decide.
            settle_in(Context(workspace, actor, Role.VIEWER, channel, now), user, groups)
    return [one for one in Membership.objects.filter(user=user) if rules.is_ruled(one)]


def _concerned(user: User, groups: Sequence[str] | None) -> set[UUID]:
    """The workspaces whose rules say something about the person, or did when a membership was made."""
    names = [*rules.directory_groups(user), *(groups or ())]
    return {
        *rules.domain_rules(user).values_list("workspace", flat=True),
        *rules.group_rules(names).values_list("workspace", flat=True),
        *Membership.objects.filter(user=user).exclude(source="").values_list("workspace", flat=True),
    }


def locked(keys: Iterable[UUID]) -> list[Workspace]:
    # Always in the same order, so that two who need the same workspaces do not wait for each other.
    return list(Workspace.objects.select_for_update().filter(pk__in=list(keys)).order_by("pk"))


def settle_in(context: Context, user: User, groups: Sequence[str] | None) -> None:
    """Bring a person's membership by rule in the context's workspace up to date; the caller holds its lock."""
    member = Membership.objects.filter(workspace=context.workspace, user=user).first()
    if member and not rules.is_ruled(member):
        return
    place = rules.place_in(context.workspace, user, groups, member.source if member else "")
    done = _placed(context, user, member, place) if place else _ended(member)
    if done:
        activity.append(context, "identity.rule_apply", done)


def _placed(context: Context, user: User, member: Membership | None, place: Place) -> Done[RecordRef] | None:
    before = _plain(member) if member else {}
    made = member or Membership(workspace=context.workspace, user=user, created_at=context.now)
    made.role, made.positions, made.source = place.role, list(place.positions), place.source
    changes = {
        name: {"before": before.get(name), "after": value}
        for name, value in _plain(made).items()
        if before.get(name) != value
    }
    if not changes:
        return None
    made.save()
    verb = "changed the membership" if member else "made a member"
    summary = f"A rule {verb}: {Role(place.role).label.lower()}"
    return Done(ref_of(made, str(made.pk)), summary, made, {"user": str(user.pk)} | changes)


def _ended(member: Membership | None) -> Done[RecordRef] | None:
    if member is None:
        return None
    before = {name: {"before": value, "after": None} for name, value in _plain(member).items()}
    # Not member.delete(), which would take the id from the record that the log names.
    Membership.objects.filter(pk=member.pk).delete()
    summary = "A rule no longer holds, so a membership ended"
    return Done(ref_of(member, str(member.pk)), summary, member, {"user": str(member.user_id)} | before)


def _plain(member: Membership) -> dict[str, object]:
    return {"role": member.role, "positions": member.positions, "source": member.source}
