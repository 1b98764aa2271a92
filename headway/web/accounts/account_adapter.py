"""How django-allauth signs people in here: no sign-up, one address each, and every attempt in the log."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from headway.core.models import Membership, User
from headway.core.roles import Role
from headway.web.accounts.audit import note, note_refusal
from headway.web.accounts.lock_out import client_ip

log = logging.getLogger(__name__)
SILENT = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


def may_sign_in_locally(user: User) -> bool:
    """Whether a password or a passkey is enough; where only single sign-on is open, for owners alone."""
    return not settings.SSO_ONLY or Membership.objects.filter(user=user, role=Role.OWNER).exists()


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail and the password do not belong together.",  # nosec B105 # a sentence, no secret
        "incorrect_password": "This is not your password.",  # nosec B105 # a sentence, no secret
        "enter_current_password": "This is not your present password.",  # nosec B105 # a sentence, no secret
        "incorrect_code": "This code is not right, or it was used already.",
        "too_many_login_attempts": "Too many wrong attempts; wait ten minutes.",
        "rate_limited": "Too many attempts; wait a minute.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_ip(request)

    def pre_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse | None:
        """Stop who may come in by single sign-on only."""
        if _by_sso(login) or may_sign_in_locally(user):
            refusal: HttpResponse | None = super().pre_login(request, user, **login)
            return refusal
        note_refusal("sign_in", "Refused a local sign-in: only single sign-on is open", user=str(user.pk))
        return render(request, "account/sso_only.html", status=403)

    def post_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **login)
        by_sso = _by_sso(login)
        if by_sso:
            provider = login["signal_kwargs"]["sociallogin"].account.provider
            note("sign_in", "Signed in by single sign-on", actor=user, provider=provider)
        elif settings.SSO_ONLY:
            log.warning("Break-glass sign-in by the owner %s, past single sign-on", user.pk)
            note("break_glass", "Signed in locally although only single sign-on is open", actor=user)
        else:
            note("sign_in", "Signed in", actor=user)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        known = User.objects.filter(email=str(credentials.get("email", "")).lower()).first()
        # Who is locked out is told apart, and noted once.
        if not getattr(request, "axes_locked_out", False):
            note_refusal("sign_in", "A sign-in failed", user=str(known.pk) if known else None)

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            note("sign_out", "Signed out", actor=user)

    def reauthenticate(self, user: User, password: str) -> bool:
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        if user.is_active and may_sign_in_locally(user):
            super().send_password_reset_mail(user, user.email, context)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User | AnonymousUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person what changed. The change is made already, so that a broken mail server undoes nothing."""
        if not isinstance(user, User):
            return
        try:
            super().send_notification_mail(template_prefix, user, context, email or user.email)
        except (OSError, SMTPException):
            log.exception("A mail about a changed account could not be sent")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *parts: Any, **named: Any
    ) -> None:
        if message_template not in SILENT:
            super().add_message(request, level, message_template, *parts, **named)


def _by_sso(login: dict[str, Any]) -> bool:
    return "sociallogin" in (login.get("signal_kwargs") or {})
