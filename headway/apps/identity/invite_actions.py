"""Links by which somebody sets a password without any mail."""

from django.conf import settings
from pydantic import Field

from headway.apps.identity.inviting import refuse_taking_over
from headway.core.context import Context
from headway.core.invitations import invitation_path
from headway.core.member_actions import EMAIL, member_with
from headway.core.registry import SECRET, Answer, Done, Question, action
from headway.core.roles import ADMINS


class InviteMake(Question):
    email: str = Field(pattern=EMAIL, max_length=254)


class Invite(Answer):
    email: str
    link: str = Field(
        description="Path of a page of this installation, shown once: whoever opens it sets the password.",
        json_schema_extra=SECRET,
    )
    hours_valid: int


@action("identity.invite_make", roles=ADMINS)
def invite_make(context: Context, question: InviteMake) -> Done[Invite]:
    """Make a one-time link by which a member sets a password; hand it over yourself.

    An admin makes one for members who have no way in yet, an owner for others too, and both only where their
    word holds in every workspace of the person: whoever has the link can become that person.
    """
    member = member_with(context, question.email)
    refuse_taking_over(context, member)
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    answer = Invite(email=member.user.email, link=invitation_path(member.user), hours_valid=hours)
    changes = {"user": str(member.user_id), "hours_valid": hours}
    return Done(answer, "Made a link for a member to set a password", member, changes)
