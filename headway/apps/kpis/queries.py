"""What can be asked of the KPIs of the role."""

from headway.apps.analytics.loading import answers_loaded
from headway.apps.kpis.answers import FormulaList, FormulaRow, KpiDetail, KpiList
from headway.apps.kpis.formulas import FORMULAS, text_of
from headway.apps.kpis.models import Kpi
from headway.core.access import row, rows
from headway.core.answers import PageQuestion, RefQuestion
from headway.core.context import Context
from headway.core.paging import part_of
from headway.core.registry import Empty, query


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
    """A KPI worked out anew for the last six periods that are over, each against the one before. Raises NotFound."""
    answers_loaded()
    from headway.apps.kpis.taking import behind_of, history_of, kpi_row  # noqa: PLC0415

    kpi = row(Kpi, context, question.ref)
    history = history_of(context, kpi)
    found = kpi_row(kpi).model_copy(update={"reading": history[-1], "taken_at": context.now})
    return KpiDetail(row=found, history=history, behind=behind_of(context, kpi))


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
