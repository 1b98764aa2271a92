"""Dashboards and what happened when; every answer comes from a registered query."""

from datetime import date, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from headway.apps.metrics.answers import MetricList
from headway.apps.reporting.answers import (
    AnnotationList,
    DashboardDetail,
    DashboardList,
    Mark,
    Reading,
    SubscriptionList,
    TileAnswer,
)
from headway.apps.reporting.models import Subscription
from headway.apps.reporting.sharing import address_of
from headway.core.context import Context
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask
from headway.web.reporting.drawing import days_of
from headway.web.reporting.tiles import Shown, shown_tile, waiting

DAYS = {"7": "Last 7 days", "28": "Last 28 days", "91": "Last 91 days", "365": "Last 365 days"}
DRAWINGS = {"number": "A number", "line": "A line", "bars": "Bars", "table": "A table"}
GOALS = {"at_least": "At least", "at_most": "At most"}
AIMS = {
    "number": "A number",
    "previous": "The period before, and so many per cent more",
    "metric": "What a metric is",
}
WIDTHS = {"1": "One column", "2": "Two columns", "3": "The whole width"}
SORTS = {"release": "Release", "incident": "Incident", "experiment": "Experiment", "other": "Other"}


@require_safe
@in_workspace
def dashboards(request: PageRequest, here: Context) -> HttpResponse:
    """The dashboards; whoever has a favourite is led to it unless all are asked for."""
    found = cast(DashboardList, ask("reporting.dashboard_list", chosen(request, "after"), here))
    favourite = next((one.ref for one in found.rows if one.favourite), "")
    if favourite and not request.GET:
        return redirect("reporting:dashboard", here.workspace.slug, favourite)
    return shown(request, "reporting/dashboards.html", dashboards=found, opened=bool(request.GET.get("new")))


def over_of(asked: QueryDict, today: date) -> dict[str, str]:
    """The range and the split that an address asks for all tiles; days count back from today."""
    days = asked.get("days", "")
    since = (today - timedelta(days=int(days) - 1)).isoformat() if days in DAYS else asked.get("from", "")
    found = {"since": since, "until": asked.get("to", ""), "by": asked.get("by", "").strip()}
    return {name: value for name, value in found.items() if value}


@require_safe
@in_workspace
def dashboard(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """A dashboard; tiles that are not at hand are fetched one by one, or all at once with `?whole=1`."""
    over = over_of(request.GET, here.today)
    whole = bool(request.GET.get("whole"))
    found = cast(
        DashboardDetail, ask("reporting.dashboard_detail", {"ref": ref, "whole": whole} | over, here)
    )
    answers = {one.tile.ref: one for one in found.answers}
    marks = _marks(here, [one.reading for one in found.answers])
    tiles = [
        _shown(answers[one.ref], marks, here, request.GET)
        if one.ref in answers
        else waiting(one, _tile_address(here, one.ref, request.GET), here.workspace.slug)
        for one in found.tiles
    ]
    edited = bool(request.GET.get("edit")) and found.row.changeable
    return shown(
        request, "reporting/dashboard.html", board=found.row, tiles=tiles, edited=edited, days=DAYS,
        is_waiting=len(answers) < len(tiles), asked=request.GET, share=address_of(ref),
        everys=dict(Subscription.Every.choices), **_mailed(here, ref), **(_choices(here) if edited else {}),
    )  # fmt: skip


def _choices(here: Context) -> dict[str, Any]:
    """What the form of a tile lets one choose."""
    listed = cast(MetricList, ask("metrics.metric_list", {"limit": 500}, here)).rows
    metrics = {one.id: one.label or one.id for one in listed if one.computable}
    aims = {name: words for name, words in AIMS.items() if name != "metric" or metrics}
    return {"drawings": DRAWINGS, "goals": GOALS, "widths": WIDTHS, "aims": aims, "metrics": metrics}


@require_safe
@in_workspace
def tile(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """One tile, as a page of its own or as the part that a dashboard waits for; `?fresh=1` asks it anew."""
    question: dict[str, Any] = {"ref": ref, "fresh": bool(request.GET.get("fresh"))}
    found = cast(TileAnswer, ask("reporting.tile_answer", question | over_of(request.GET, here.today), here))
    one = _shown(found, _marks(here, [found.reading]), here, request.GET)
    return shown(request, "reporting/tile.html", "tile", one=one)


def _mailed(here: Context, ref: str) -> dict[str, Any]:
    """To whom a dashboard goes by e-mail: to the person, and outside."""
    found = cast(SubscriptionList, ask("reporting.subscription_list", {}, here))
    own = [one for one in found.rows if one.dashboard == ref]
    return {
        "mine": next((one for one in own if not one.email), None),
        "outside": [one for one in own if one.email],
    }


def _shown(answer: TileAnswer, marks: list[Mark], here: Context, asked: QueryDict) -> Shown:
    address = _tile_address(here, answer.tile.ref, asked)
    return shown_tile(answer, marks, address, here)


def _tile_address(here: Context, ref: str, asked: QueryDict) -> str:
    kept = {name: asked[name] for name in ("days", "from", "to", "by") if asked.get(name)}
    address = reverse("reporting:tile", args=[here.workspace.slug, ref])
    return f"{address}?{urlencode(kept)}" if kept else address


def _marks(here: Context, readings: list[Reading]) -> list[Mark]:
    """What happened while the charts run; nothing where none is over time."""
    spans = [days for one in readings if one.over_time and (days := days_of(one.points))]
    if not spans:
        return []
    question = {"since": min(since for since, _ in spans), "until": max(until for _, until in spans)}
    return cast(AnnotationList, ask("reporting.annotation_list", question, here)).rows


@require_safe
@in_workspace
def tile_new(request: PageRequest, here: Context) -> HttpResponse:
    """The form that puts the question of the address on a dashboard."""
    found = cast(DashboardList, ask("reporting.dashboard_list", {"limit": 500}, here))
    boards = {one.ref: one.title for one in found.rows if one.changeable}
    favourite = next((one.ref for one in found.rows if one.favourite and one.changeable), "")
    return shown(
        request, "reporting/tile_new.html", boards=boards, favourite=favourite, **_choices(here),
        wanted=chosen(request, "query", "question", "title", "address", "drawing"),
    )  # fmt: skip


@require_safe
@in_workspace
def annotations(request: PageRequest, here: Context) -> HttpResponse:
    """What happened when, and a form for one more."""
    found = ask("reporting.annotation_list", chosen(request, "since", "until"), here)
    return shown(request, "reporting/annotations.html", found=found, sorts=SORTS)
