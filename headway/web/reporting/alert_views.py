"""Alerts: what is watched, what came of it, and the form that has one more number watched."""

from typing import Any, cast

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.apps.reporting.answers import AlertDetail
from headway.apps.reporting.models import Alert
from headway.core.context import Context
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask
from headway.web.reporting.drawing import Series, line_chart
from headway.web.reporting.tiles import source_address

WORDS: dict[str, Any] = {
    "states": dict(Alert.State.choices),
    "conditions": {name: label[:1].lower() + label[1:] for name, label in Alert.Condition.choices},
}


@require_safe
@in_workspace
def alerts(request: PageRequest, here: Context) -> HttpResponse:
    """What is watched, and how each stands."""
    found = ask("reporting.alert_list", chosen(request, "after", "state"), here)
    return shown(request, "reporting/alerts.html", alerts=found, **WORDS)


@require_safe
@in_workspace
def alert(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """One alert with its history."""
    found = cast(AlertDetail, ask("reporting.alert_detail", {"ref": ref}, here))
    row = found.row
    points = [(one.period, one.value) for one in reversed(found.checks)]
    limit = row.threshold if row.condition in ("above", "below") else None
    drawn = line_chart(Series(points, row.title, limit)) if len(points) > 1 else ""
    source = source_address(row.query, row.question, row.address, here.workspace.slug)
    return shown(
        request,
        "reporting/alert.html",
        alert=found,
        drawn=drawn,
        source=source,
        called=row.title,
        condition=row.condition,
        threshold=row.threshold,
        **WORDS,
    )


@require_safe
@in_workspace
def alert_new(request: PageRequest, here: Context) -> HttpResponse:
    """The form that has the question of the address watched."""
    wanted = chosen(request, "query", "question", "title", "address", "condition", "threshold")
    begun = {name: wanted.get(name, "") for name in ("condition", "threshold")}
    return shown(
        request, "reporting/alert_new.html", wanted=wanted, called=wanted.get("title", ""), **begun, **WORDS
    )
