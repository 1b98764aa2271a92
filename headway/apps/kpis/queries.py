"""What can be asked of the KPIs of the role."""

from collections import Counter
from datetime import date
from typing import Literal

from pydantic import Field

from headway.apps.analytics.loading import answers_loaded
from headway.apps.kpis.answers import FormulaList, FormulaRow, KpiBehind, KpiDetail, KpiList
from headway.apps.kpis.formulas import FORMULAS, text_of
from headway.apps.kpis.models import Kpi
from headway.apps.kpis.spans import last_span, span_of
from headway.core.access import row, rows
from headway.core.answers import PageQuestion, RefQuestion
from headway.core.context import Context
from headway.core.paging import part_of
from headway.core.registry import Empty, query
from headway.core.roles import MAKERS


@query("kpis.kpi_list")
def kpi_list(context: Context, question: PageQuestion) -> KpiList:
    """The KPIs in the order of their formulas, each with its last reading and when that was taken."""
    from headway.apps.kpis.taking import kpi_row  # noqa: PLC0415 - loads the numerical libraries

    order = list(FORMULAS)
    found = sorted(
        rows(Kpi, context).select_related("owner").order_by("title", "ref"),
        key=lambda one: order.index(one.formula),
    )
    shown, more = part_of(found, question, lambda one: one.ref)
    return KpiList(rows=[kpi_row(one) for one in shown], next=more)


@query("kpis.kpi_detail")
def kpi_detail(context: Context, question: RefQuestion) -> KpiDetail:
    """A KPI over the last six periods that are over, as events and tables are now, each against its base.

    Raises NotFound.
    """
    answers_loaded()
    from headway.apps.kpis.taking import history_of, kpi_row  # noqa: PLC0415

    kpi = row(Kpi, context, question.ref)
    history = history_of(context, kpi)
    found = kpi_row(kpi).model_copy(update={"reading": history[-1], "taken_at": context.now})
    return KpiDetail(row=found, history=history)


class BehindQuestion(PageQuestion):
    ref: str = Field(min_length=1, max_length=100)
    day: date | None = Field(None, description="A day of the period; else the last period that is over.")
    state: Literal["", "counted", "open", "not"] = Field("", description="Only rows of this state.")


@query("kpis.kpi_behind", roles=MAKERS)
def kpi_behind(context: Context, question: BehindQuestion) -> KpiBehind:
    """The people, accounts, service levels or endpoints behind a KPI in one period, by name.

    Open to those who work on the product, since ids are personal data. Raises NotFound, and Invalid where the KPI
    cannot be worked out.
    """
    answers_loaded()
    from headway.apps.kpis.taking import kpi_row, rows_behind  # noqa: PLC0415

    kpi = row(Kpi, context, question.ref)
    span = span_of(question.day, kpi.period) if question.day else last_span(context, kpi.period)
    found = rows_behind(context, kpi, span)
    states = Counter(one.state for one in found)
    wanted = [one for one in found if question.state in ("", one.state)]
    shown, more = part_of(wanted, question, lambda one: one.name)
    return KpiBehind(
        since=span.since,
        until=span.until,
        counts=kpi_row(kpi).counts,
        states=dict(states),
        rows=shown,
        next=more,
    )


@query("kpis.formula_list")
def formula_list(context: Context, question: Empty) -> FormulaList:
    """The formulas that a KPI can be made of, with what each needs to be told."""
    return FormulaList(
        rows=[
            FormulaRow(
                name=name, code=one.code, label=one.label, text=text_of(name, {}), unit=one.unit,
                needs=list(one.needs), takes=list(one.takes), common_band=one.common_band,
            )
            for name, one in FORMULAS.items()
        ]
    )  # fmt: skip
