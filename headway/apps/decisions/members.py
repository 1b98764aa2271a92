"""The members a record names: looked up by e-mail, shown by name."""

from collections.abc import Iterable

from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.models import Membership, User
from headway.core.registry import Answer


class MemberShown(Answer):
    """A member as records name them."""

    email: str
    name: str


def member(context: Context, email: str) -> User:
    """The member with this e-mail address. Raises NotFound."""
    return members(context, [email])[0]


def members(context: Context, emails: Iterable[str]) -> list[User]:
    """The members with these e-mail addresses, in that order, each once. Raises NotFound for the first unknown."""
    wanted = list(dict.fromkeys(email.strip().lower() for email in emails))
    found = rows(Membership, context).filter(user__email__in=wanted).select_related("user")
    by_email = {one.user.email: one.user for one in found}
    for email in wanted:
        if email not in by_email:
            raise NotFound(f"No member {email!r} in this workspace; core.member_list has them.")
    return [by_email[email] for email in wanted]


def shown(user: User | None) -> MemberShown | None:
    return MemberShown(email=user.email, name=str(user)) if user else None
