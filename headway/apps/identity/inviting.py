"""Whom one may give a link to set a password. Whoever has the link can become that person, so this is kept tight.

An admin of one workspace must not come by it into another, nor above the own role, nor into the name of
somebody who decides things here.
"""

from django.conf import settings

from headway.core.context import Context
from headway.core.errors import Invalid, Refused
from headway.core.models import Membership, User
from headway.core.roles import ADMINS, Role

NOT_YOURS = (
    "You may not make a link for this person, who has more than you can give: another place, a higher role, or "
    "a way in already. They get a new password by mail, or from an owner of all their workspaces."
)


def refuse_taking_over(context: Context, member: Membership) -> None:
    """Raise Refused or Invalid unless the person may be given a link by the asking one.

    Each workspace of the person must be one where the asking one stands above: an owner above all, an admin
    above everybody but owners and admins. Who has a way in already is for owners alone, and never by an API token.
    """
    user = member.user
    if user == context.actor:
        raise Invalid("Field email: your own password is set under Settings, Your sign-in.")
    if not user.is_active:
        raise Invalid("Field email: this account is closed; a link would open nothing.")
    if settings.SSO_ONLY and not Membership.objects.filter(user=user, role=Role.OWNER).exists():
        raise Invalid("Field email: only single sign-on is open here, so there is no password to set.")
    needed = frozenset({Role.OWNER}) if _has_a_way_in(user) else ADMINS
    if (context.by_token and _has_a_way_in(user)) or not _stands_above(context.actor, user, needed):
        raise Refused(NOT_YOURS)


def _has_a_way_in(user: User) -> bool:
    return user.has_usable_password() or user.last_login is not None


def _stands_above(actor: User, user: User, needed: frozenset[Role]) -> bool:
    own = dict(Membership.objects.filter(user=actor).values_list("workspace", "role"))
    places = Membership.objects.filter(user=user).values_list("workspace", "role")
    return all(_is_above(own.get(workspace), role, needed) for workspace, role in places)


def _is_above(own: str | None, role: str, needed: frozenset[Role]) -> bool:
    return own == Role.OWNER or (own in needed and role not in ADMINS)
