"""How long a session lasts, and whether it needs a second factor."""

import time
from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from headway.core.errors import Refused
from headway.core.models import User
from headway.web.accounts.audit import note
from headway.web.accounts.mfa_adapter import FACTORS

BEGAN, SEEN = "session_began", "session_seen"
SEEN_EVERY_SECONDS = 60
# What somebody without a second factor may still reach.
# Shared links open without an account, so having one must not close them.
OPEN_PATHS = ("/accounts/", "/sign-in/", "/sign-out/", "/s/")

Respond = Callable[[HttpRequest], HttpResponse]


def session_lifetime(get_response: Respond) -> Respond:
    """End a session that nobody used for a while, or that is old; note once a minute that it is in use."""

    def respond(request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            _aged(request, request.user, int(time.time()))
        return get_response(request)

    return respond


def _aged(request: HttpRequest, user: User, now_s: int) -> None:
    began = request.session.setdefault(BEGAN, now_s)
    seen = request.session.get(SEEN, began)
    if now_s - seen > settings.SESSION_IDLE_SECONDS or now_s - began > settings.SESSION_COOKIE_AGE:
        logout(request)
        note("session_end", "A session ended after its time", actor=user)
    elif now_s - seen >= SEEN_EVERY_SECONDS:
        request.session[SEEN] = now_s
        UserSession.objects.filter(session_key=request.session.session_key).update(
            last_seen_at=timezone.now()
        )


def second_factor(get_response: Respond) -> Respond:
    """Where everybody needs a second factor, lead who has none to the page where one is set up.

    Who came by single sign-on showed it to the identity provider.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_MFA and not request.path.startswith(OPEN_PATHS) and _lacks_one(request):
            return _sent_to_set_up(request)
        return get_response(request)

    return respond


def _lacks_one(request: HttpRequest) -> bool:
    if not isinstance(request.user, User):
        return False
    records = get_authentication_records(request, request.user)
    if any(record["method"] == "socialaccount" for record in records):
        return False
    return not Authenticator.objects.filter(user=request.user, type__in=FACTORS).exists()


def _sent_to_set_up(request: HttpRequest) -> HttpResponse:
    if not request.path.startswith("/api/"):
        return redirect("mfa_index")
    problem = Refused("Set up a second factor first, under Settings and Your sign-in.").problem()
    return JsonResponse(problem, status=403, content_type="application/problem+json")
