"""Who belongs here, the keys to the API, and how the pages look."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from headway.core.context import Context
from headway.core.pages import PageRequest, in_workspace, shown
from headway.core.perform import ask, perform
from headway.core.registry import entry_named
from headway.core.roles import ADMINS, Role
from headway.web.views.doing import payload


@require_safe
@in_workspace
def settings(request: PageRequest, here: Context) -> HttpResponse:
    return _shown(request, here)


@require_POST
@in_workspace
def token_new(request: PageRequest, here: Context) -> HttpResponse:
    """Make a token and show its secret once: without a redirect and without an idempotency key, which would
    keep the secret."""
    question = payload(entry_named("core.token_create", "action"), request.POST)
    return _shown(request, here, made=perform("core.token_create", question, here))


def _shown(request: PageRequest, here: Context, **more: Any) -> HttpResponse:
    members = ask("core.member_list", {}, here)
    tokens = ask("core.token_list", {}, here) if here.role in ADMINS else None
    workspaces = ask("core.workspace_list", {}, here)
    response = shown(
        request,
        "web/settings.html",
        members=members,
        tokens=tokens,
        roles=list(Role),
        workspaces=workspaces,
        **more,
    )
    response.headers["Cache-Control"] = "no-store"
    return response
