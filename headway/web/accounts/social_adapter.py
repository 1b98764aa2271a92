"""Who comes in by an identity provider: an account that is linked, whose address it vouches for, or a new one."""

import logging
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone

from headway.apps.identity.joining import join_by_rules, may_join
from headway.core.models import User
from headway.web.accounts.audit import note, note_refusal
from headway.web.accounts.claims import Claims

log = logging.getLogger(__name__)
WORDS = {
    "no_account": "Nobody has invited this address to Headway yet. Ask an admin of your workspace to add you.",
    "unverified": "Your identity provider does not vouch for your e-mail address, so Headway cannot know you by it.",
    "other_person": "This address belongs to an account that another person of your identity provider uses.",
    "inactive": "Your account is not active; ask an admin.",
    "replayed": "This answer of your identity provider was used before. Sign in again.",
    "unsolicited": "This sign-in was not begun here. Begin it on this page.",
    "cancelled": "You stopped the sign-in at your identity provider.",
}
OTHERWISE = (
    "Headway could not trust the answer of your identity provider, so nothing was done. "
    "Try again; if it stays, tell an admin."
)


SAML_REASONS = (
    ("not signed", "unsigned"),
    ("No Signature", "unsigned"),
    ("Signature", "signature"),
    ("audience", "audience"),
    ("issuer", "issuer"),
    ("expired", "expired"),
    ("Timing", "expired"),
)


def refuse(request: HttpRequest, provider: str, reason: str, actor: User | None = None) -> NoReturn:
    """Stop a single sign-on: a row in the log, and a page that says why."""
    log.warning("Single sign-on by %s refused: %s", provider, reason)
    summary = f"Refused a single sign-on: {reason.replace('_', ' ')}"
    note_refusal("sso", summary, actor=actor, provider=provider, reason=reason)
    words = {"words": WORDS.get(reason, OTHERWISE), "reason": reason}
    raise ImmediateHttpResponse(render(request, "socialaccount/authentication_error.html", words, status=403))


class SocialAdapter(DefaultSocialAccountAdapter):
    def get_requests_session(self) -> Any:
        """A session that goes to the configured address and is led to no other."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str = AuthError.UNKNOWN,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        # Some providers forget the state when a person says no.
        if error == AuthError.CANCELLED or request.GET.get("error") == "access_denied":
            refuse(request, provider.sub_id, "cancelled")
        refuse(request, provider.sub_id, _reason(exception, extra_context or {}))

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find or make the account, link it, and give it its places; or stop with the reason."""
        claims: Claims = sociallogin.claims
        is_linked = sociallogin.is_existing
        user = sociallogin.user if is_linked else _known(claims)
        if reason := _refusal(claims, user, is_linked):
            refuse(request, claims.provider, reason, user)
        with transaction.atomic():
            found = user or _made(claims)
            if not is_linked:
                sociallogin.connect(request, found)
                note(
                    "sso_link",
                    "Linked an account to an identity provider",
                    actor=found,
                    provider=claims.provider,
                )
            join_by_rules(found, claims.groups, timezone.now())


def _reason(exception: Exception | None, context: dict[str, Any]) -> str:
    """One word for what was wrong; what the provider wrote itself is not kept."""
    if exception:
        return str(getattr(exception, "reason", "unreachable"))
    said = str(context.get("saml_last_error_reason") or "")
    found = next((word for part, word in SAML_REASONS if part in said), "untrusted")
    # Without a state the answer belongs to no question of this browser.
    return "unsolicited" if "state_id" in context else found


def _known(claims: Claims) -> User | None:
    """The account with the address, where the provider vouches for it."""
    return User.objects.filter(email=claims.email).first() if claims.email and claims.is_verified else None


def _refusal(claims: Claims, user: User | None, is_linked: bool) -> str:
    if user and not user.is_active:
        return "inactive"
    if is_linked:
        return ""
    if not claims.email or not claims.is_verified:
        return "unverified"
    if user is None:
        return "" if may_join(claims.email) else "no_account"
    # An address that was given to somebody new must not open the account of who had it before.
    is_taken = SocialAccount.objects.filter(user=user, provider=claims.provider).exists()
    return "other_person" if is_taken else ""


def _made(claims: Claims) -> User:
    user = User.objects.create_user(claims.email, None, claims.name)
    note(
        "account_make",
        "Made an account for somebody whose domain may join",
        actor=user,
        provider=claims.provider,
    )
    return user
