from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.apps.launch.answers import LaunchDetail, LaunchRow, ReadinessList
from headway.apps.launch.models import Launch, Tier
from headway.core.context import Context
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask

OFFERED_MOST = 200


@require_safe
@in_workspace
def launches(request: PageRequest, here: Context) -> HttpResponse:
    """What goes out; `?new=1` opens the form for one more."""
    opened = bool(request.GET.get("new"))
    return shown(
        request,
        "launch/launches.html",
        found=ask("launch.launch_list", chosen(request, "after", "status", "tier", "release"), here),
        filters=chosen(request, "status", "tier", "release"),
        statuses=Launch.Status.choices,
        tiers=Tier.choices,
        opened=opened,
        **_people(here, opened),
        **(_choices(here) if opened else {}),
    )


@require_safe
@in_workspace
def launch(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """One launch with what has to be ready for it; `?change=1` opens its form."""
    detail = ask("launch.launch_show", {"ref": ref}, here)
    assert isinstance(detail, LaunchDetail)
    opened = bool(request.GET.get("change"))
    return shown(
        request,
        "launch/launch.html",
        detail=detail,
        statuses=Launch.Status.choices,
        tiers=Tier.choices,
        opened=opened,
        **_people(here, opened or bool(detail.items)),
        **(_choices(here, detail.launch) if opened else {}),
    )


def _people(here: Context, wanted: bool) -> dict[str, Any]:
    return {"members": ask("core.member_list", {}, here)} if wanted else {}


def _choices(here: Context, row: LaunchRow | None = None) -> dict[str, Any]:
    """What the form of a launch offers beside what the launch has."""
    has = {one.id for one in row.initiatives} | {one.id for one in row.releases} if row else set()
    found = {
        "candidates": ask("prioritisation.initiative_list", {"limit": OFFERED_MOST}, here),
        "releases": ask("launch.release_list", {"limit": OFFERED_MOST}, here),
    }
    others = {
        name: [one for one in answer.model_dump()["rows"] if one["id"] not in has]
        for name, answer in found.items()
    }
    return others | {"templates": ask("launch.readiness_list", {}, here)}


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
