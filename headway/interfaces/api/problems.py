"""Whatever goes wrong in the API, as a problem document."""

import logging

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled

from headway.core.errors import HeadwayError, NotFound, Refused, SignInNeeded, TooMany
from headway.interfaces.problems import MEDIA_TYPE, Broken, TooLarge, problem_json

log = logging.getLogger(__name__)
PROBLEMS: dict[type[Exception], HeadwayError] = {
    AuthenticationError: SignInNeeded("Send an API token in the header Authorization: Bearer hw_..."),
    Throttled: TooMany("Too many requests in a minute; wait as long as Retry-After says."),
    RequestDataTooBig: TooLarge("The body is larger than the API takes; send it in parts or import a file."),
    Http404: NotFound("There is nothing at this address."),
    # The one other refusal of django-ninja itself.
    HttpError: Refused("The CSRF token is missing or wrong; send it in the header X-CSRFToken."),
}


def response_to(error: HeadwayError) -> HttpResponse:
    response = HttpResponse(problem_json(error), status=error.status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    if error.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Headway"'
    if error.status == 405:
        response["Allow"] = "POST"
    return response


def handle(api: NinjaAPI) -> None:
    """Make every failure of a request in the API a problem document."""
    # Those that django-ninja has answers of its own for must be named, or its answers win.
    for kind in (Exception, HttpError, Http404):
        api.add_exception_handler(kind, _handler)


def _handler(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    assert isinstance(error, Exception)
    return response_to(_as_problem(error))


def _as_problem(error: Exception) -> HeadwayError:
    if isinstance(error, HeadwayError):
        return error
    for kind, problem in PROBLEMS.items():
        if isinstance(error, kind):
            return problem
    log.error("A request to the API failed", exc_info=error)
    return Broken("Headway failed to answer; nothing was changed. The log of the server has the reason.")


def unknown_address(request: HttpRequest, rest: str = "") -> HttpResponse:
    """The answer for every address below /api/ that does not exist."""
    return response_to(
        NotFound("There is nothing at this address; the API is described at /api/v1/openapi.json.")
    )
