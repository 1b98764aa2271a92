"""One-time links by which a person sets a first password, or a new one, without any mail.

A link stands for the password that is set now: once another is set, or the person has signed in, it is void. So
no table is needed.
"""

from uuid import UUID

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from headway.core.models import User


class _Invitations(PasswordResetTokenGenerator):
    key_salt = "headway.core.invitations"


_TOKENS = _Invitations()


def invitation_path(user: User) -> str:
    """The path of the page where this person, and whoever else has the link, sets the password.

    It is good for the days of Django's PASSWORD_RESET_TIMEOUT, and for one use.
    """
    uid = urlsafe_base64_encode(force_bytes(str(user.pk)))
    return f"/accounts/set-password/{uid}/{_TOKENS.make_token(user)}/"


def invited(uid: str, token: str) -> User | None:
    """The person that a link was made for; None when it is void, used or made up."""
    try:
        key = UUID(urlsafe_base64_decode(uid).decode())
    except ValueError:
        return None
    user = User.objects.filter(pk=key, is_active=True).first()
    return user if user and _TOKENS.check_token(user, token) else None
