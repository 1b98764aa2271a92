"""The owners of workspaces: in whose name timers work, and who must not be the last to go."""

from datetime import datetime

from headway.core.access import enter
from headway.core.context import Context
from headway.core.models import Membership, User, Workspace
from headway.core.roles import Role


def owner_of(workspace: Workspace) -> User | None:
    """The owner of longest standing who can sign in; None where there is none."""
    owners = Membership.objects.filter(workspace=workspace, role=Role.OWNER, user__is_active=True)
    first = owners.select_related("user").order_by("created_at", "id").first()
    return first.user if first else None


def enter_for_owner(workspace: Workspace, now: datetime) -> Context | None:
    """The context of background work that nobody asked for, in the name of an owner; None where there is none."""
    owner = owner_of(workspace)
    return enter(owner, workspace.slug, "job", now) if owner else None


def owned_alone(user: User) -> list[str]:
    """The workspaces, by slug, in which the person is an owner and no other owner can sign in."""
    others = Membership.objects.filter(role=Role.OWNER, user__is_active=True).exclude(user=user)
    owned = Membership.objects.filter(user=user, role=Role.OWNER)
    alone = owned.exclude(workspace__in=others.values("workspace"))
    return list(alone.order_by("workspace__slug").values_list("workspace__slug", flat=True))
