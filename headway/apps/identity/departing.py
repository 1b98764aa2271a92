"""A person leaves, as the directory says: signed out everywhere, keys useless, places by rule gone; or returns."""

from headway.apps.identity.directory import Directory
from headway.apps.identity.joining import locked, settle
from headway.core import activity
from headway.core.context import Context
from headway.core.errors import Refused
from headway.core.models import ApiToken, Membership, User, Workspace
from headway.core.owners import owned_alone
from headway.core.registry import Answer, Done
from headway.core.roles import Role
from headway.core.sessions import sessions_end


def deactivate(directory: Directory, user: User) -> dict[str, int]:
    """Close an account within the transaction of a write; what ended, counted.

    What people decided stays: memberships by hand are there when the person returns, without their tokens.
    Raises Refused for the last owner of a workspace, who has to get in when the directory fails.
    """
    workspaces = locked(Membership.objects.filter(user=user).values_list("workspace", flat=True))
    refuse_last_owner(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    revoked = sum(_tokens_revoked(directory, user, workspace) for workspace in workspaces)
    settle(user, None, directory.now, "scim", directory.actor)
    return {"sessions_ended": sessions_end(user, directory.now), "tokens_revoked": revoked}


def activate(directory: Directory, user: User) -> None:
    """Open an account again; what rules give now, the person has again."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    settle(user, None, directory.now, "scim", directory.actor)


def refuse_last_owner(user: User) -> None:
    """Raise Refused where a workspace has no other owner who can sign in."""
    if user.is_active and owned_alone(user):
        raise Refused(
            "This person is the last owner of a workspace, whom no directory may lock out or rename; "
            "let somebody else be an owner first."
        )


def _tokens_revoked(directory: Directory, user: User, workspace: Workspace) -> int:
    """Revoke a person's tokens in one workspace, and say in its log what happened."""
    member = Membership.objects.get(workspace=workspace, user=user)
    count = ApiToken.objects.filter(membership=member, revoked_at=None).update(revoked_at=directory.now)
    changes = {"user": str(user.pk), "active": {"before": True, "after": False}, "tokens_revoked": count}
    done = Done(Answer(), "The directory deactivated a member", member, changes)
    context = Context(workspace, directory.actor, Role.VIEWER, "scim", directory.now)
    activity.append(context, "identity.person_deactivate", done)
    return count
