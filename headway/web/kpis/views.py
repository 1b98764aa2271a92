"""The pages of the KPIs of the role; every answer comes from a registered query."""

import json
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from headway.apps.analytics.queries import UsageSummary
from headway.apps.cohorts.queries import CohortList
from headway.apps.kpis.answers import FormulaList, KpiDetail, KpiList, KpiReading, KpiRow
from headway.apps.metrics.table_queries import TableList
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.member_queries import MemberList
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask, is_open
from headway.core.registry import entry_named
from headway.web.drawing.numbers import day, percent, short, with_unit
from headway.web.kpis.forms import PERIODS, Known, fields_of
from headway.web.reporting.drawing import Series, line_chart

ALL_DAYS = 3_660


@require_safe
@in_workspace
def kpis(request: PageRequest, here: Context) -> HttpResponse:
    """The KPIs with how they stood when they were last worked out."""
    found = cast(KpiList, ask("kpis.kpi_list", chosen(request, "after"), here))
    rows = [(one, *_said(one.reading)) for one in found.rows]
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
    """One KPI worked out now, over its last periods; `?edit=1` opens what was chosen."""
    found = cast(KpiDetail, ask("kpis.kpi_detail", {"ref": ref}, here))
    one = found.row
    edited = bool(request.GET.get("edit"))
    said, moved = _said(one.reading)
    return shown(
        request, "kpis/kpi.html", kpi=one, said=said, moved=moved,
        number=with_unit(one.reading.value, one.reading.unit), drawing=_drawing(one, found.history),
        columns=COLUMNS, rows=_rows(found.history), periods=PERIODS, behind=_behind(here, found.behind),
        edited=edited, fields=fields_of(one.formula, _known(here), one.asked) if edited else [],
        members=_members(here) if edited else {},
    )  # fmt: skip


COLUMNS = [
    {"label": "Period", "number": False},
    *(
        {"label": one, "number": True}
        for one in ("Value", "95 % interval", "Counted", "Against the period before")
    ),
]


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


def _said(reading: KpiReading) -> tuple[str, str]:
    """The interval and the change in words."""
    interval = ""
    if reading.low is not None and reading.high is not None:
        interval = f"{with_unit(reading.low, reading.unit)} to {with_unit(reading.high, reading.unit)}"
    return interval, _moved(reading)


def _moved(reading: KpiReading) -> str:
    if reading.change_points is None:
        return ""
    if not reading.change_points:
        return "no change"
    word = "up" if reading.change_points > 0 else "down"
    unit = "points" if reading.unit == "%" else reading.unit
    ratio = "" if reading.change_ratio is None else f", {percent(abs(reading.change_ratio))}"
    return f"{word} by {short(abs(reading.change_points))} {unit}{ratio}"


def _drawing(one: KpiRow, history: list[KpiReading]) -> Any:
    points = [(str(each.since), each.value) for each in history]
    if all(value is None for _, value in points):
        return ""
    target = one.band_low if one.better == "up" else one.band_high
    return line_chart(Series(points, one.title, target))


def _rows(history: list[KpiReading]) -> list[list[str]]:
    return [
        [
            f"{day(one.since)} to {day(one.until)}",
            with_unit(one.value, one.unit) if one.value is not None else f"Unknown: {one.reason}",
            _said(one)[0],
            _counted(one),
            _moved(one) or one.change_reason,
        ]
        for one in reversed(history)
    ]


def _counted(one: KpiReading) -> str:
    if one.numerator is None or one.denominator is None:
        return f"{one.n:,}" if one.n else ""
    still = f", {one.open_windows:,} open" if one.open_windows else ""
    return f"{one.numerator:,.0f} of {one.denominator:,.0f}{still}"


def _behind(here: Context, behind: dict[str, Any]) -> str:
    if not behind or not is_open(entry_named("analytics.people_behind", "query"), here):
        return ""
    asked = behind | {"question": json.dumps(behind["question"])}
    return f"{reverse('explore:people', args=[here.workspace.slug])}?{urlencode(asked)}"
