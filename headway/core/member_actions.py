"""Who belongs to a workspace, changed by people: in which role, with which positions, and no longer."""

from django.db.models import Q
from pydantic import Field

from headway.core.access import rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound, Refused
from headway.core.models import ApiToken, Membership, User
from headway.core.positions import MOST, Positions
from headway.core.registry import Done, Question, action
from headway.core.roles import ADMINS, Role

EMAIL = r"^[^@\s]+@[^@\s]+$"


class MemberSet(Question):
    email: str = Field(pattern=EMAIL, max_length=254)
    role: Role
    name: str = Field("", max_length=200)
    positions: Positions | None = Field(
        None,
        max_length=MOST,
        description="Positions with decision rights, such as director; unchanged if absent.",
    )


@action("core.member_set", roles=ADMINS)
def member_set(context: Context, question: MemberSet) -> Done[RecordRef]:
    """Give a person a role and positions in the workspace; one not known yet gets an account without a password.

    Only an owner may make an owner. The last owner keeps the role. What a rule gave is a person's decision
    from then on, and no rule changes it again.
    """
    if question.role == Role.OWNER and context.role != Role.OWNER:
        raise Refused("Only an owner may make somebody an owner.")
    email = question.email.lower()
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name=question.name)
    member = rows(Membership, context).filter(user=user).first()
    if member and member.role == Role.OWNER and question.role != Role.OWNER:
        _refuse_last_owner(context, member)
    before = (member.role, member.positions) if member else (None, None)
    _refuse_own_rise(context, user, question, before)
    member = member or Membership(workspace=context.workspace, user=user, created_at=context.now)
    member.role, member.source = question.role.value, ""
    if question.positions is not None:
        member.positions = question.positions
    member.save()
    changes = {"user": str(user.pk), "role": {"before": before[0], "after": member.role}}
    if (before[1] or []) != member.positions:
        changes["positions"] = {"before": before[1], "after": member.positions}
    return Done(ref_of(member, email), f"Made a member {question.role.label.lower()}", member, changes)


def _refuse_own_rise(
    context: Context, user: User, question: MemberSet, before: tuple[str | None, list[str] | None]
) -> None:
    """Decision rights come with role and positions, so whoever is no owner gets both from somebody else."""
    wanted = question.positions if question.positions is not None else before[1]
    if user == context.actor and context.role != Role.OWNER and (question.role.value, wanted) != before:
        raise Refused("Nobody but an owner changes their own role or positions; ask another admin.")


class MemberRemove(Question):
    email: str = Field(pattern=EMAIL, max_length=254)


@action("core.member_remove", roles=ADMINS, destructive=True)
def member_remove(context: Context, question: MemberRemove) -> Done[RecordRef]:
    """End a person's membership and the API tokens that stand for it; the account and its work stay.

    Only an owner may remove an owner, and the last owner stays. Whom a rule brings in comes back at the next
    sign-in; take them out of the group, or the rule away.
    """
    member = member_with(context, question.email)
    if member.role == Role.OWNER:
        _refuse_last_owner(context, member)
    tokens = ApiToken.objects.filter(Q(expires_at=None) | Q(expires_at__gt=context.now), revoked_at=None)
    changes = {
        "user": str(member.user_id),
        "role": {"before": member.role, "after": None},
        "positions": {"before": member.positions, "after": None},
        "tokens_ended": tokens.filter(membership=member).count(),
    }
    # Not member.delete(), which would take the id from the record that the log names.
    Membership.objects.filter(pk=member.pk).delete()
    return Done(ref_of(member, question.email.lower()), "Removed a member", member, changes)


def member_with(context: Context, email: str) -> Membership:
    """The member with that address. Raises NotFound in the same words for whoever is no member."""
    found = rows(Membership, context).select_related("user").filter(user__email=email.lower()).first()
    if found is None:
        raise NotFound(f"Nobody with the address {email!r} is a member; core.member_list has them.")
    return found


def _refuse_last_owner(context: Context, member: Membership) -> None:
    if context.role != Role.OWNER:
        raise Refused("Only an owner may change an owner's role.")
    # An owner who cannot sign in helps nobody.
    others = rows(Membership, context).filter(role=Role.OWNER, user__is_active=True).exclude(pk=member.pk)
    if not others.exists():
        raise Invalid("This is the last owner; make somebody else an owner first.")
