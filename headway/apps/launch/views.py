from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.apps.launch.answers import ReadinessList
from headway.apps.launch.models import Launch, Tier
from headway.core.context import Context
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask


@require_safe
@in_workspace
def launches(request: PageRequest, here: Context) -> HttpResponse:
    """What goes out; `?new=1` opens the form for one more."""
    opened = bool(request.GET.get("new"))
    return shown(
        request,
        "launch/launches.html",
        found=ask("launch.launch_list", chosen(request, "after", "status", "tier"), here),
        filters=chosen(request, "status", "tier"),
        statuses=Launch.Status.choices,
        tiers=Tier.choices,
        opened=opened,
        **(_choices(here) if opened else {}),
    )


@require_safe
@in_workspace
def launch(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """One launch with what has to be ready for it."""
    return shown(
        request,
        "launch/launch.html",
        detail=ask("launch.launch_show", {"ref": ref}, here),
        statuses=Launch.Status.choices,
        tiers=Tier.choices,
        **_choices(here),
    )


def _choices(here: Context) -> dict[str, Any]:
    """What the form of a launch offers."""
    return {
        "members": ask("core.member_list", {}, here),
        "templates": ask("launch.readiness_list", {}, here),
    }


@require_safe
@in_workspace
def readiness(request: PageRequest, here: Context) -> HttpResponse:
    """What has to be ready before launches; `?edit=RT-1` opens one template for writing."""
    found = ask("launch.readiness_list", chosen(request, "after", "tier"), here)
    assert isinstance(found, ReadinessList)
    edit = request.GET.get("edit", "")
    return shown(
        request,
        "launch/readiness.html",
        readiness=found,
        edited=next((one for one in found.rows if one.id == edit), None),
        tiers=Tier.choices,
    )


@require_safe
@in_workspace
def deprecations(request: PageRequest, here: Context) -> HttpResponse:
    """What is on its way out, and whom that hits; `?new=1` opens the form for one more."""
    found = ask("launch.deprecation_list", chosen(request, "after", "state"), here)
    opened = bool(request.GET.get("new"))
    return shown(request, "launch/deprecations.html", deprecations=found, opened=opened)
