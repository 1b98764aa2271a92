"""The way in, the day's page, and what happened."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from headway.apps.prioritisation.answers import InitiativeList
from headway.core import access
from headway.core.context import Context
from headway.core.models import User
from headway.core.pages import PageRequest, asked, chosen, in_workspace, shown
from headway.core.perform import ask


class SignIn(LoginView):
    template_name = "web/sign_in.html"
    redirect_authenticated_user = True


@require_safe
@login_required
def root(request: HttpRequest) -> HttpResponseBase:
    """To the workspace the person last worked in."""
    member = access.memberships(cast(User, request.user)).first()
    return redirect("web:home", member.workspace.slug) if member else render(request, "web/nowhere.html")


@require_safe
@in_workspace
def home(request: PageRequest, here: Context) -> HttpResponse:
    """What needs a decision today, and what moved."""
    initiatives = ask("prioritisation.initiative_list", {"limit": 5}, here)
    assert isinstance(initiatives, InitiativeList)
    return shown(
        request,
        "web/home.html",
        problems=ask("discovery.problem_list", {"limit": 5}, here),
        initiatives=initiatives,
        scale=max((row.score.p90 or 0 for row in initiatives.rows), default=0),
        plan=asked("roadmap.plan_detail", {"ref": "latest"}, here),
        prds=asked("requirements.prd_list", {}, here),
        imports=ask("core.import_list", {"limit": 5}, here),
        jobs=ask("core.job_list", {"limit": 1}, here),
        activity=ask("core.activity_list", {"limit": 8}, here),
    )


@require_safe
@in_workspace
def activity(request: PageRequest, here: Context) -> HttpResponse:
    """What happened, the latest first; `?verify=1` walks the whole chain."""
    if request.GET.get("verify"):
        return shown(request, "web/verified.html", "mark", verdict=ask("core.audit_verify", {}, here))
    question = chosen(request, "after", "subject_kind", "subject_id")
    return shown(request, "web/activity.html", log=ask("core.activity_list", question, here))
