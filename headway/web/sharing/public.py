"""The pages behind a shared link: no sign-in, no way inside, and one answer to whatever does not open."""

from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from headway.core.context import Context
from headway.core.lists.export_text import MEDIA, Format
from headway.core.locales import locale_of, written_in
from headway.core.models import User
from headway.core.sharing.files import shared_file
from headway.core.sharing.models import ShareLink
from headway.core.sharing.opening import is_locked, link_opened, opening_count, password_try, unlock_mark
from headway.core.sharing.reading import Choice, Closed, shared_page
from headway.web.accounts.lock_out import client_ip
from headway.web.sharing.drawing import drawn

COOKIE, UNLOCKED_SECONDS = "shared", 12 * 3600
FORMATS: dict[str, Format] = {"csv": "csv", "json": "json"}
PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


# A visitor has no session that a foreign page could use, and a page that sends no referrer sends no origin either.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """What a link shows, or the question for its password; a POST answers that."""
    found = link_opened(secret, timezone.now())
    if found is None:
        return _gone(request)
    link, context = found
    if request.method == "POST":
        return _answered(request, link, secret, context.now)
    if not _is_unlocked(request, link):
        return _asked(request, link, context.now)
    return _shown(request, link, context, "sharing/shared.html")


@require_safe
def embedded(request: HttpRequest, secret: str) -> HttpResponse:
    """What a link shows inside a page of the sites that its maker named, and in no other."""
    found = link_opened(secret, timezone.now())
    if found is None or not found[0].is_embeddable or found[0].password:
        return _gone(request)
    link, context = found
    response = _shown(request, link, context, "sharing/embedded.html")
    if response.status_code == 200:
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.xframe_options_exempt = True  # frame-ancestors says it better
        response._csp_replace = {"frame-ancestors": link.origins}  # type: ignore[attr-defined]
    return response


@require_safe
def file(request: HttpRequest, secret: str, ending: str) -> HttpResponseBase:
    """What a link shows as a file."""
    found = link_opened(secret, timezone.now())
    if found is None or ending not in FORMATS or not _is_unlocked(request, found[0]):
        return _gone(request)
    link, context = found
    format_ = FORMATS[ending]
    try:
        parts = shared_file(link, context, format_, request.GET.get("sort", "")[:100])
    except Closed:
        return _gone(request)
    named = {"Content-Disposition": f'attachment; filename="list.{ending}"'}
    response = StreamingHttpResponse(parts, content_type=f"{MEDIA[format_][1]}; charset=utf-8", headers=named)
    return _kept_private(response)


def _shown(request: HttpRequest, link: ShareLink, context: Context, template: str) -> HttpResponse:
    choice = Choice(*(request.GET.get(name, "")[:20_000] for name in ("view", "sort", "after")))
    try:
        page = shared_page(link, context, choice)
    except Closed:
        return _gone(request)
    if request.method == "GET" and not request.GET:
        opening_count(link, context.now)
    # As the workspace writes dates, whoever made the link.
    with written_in(locale_of(User(), link.workspace)):
        content = {"drawn": drawn(page, request.get_host()), "now": context.now}
        return _kept_private(render(request, template, content))


def _answered(request: HttpRequest, link: ShareLink, secret: str, now: datetime) -> HttpResponse:
    """Try the password that was sent."""
    if not link.password:
        return _led_back(secret)
    tried = password_try(link, request.POST.get("password", "")[:200], client_ip(request), now)
    if tried == "locked":
        return _asked(request, link, now)
    if tried == "wrong":
        return _asked(request, link, now, wrong=True)
    response = _led_back(secret)
    response.set_cookie(
        COOKIE,
        unlock_mark(link),
        max_age=UNLOCKED_SECONDS,
        path=f"/s/{quote(secret)}/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _led_back(secret: str) -> HttpResponse:
    response = redirect("shared:shared", secret)
    response.status_code = 303
    return _kept_private(response)


def _is_unlocked(request: HttpRequest, link: ShareLink) -> bool:
    given = request.COOKIES.get(COOKIE, "")
    return not link.password or constant_time_compare(given, unlock_mark(link))


def _asked(request: HttpRequest, link: ShareLink, now: datetime, wrong: bool = False) -> HttpResponse:
    """The question for the password, or how long to wait. It tells nothing of what is behind."""
    seconds = int(settings.AXES_COOLOFF_TIME.total_seconds())
    locked = is_locked(link, client_ip(request), now)
    content = {"wrong": wrong, "locked": locked, "minutes": max(1, seconds // 60)}
    status = 429 if locked else 403 if wrong else 200
    response = _kept_private(render(request, "sharing/password.html", content, status=status))
    if locked:
        response.headers["Retry-After"] = str(seconds)
    return response


def _gone(request: HttpRequest) -> HttpResponse:
    """The same page for a link that never was, is over, was revoked, or shows nothing any more."""
    return _kept_private(render(request, "sharing/gone.html", status=404))


def _kept_private(response: HttpResponseBase) -> HttpResponse:
    for name, value in PRIVATE.items():
        response.headers[name] = value
    return response  # type: ignore[return-value]
