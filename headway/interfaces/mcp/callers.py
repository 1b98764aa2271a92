"""Where a call over HTTP comes from, so that whoever tries tokens has to wait, as at the API."""

from contextvars import ContextVar

from django.conf import settings
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from headway.core.errors import TooMany
from headway.interfaces.mcp.server import in_thread
from headway.interfaces.problems import MEDIA_TYPE, problem_json
from headway.web.accounts.bad_tokens import WINDOW_SECONDS, refuse_many

CALLER: ContextVar[str] = ContextVar("caller", default="127.0.0.1")


class Callers:
    """Keeps the caller's address for the check of the token, and answers those who sent too many wrong ones."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        CALLER.set(address_of(scope))
        try:
            await in_thread(refuse_many, CALLER.get())
        except TooMany as error:
            await _refusal(error)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def address_of(scope: Scope) -> str:
    """The caller's address: behind a proxy what the proxy adds last, since only that cannot be made up."""
    forwarded = Headers(scope=scope).get("x-forwarded-for", "") if settings.BEHIND_PROXY else ""
    client = scope.get("client") or ("127.0.0.1", 0)
    return forwarded.rpartition(",")[2].strip() or str(client[0])


def _refusal(error: TooMany) -> Response:
    headers = {"Retry-After": str(WINDOW_SECONDS), "Cache-Control": "no-store"}
    return Response(problem_json(error), error.status, headers, MEDIA_TYPE)
