"""After too many wrong passwords for one account from one place, that place waits."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac


def client_ip(request: HttpRequest) -> str:
    """Where a request comes from: behind a proxy what the proxy adds last, since only that cannot be made up."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR") or "127.0.0.1"


def account_key(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """What stands for an account while failures are counted: no address is kept."""
    given = credentials or {}
    name = given.get("email") or given.get("login") or given.get("username") or request.POST.get("login", "")
    return salted_hmac("headway.lock_out", str(name).strip().lower(), algorithm="sha256").hexdigest()


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """The page that says how long to wait."""
    seconds = int(settings.AXES_COOLOFF_TIME.total_seconds())
    page = render(request, "account/locked.html", {"minutes": seconds // 60}, status=429)
    page.headers["Retry-After"] = str(seconds)
    return page
