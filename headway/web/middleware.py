"""Headers that tell a browser what a Headway page may do; django-csp and Django itself write the others."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from headway.core.errors import Refused

HEADERS = {
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), browsing-topics=(), "
        "publickey-credentials-create=(self), publickey-credentials-get=(self)"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    # What has no word of its own on this is for one person, now.
    "Cache-Control": "no-store",
}
PROGRAM_PATHS = ("/api/", "/scim/")


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Add to every answer what a browser must not do with it."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if _ends_session(response):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return respond


def _ends_session(response: HttpResponse) -> bool:
    cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie is not None and cookie["max-age"] == 0


def programs_over_https(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse a program that speaks plain HTTP where HTTPS is the rule; pages are led on by Django."""

    def respond(request: HttpRequest) -> HttpResponse:
        plain = settings.SECURE_SSL_REDIRECT and not request.is_secure()
        if not plain or not request.path.startswith(PROGRAM_PATHS):
            return get_response(request)
        problem = Refused("Use https:// here; a token sent without it can be read on the way.").problem()
        return JsonResponse(problem, status=403, content_type="application/problem+json")

    return respond
