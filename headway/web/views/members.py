"""Who belongs to the workspace, and by which rules people come in."""

from collections.abc import Collection
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from headway.core.context import Context
from headway.core.pages import PageRequest, in_workspace, shown
from headway.core.perform import ask, perform
from headway.core.registry import entry_named
from headway.core.roles import ADMINS, Role
from headway.web.views.doing import payload
from headway.web.views.settings import kept_out


@require_safe
@in_workspace
def members(request: PageRequest, here: Context) -> HttpResponse:
    return _members(request, here)


@require_POST
@in_workspace
def invite_new(request: PageRequest, here: Context) -> HttpResponse:
    """Make a link and show it once, as with a key."""
    question = payload(entry_named("identity.invite_make", "action"), request.POST)
    made: Any = perform("identity.invite_make", question, here)
    return _members(request, here, made=made, link=request.build_absolute_uri(made.link))


@require_safe
@in_workspace
def rules(request: PageRequest, here: Context) -> HttpResponse:
    return kept_out(
        shown(
            request,
            "web/settings_rules.html",
            rules=ask("identity.rule_list", {}, here),
            directory=ask("identity.directory_show", {}, here),
            roles=[role for role in Role if role != Role.OWNER],
            domain_roles=[role for role in Role if role not in ADMINS],
            positions=_positions(here),
        )
    )


def _members(request: PageRequest, here: Context, **more: Any) -> HttpResponse:
    listed: Any = ask("core.member_list", {}, here)
    held = {name for one in listed.rows for name in one.positions}
    return kept_out(
        shown(
            request,
            "web/settings_members.html",
            members=listed,
            roles=list(Role),
            positions=_positions(here, held),
            **more,
        )
    )


def _positions(here: Context, held: Collection[str] = ()) -> dict[str, str]:
    """What the positions of the policy are called; those that it does not know by their names."""
    matrix: Any = ask("governance.rights_matrix", {}, here)
    known = {one.name: one.label for one in matrix.positions}
    return known | {name: name for name in sorted(held) if name not in known}
