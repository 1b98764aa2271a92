"""The page of what is amiss with metrics: which cannot be worked out and why, and what settles each of the others."""

from typing import cast
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from headway.apps.kpis.answers import KpiList
from headway.apps.metrics.answers import Gap, GapList, LintFinding, LintList, LintRow
from headway.core.context import Context
from headway.core.pages import PageRequest, in_workspace, shown
from headway.core.perform import ask
from headway.engine.metrics.vanity import Code

BASELINES_MOST = 50


@require_safe
@in_workspace
def amiss(request: PageRequest, here: Context) -> HttpResponse:
    """Which metrics and KPIs have no number, and which of the others cannot be trusted yet; each with its one step."""
    gaps = cast(GapList, ask("metrics.metric_gaps", {}, here))
    lint = cast(LintList, ask("metrics.metric_lint", {}, here))
    kpis = cast(KpiList, ask("kpis.kpi_list", {"limit": 500}, here)).rows
    broken = {one.id for one in gaps.rows}
    amiss_ones = [one for one in lint.rows if one.id not in broken]
    return shown(
        request, "metrics/amiss.html", gaps=[(one, _gap_address(here, one)) for one in gaps.rows],
        computable=gaps.computable, kpis=[one for one in kpis if one.reading.value is None],
        unsettled=[(one, steps) for one in amiss_ones if (steps := _steps(here, one))],
        bare=[one for one in amiss_ones if "baseline" in {each.code for each in one.findings}][:BASELINES_MOST],
    )  # fmt: skip


def _steps(here: Context, row: LintRow) -> list[tuple[LintFinding, str]]:
    """What would settle a metric by itself, and where; baselines are taken of many at once."""
    return [(one, _step_address(here, row.id, one.code)) for one in row.findings if one.code != "baseline"]


def _gap_address(here: Context, gap: Gap) -> str:
    """Where the one step is taken."""
    slug = here.workspace.slug
    if gap.kind in ("table", "columns"):
        return f"{reverse('metrics:table-take', args=[slug])}?{urlencode({'name': gap.about})}"
    return f"{reverse('metrics:choose', args=[slug])}?{urlencode({'ref': gap.id, 'kind': 'simple'})}"


def _step_address(here: Context, ref: str, code: Code) -> str:
    slug = here.workspace.slug
    if code == "test":
        return reverse("metrics:trials", args=[slug, ref])
    part = "" if code == "rises" else "#save"
    return f"{reverse('metrics:choose', args=[slug])}?{urlencode({'ref': ref})}{part}"
