"""The pages of the KPIs of the role; every answer comes from a registered query."""

import json
from typing import Any, cast

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.apps.analytics.queries import UsageSummary
from headway.apps.cohorts.queries import CohortList
from headway.apps.kpis.answers import FormulaList, KpiBehind, KpiDetail, KpiList, KpiReading, KpiRow
from headway.apps.metrics.table_queries import TableList
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.member_queries import MemberList
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask
from headway.web.drawing.numbers import with_unit
from headway.web.kpis.forms import PERIODS, Known, fields_of
from headway.web.kpis.telling import (
    COLUMNS,
    Behind,
    behind_table,
    interval,
    moved,
    rows_of,
    state_tabs,
    told,
)
from headway.web.reporting.drawing import Series, line_chart

ALL_DAYS = 3_660


@require_safe
@in_workspace
def kpis(request: PageRequest, here: Context) -> HttpResponse:
    """The KPIs with how they stood when they were last worked out."""
    found = cast(KpiList, ask("kpis.kpi_list", chosen(request, "after"), here))
    rows = [(one, interval(one.reading), moved(one, one.reading)) for one in found.rows]
    return shown(request, "kpis/kpis.html", rows=rows, next=found.next)


@require_safe
@in_workspace
def kpi_new(request: PageRequest, here: Context) -> HttpResponse:
    """First the formula is chosen, then what it is asked of."""
    formulas = cast(FormulaList, ask("kpis.formula_list", {}, here)).rows
    wanted = request.GET.get("formula", "")
    formula = next((one for one in formulas if one.name == wanted), None)
    if wanted and formula is None:
        raise NotFound(f"No formula {wanted[:40]!r}; choose {', '.join(one.name for one in formulas)}.")
    fields = fields_of(formula.name, _known(here), {}) if formula else []
    return shown(
        request, "kpis/new.html", formulas=formulas, formula=formula, fields=fields, periods=PERIODS,
        members=_members(here) if formula else {},
    )  # fmt: skip


@require_safe
@in_workspace
def kpi(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """One KPI over its last periods; `?edit=1` opens what was chosen."""
    found = cast(KpiDetail, ask("kpis.kpi_detail", {"ref": ref}, here))
    one = found.row
    edited = bool(request.GET.get("edit"))
    behind = Behind(here, one)
    return shown(
        request, "kpis/kpi.html", kpi=one, said=interval(one.reading), moved=moved(one, one.reading),
        number=with_unit(one.reading.value, one.reading.unit), drawing=_drawing(one, found.history),
        columns=COLUMNS, rows=rows_of(one, found.history, behind), periods=PERIODS,
        counted=behind.counted(one.reading),
        beside=[(each.label, told(each), interval(each)) for each in one.reading.beside],
        onwards=json.dumps({"ref": one.ref}), edited=edited,
        fields=fields_of(one.formula, _known(here), one.asked) if edited else [],
        members=_members(here) if edited else {},
    )  # fmt: skip


@require_safe
@in_workspace
def kpi_behind(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """Whom or what a KPI counted in a period."""
    asked = {"ref": ref, "limit": 200} | chosen(request, "day", "state", "after")
    found = cast(KpiBehind, ask("kpis.kpi_behind", asked, here))
    one = cast(KpiDetail, ask("kpis.kpi_detail", {"ref": ref}, here)).row
    return shown(
        request, "kpis/behind.html", kpi=one, found=found, tabs=state_tabs(found, request.GET.get("state", "")),
        **behind_table(here, found),
    )  # fmt: skip


def _known(here: Context) -> Known:
    usage = cast(UsageSummary, ask("analytics.usage_summary", {"days": ALL_DAYS}, here))
    tables = cast(TableList, ask("metrics.table_list", {}, here)).rows
    cohorts = cast(CohortList, ask("cohorts.cohort_list", {"limit": 500}, here)).rows
    return Known(
        [one.event for one in usage.events],
        [one.name for one in tables],
        {one.ref: one.name for one in cohorts},
    )


def _members(here: Context) -> dict[str, str]:
    found = cast(MemberList, ask("core.member_list", {}, here)).rows
    return {one.email: one.name or one.email for one in found}


def _drawing(one: KpiRow, history: list[KpiReading]) -> Any:
    points = [(str(each.since), each.value) for each in history]
    if all(value is None for _, value in points):
        return ""
    target = one.band_low if one.better == "up" else one.band_high
    return line_chart(Series(points, one.title, target))
