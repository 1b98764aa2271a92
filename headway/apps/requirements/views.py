from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.apps.requirements.answers import PrdDetail
from headway.apps.requirements.charts import chapters
from headway.apps.requirements.measured import events_named
from headway.apps.requirements.models import Prd, QualityBar
from headway.core.context import Context
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask


@require_safe
@in_workspace
def prds(request: PageRequest, here: Context) -> HttpResponse:
    return shown(request, "requirements/prds.html", prds=ask("requirements.prd_list", {}, here))


@require_safe
@in_workspace
def prd(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """One PRD with its evidence beside it; `?edit=KEY` opens one section for writing."""
    detail = ask("requirements.prd_detail", {"ref": ref}, here)
    assert isinstance(detail, PrdDetail)
    return shown(
        request,
        "requirements/prd.html",
        detail=detail,
        chapters=chapters(detail),
        statuses=Prd.Status.choices,
        edit=request.GET.get("edit", ""),
        slices=ask("requirements.slice_list", {"ref": ref}, here),
        quality=ask("requirements.quality_bar_list", {"prd": detail.prd.id}, here),
        scope_changes=ask("requirements.scope_change_list", {"prd": detail.prd.id}, here),
        strategy=ask("strategy.objective_list", {}, here),
        measured=ask(
            "analytics.measured_list",
            {"record": f"prd:{detail.prd.id}", "events": events_named(detail)},
            here,
        ),
    )


@require_safe
@in_workspace
def backlog(request: PageRequest, here: Context) -> HttpResponse:
    question = chosen(request, "after", "status", "kind", "initiative")
    return shown(
        request, "requirements/backlog.html", backlog=ask("requirements.backlog_list", question, here)
    )


@require_safe
@in_workspace
def quality(request: PageRequest, here: Context) -> HttpResponse:
    question = chosen(request, "after", "category", "area")
    return shown(
        request,
        "requirements/quality.html",
        quality=ask("requirements.quality_bar_list", question, here),
        categories=QualityBar.Category.choices,
        comparisons=QualityBar.Comparison.choices,
    )
