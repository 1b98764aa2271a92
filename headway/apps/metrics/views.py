import json

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.apps.metrics.answers import MetricDetail
from headway.apps.metrics.showing import value_shown
from headway.core.context import Context
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask


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
    """One metric with its values by month; `?edit=1` opens its definition for writing."""
    found = ask("metrics.metric_detail", {"ref": ref}, here)
    assert isinstance(found, MetricDetail)
    edited = bool(request.GET.get("edit"))
    values = value_shown(found.row, here)
    onwards = json.dumps({"metrics": [ref], "by": ["metric_time__month"]})
    return shown(request, "metrics/metric.html", metric=found, values=values, edited=edited, onwards=onwards)
