"""The pages of the tracking plan; every answer comes from a registered query."""

from typing import Any, cast

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from headway.apps.analytics.tracking.answers import DayCount, PlannedEventDetail, PlanText
from headway.apps.analytics.tracking.models import KIND_CHOICES
from headway.core.context import Context
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask, is_open
from headway.core.registry import entry_named
from headway.engine.tracking.naming import STYLES
from headway.web.drawing.charts import bars_chart
from headway.web.drawing.numbers import day, short

TABS = (
    ("plan", "Plan"), ("observed", "What comes besides"), ("violations", "Violations"), ("rules", "Rules"),
)  # fmt: skip
SHOWN = {
    "": "All planned",
    "arriving": "That come",
    "missing": "That do not come",
    "violations": "With violations",
    "deprecated": "Retired",
}
ROWS_SHOWN = 30
MODES = {"flag": "Keep it, with a mark", "quarantine": "Put it aside", "block": "Refuse it"}


def _page(request: PageRequest, here: Context, name: str, **content: Any) -> HttpResponse:
    tabs = [
        {
            "label": label,
            "address": reverse(f"tracking:{page}", args=[here.workspace.slug]),
            "current": page == name,
        }
        for page, label in TABS
    ]
    return shown(request, f"tracking/{name}.html", tabs=tabs, **content)


@require_safe
@in_workspace
def plan(request: PageRequest, here: Context) -> HttpResponse:
    """The planned events; `?new=1` opens the form for one more."""
    question = chosen(request, "after", "show", "contains")
    return _page(
        request,
        here,
        "plan",
        plan=ask("analytics.planned_event_list", question | {"limit": ROWS_SHOWN}, here),
        filters=SHOWN,
        chosen=question,
        opened=bool(request.GET.get("new")),
        imported=bool(request.GET.get("import")),
    )


@require_safe
@in_workspace
def event(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """One planned event; `?edit=1` opens what is planned of it for writing."""
    found = cast(PlannedEventDetail, ask("analytics.planned_event_detail", {"ref": ref}, here))
    return shown(
        request,
        "tracking/event.html",
        event=found,
        lines="\n".join(one.line for one in found.properties),
        sources="\n".join(found.row.sources),
        drawing=bars_chart([(day(one.day), one.events) for one in found.days], f"{found.row.name}, by day"),
        columns=[{"label": "Day (UTC)", "number": False}, {"label": "Events", "number": True}],
        days=_cells(found.days),
        edited=bool(request.GET.get("edit")),
    )


def _cells(days: list[DayCount]) -> list[list[str]]:
    return [[day(one.day), short(one.events)] for one in days]


@require_safe
@in_workspace
def observed(request: PageRequest, here: Context) -> HttpResponse:
    """What comes and is not planned, as it could be."""
    return _page(request, here, "observed", proposal=ask("analytics.tracking_proposal", {}, here))


@require_safe
@in_workspace
def violations(request: PageRequest, here: Context) -> HttpResponse:
    """What came against the plan, and what waits aside for it."""
    found = ask("analytics.violation_list", chosen(request, "days", "source", "event", "kind"), here)
    may = is_open(entry_named("analytics.quarantine_list", "query"), here)
    aside = ask("analytics.quarantine_list", chosen(request, "event"), here) if may else None
    return _page(request, here, "violations", found=found, aside=aside)


@require_safe
@in_workspace
def rules(request: PageRequest, here: Context) -> HttpResponse:
    """How names are written, and what a violation leads to."""
    styles = {name: f"{one.label}, such as {one.example}" for name, one in STYLES.items()}
    return _page(
        request,
        here,
        "rules",
        rules=ask("analytics.tracking_rules", {}, here),
        styles={"any": "As anybody likes"} | styles | {"own": "By a pattern of our own"},
        kinds=dict(KIND_CHOICES),
        modes=MODES,
    )


@require_safe
@in_workspace
def schema(request: PageRequest, here: Context) -> HttpResponse:
    """The plan as JSON Schema, as a file."""
    found = cast(PlanText, ask("analytics.plan_export", {}, here))
    response = HttpResponse(found.text, content_type="application/schema+json")
    response["Content-Disposition"] = 'attachment; filename="tracking-plan.schema.json"'
    return response
