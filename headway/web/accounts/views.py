"""The pages of signing in that django-allauth does not bring, or not this strictly."""

from typing import Any, cast

from allauth.account.views import LoginView
from allauth.core import ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from headway.core.invitations import invited
from headway.core.models import User
from headway.web.accounts.account_adapter import may_sign_in_locally
from headway.web.accounts.audit import note


class SignIn(LoginView):
    """The way in: single sign-on where there is any, and a password where that is open."""

    is_local = False

    def post(self, request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
        if settings.SSO_ONLY and not self.is_local:
            return render(request, "account/sso_only.html", status=403)
        response: HttpResponse = super().post(request, *parts, **named)
        return response

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**named)
        return found | {
            "is_local": self.is_local,
            "takes_password": self.is_local or not settings.SSO_ONLY,
            "next": self.request.POST.get("next", self.request.GET.get("next", "")),
        }


class SignInLocal(SignIn):
    """The way in when the identity provider is down: owners only, where single sign-on is the rule."""

    is_local = True


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def set_password(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Where an invitation leads to."""
    if limited := ratelimit.consume_or_429(request, action="reset_password_from_key"):
        return cast(HttpResponse, limited)
    user = invited(uid, token)
    if user is None:
        return render(request, "account/invitation_void.html", status=404)
    if not may_sign_in_locally(user):
        return render(request, "account/sso_only.html", status=403)
    form = SetPasswordForm(user, request.POST or None)
    if not form.is_valid():
        return render(request, "account/set_password.html", {"form": form, "person": user})
    form.save()
    note("password_change", "Set a password by an invitation", actor=user)
    messages.success(request, "Your password is set. Sign in with it.")
    return redirect("web:sign-in")


@require_POST
@login_required
def session_end(request: HttpRequest, number: int) -> HttpResponse:
    """End one of one's own sessions."""
    found = UserSession.objects.filter(user=cast(User, request.user), pk=number).first()
    if found is not None and not found.is_current():
        found.end()
        note("session_end", "Ended another session of one's own", actor=cast(User, request.user))
        messages.success(request, "The session is ended.")
    return redirect("usersessions_list")


class Factors(IndexView):
    """What one's second factors are, and whether one is missing."""

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**named)
        return found | {"must_have_factor": settings.REQUIRE_MFA}


class PasskeyRemove(RemoveWebAuthnView):
    """Remove a passkey, unless it is the last second factor where everybody needs one."""

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = get_adapter()
        if adapter.can_delete_authenticator(self.get_object()):
            response: HttpResponse = super().form_valid(form)
            return response
        messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
        return redirect("mfa_list_webauthn")
