"""The way in and the day's page."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from headway.apps.prioritisation.answers import InitiativeList
from headway.core import access
from headway.core.context import Context
from headway.core.models import User
from headway.core.pages import PageRequest, in_workspace, shown
from headway.core.perform import ask
from headway.core.roles import MAKERS


@require_safe
@login_required
def root(request: HttpRequest) -> HttpResponseBase:
    """To the workspace the person last worked in."""
    member = access.memberships(cast(User, request.user)).first()
    return redirect("web:home", member.workspace.slug) if member else render(request, "web/nowhere.html")


@require_safe
@in_workspace
def home(request: PageRequest, here: Context) -> HttpResponse:
    """The first steps, the heaviest problems and the plan; the rest comes a moment later."""
    return shown(
        request,
        "web/home.html",
        problems=ask("discovery.problem_list", {"limit": 5}, here),
        plans=ask("roadmap.plan_list", {"limit": 1}, here),
        steps=ask("briefing.first_steps", {}, here) if here.role in MAKERS else None,
    )


@require_safe
@in_workspace
def home_initiatives(request: PageRequest, here: Context) -> HttpResponse:
    found = ask("prioritisation.initiative_list", {"limit": 5}, here)
    assert isinstance(found, InitiativeList)
    scale = max((row.score.p90 or 0 for row in found.rows), default=0)
    return shown(request, "web/home_initiatives.html", initiatives=found, scale=scale)


@require_safe
@in_workspace
def home_documents(request: PageRequest, here: Context) -> HttpResponse:
    """The latest documents and what happened; both end the column, so that nothing moves when they come."""
    return shown(
        request,
        "web/home_documents.html",
        prds=ask("requirements.prd_list", {"limit": 5}, here),
        activity=ask("core.activity_list", {"limit": 8, "outcomes": ["done", "pending"]}, here),
    )
