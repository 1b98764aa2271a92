"""What the libraries tell that happened to an account goes into the log."""

import time
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from headway.core.models import User
from headway.web.accounts.audit import note, note_refusal
from headway.web.accounts.middleware import BEGAN, SEEN


@receiver(user_logged_in)
def session_begun(request: HttpRequest, **_: Any) -> None:
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


@receiver(user_locked_out)
def locked_out(**_: Any) -> None:
    note_refusal("lock_out", "Locked an account for one place after too many failed sign-ins")


@receiver(password_changed)
@receiver(password_set)
@receiver(password_reset)
def password_new(user: User, **_: Any) -> None:
    note("password_change", "Set a new password; other sessions ended", actor=user)


@receiver(authenticator_added)
def factor_added(user: User, authenticator: Authenticator, **_: Any) -> None:
    note("factor_add", f"Added a second factor: {_word(authenticator)}", actor=user)


@receiver(authenticator_removed)
def factor_removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    note("factor_remove", f"Removed a second factor: {_word(authenticator)}", actor=user)


@receiver(authenticator_reset)
def codes_new(user: User, **_: Any) -> None:
    note("factor_add", "Made new recovery codes", actor=user)


@receiver(authentication_failed)
def factor_failed(user: User, authenticator: Authenticator, **_: Any) -> None:
    note_refusal("sign_in", f"A second factor was wrong: {_word(authenticator)}", user=str(user.pk))


def _word(authenticator: Authenticator) -> str:
    words = {"totp": "authenticator app", "webauthn": "passkey", "recovery_codes": "recovery codes"}
    return words[authenticator.type]
