"""The pages of metrics; every answer comes from a registered query."""

import json
from datetime import date
from typing import cast

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.apps.metrics.answers import MetricDetail, MetricList, MetricRows, MetricSeries
from headway.apps.metrics.key_result_queries import KeyResultList
from headway.apps.reporting.answers import AnnotationList
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask
from headway.web.metrics.drawing import GRAINS, Shown, series_shown


@require_safe
@in_workspace
def metrics(request: PageRequest, here: Context) -> HttpResponse:
    """The metrics and what is amiss with them; `?new=1` opens the form for one more."""
    found = ask("metrics.metric_list", chosen(request, "after", "state"), here)
    opened = bool(request.GET.get("new"))
    return shown(request, "metrics/metrics.html", metrics=found, opened=opened)


@require_safe
@in_workspace
def metric(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """One metric over time; the address says by which period and column. `?edit=1` opens its definition."""
    found = cast(MetricDetail, ask("metrics.metric_detail", {"ref": ref}, here))
    asked = {"ref": ref, "grain": "month"} | chosen(request, "grain", "by", "from_day", "to_day")
    series, refusal = _series(here, asked)
    passing = sum(one.passed is True for one in found.tests)
    results = cast(KeyResultList, ask("metrics.key_result_list", {"metric": found.row.id}, here)).rows
    onwards = json.dumps({"metrics": [ref], "by": [f"metric_time__{asked['grain']}"]})
    return shown(
        request, "metrics/metric.html", metric=found, series=series, refusal=refusal, asked=asked, grains=GRAINS,
        passing=passing, key_results=results, edited=bool(request.GET.get("edit")), onwards=onwards,
    )  # fmt: skip


def _series(here: Context, asked: dict[str, str]) -> tuple[Shown | None, str]:
    """The series as the page shows it, or why it cannot be asked for."""
    try:
        found = cast(MetricSeries, ask("metrics.metric_series", asked, here))
    except Invalid as refusal:
        return None, refusal.detail
    days = [day for day, _ in found.whole]
    question = {"since": date.fromisoformat(days[0]), "until": here.today} if days else None
    marks = cast(AnnotationList, ask("reporting.annotation_list", question, here)).rows if question else []
    return series_shown(found, marks, here), ""


@require_safe
@in_workspace
def rows(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """The rows that a metric counts in one period."""
    asked = {"ref": ref} | chosen(request, "grain", "period", "by", "value")
    found = cast(MetricRows, ask("metrics.metric_rows", asked, here))
    detail = cast(MetricDetail, ask("metrics.metric_detail", {"ref": ref}, here))
    columns = [{"label": one, "number": False} for one in found.columns]
    return shown(request, "metrics/rows.html", metric=detail.row, found=found, columns=columns, asked=asked)


@require_safe
@in_workspace
def tree(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """What a metric is made of and what is held to drive it, each with how strongly the two move together."""
    asked = {"ref": ref, "grain": "week"} | chosen(request, "grain")
    found = ask("metrics.metric_tree", asked, here)
    metrics = cast(MetricList, ask("metrics.metric_list", {"limit": 500}, here)).rows
    others = {one.id: one.label for one in metrics if one.id != ref and one.computable}
    return shown(request, "metrics/tree.html", found=found, asked=asked, grains=GRAINS, others=others)
