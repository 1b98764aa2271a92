"""Who calls the API: the holder of a token, or a browser that is signed in."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer, SessionAuth

from headway.core.access import enter, enter_by_token
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.models import User
from headway.web.accounts import bad_tokens

WORKSPACE_HEADER = "Headway-Workspace"


class Token(HttpBearer):
    """An API token; it stands for one person in one workspace."""

    def authenticate(self, request: HttpRequest, token: str) -> Context:
        with bad_tokens.counted(request):
            context = enter_by_token(token.strip(), "api", timezone.now())
        asked = request.headers.get(WORKSPACE_HEADER)
        if asked and asked != context.workspace.slug:
            raise NotFound(f"No workspace {asked!r} that this token opens.")
        return context


class Session(SessionAuth):
    """The session of a browser; it must send the CSRF token as well."""

    def __call__(self, request: HttpRequest) -> Context | None:
        # Without a session there is nothing to protect, and "sign in" says more than "CSRF failed".
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        found: Context | None = super().__call__(request)
        return found

    def authenticate(self, request: HttpRequest, key: str | None) -> Context | None:
        if not isinstance(request.user, User):
            return None
        return enter(request.user, request.headers.get(WORKSPACE_HEADER), "api", timezone.now())
