from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.apps.launch.answers import ReadinessList
from headway.apps.launch.models import ReadinessTemplate
from headway.core.context import Context
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask


@require_safe
@in_workspace
def launches(request: PageRequest, here: Context) -> HttpResponse:
    """What has to be ready before launches; `?edit=RT-1` opens one template for writing."""
    readiness = ask("launch.readiness_list", chosen(request, "after", "tier"), here)
    assert isinstance(readiness, ReadinessList)
    edit = request.GET.get("edit", "")
    return shown(
        request,
        "launch/launches.html",
        readiness=readiness,
        edited=next((one for one in readiness.rows if one.id == edit), None),
        tiers=ReadinessTemplate.Tier.choices,
    )


@require_safe
@in_workspace
def deprecations(request: PageRequest, here: Context) -> HttpResponse:
    """What is on its way out, and whom that hits; `?new=1` opens the form for one more."""
    found = ask("launch.deprecation_list", chosen(request, "after", "state"), here)
    opened = bool(request.GET.get("new"))
    return shown(request, "launch/deprecations.html", deprecations=found, opened=opened)
