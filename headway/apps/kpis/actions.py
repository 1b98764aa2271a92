"""What can be done with the KPIs of the role: choose them, work them out, let them go."""

from datetime import date
from typing import Literal

from pydantic import Field, FiniteFloat

from headway.apps.analytics.loading import answers_loaded
from headway.apps.kpis.answers import KpisTaken
from headway.apps.kpis.formulas import COLUMNS, FORMULAS
from headway.apps.kpis.models import Kpi
from headway.apps.kpis.tables import columns_checked
from headway.core.access import row, rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.records import Refs, member_named, next_ref, record_save
from headway.core.registry import Done, Question, action
from headway.core.roles import MAKERS

Formula = Literal[
    "adoption", "activation", "time_to_value", "retention", "logo_retention", "contract_retention",
    "gross_revenue_retention", "net_revenue_retention", "expansion", "attach", "expansion_table", "attach_table",
    "conversion", "attainment", "budget_left", "latency", "endpoints_within",
]  # fmt: skip
CHOSEN = (
    "event", "then", "exposed", "released_on", "steps", "window_days", "times", "on_distinct_days", "later", "by",
    "cohort", "table", "due_only", "slo", "endpoint", "quantile_percent", "threshold_ms", "base",
)  # fmt: skip


class KpiSave(Question):
    ref: str = Field("", max_length=60, description="Of the KPI to change; empty for a new one.")
    title: str | None = Field(None, min_length=1, max_length=200)
    formula: Formula | None = Field(None, description="See kpis.formula_list; it stays once chosen.")
    period: Literal["week", "month", "quarter"] | None = None
    owner: str | None = Field(
        None, max_length=254, description="E-mail address of the member who answers for it."
    )
    band_low: FiniteFloat | None = Field(
        None, description="From where on it is as it should be, in its unit."
    )
    band_high: FiniteFloat | None = Field(None, description="Up to where.")
    event: str | None = Field(None, max_length=200, description="The event it counts, or begins with.")
    then: str | None = Field(None, max_length=200, description="The event that is to follow.")
    exposed: str | None = Field(
        None,
        max_length=200,
        description="The event by which one meets it; else the first one after the release.",
    )
    released_on: date | None = Field(
        None, description="Only those who met it within the window of its release on this day."
    )
    steps: Refs | None = Field(None, max_length=20, description="Of a funnel, in order.")
    window_days: FiniteFloat | None = Field(None, gt=0, le=3660)
    times: int | None = Field(None, ge=1, le=1000, description="How often it takes.")
    on_distinct_days: bool | None = Field(None, description="So often on as many different days.")
    later: int | None = Field(None, ge=1, le=60, description="How many periods later they are to be active.")
    by: Literal["person", "account"] | None = None
    cohort: str | None = Field(None, max_length=100, description="Ref of a cohort: only its members.")
    table: str | None = Field(None, max_length=100)
    due_only: bool | None = Field(None, description="Only accounts whose renewal is due in the period.")
    slo: str | None = Field(None, max_length=200, description="Only this service level of the table.")
    endpoint: str | None = Field(None, max_length=200, description="Only this endpoint of the table.")
    threshold_ms: FiniteFloat | None = Field(None, gt=0, description="How slow an endpoint may be.")
    base: Literal["before", "quarter", "year", "last_quarter"] | None = Field(
        None,
        description="What a period is held against: the one before, one as long a quarter or year earlier, or the "
        "whole quarter before.",
    )
    quantile_percent: FiniteFloat | None = Field(None, gt=0, lt=100, description="95 for the p95.")


@action("kpis.kpi_save", roles=MAKERS)
def kpi_save(context: Context, question: KpiSave) -> Done[RecordRef]:
    """Make a KPI by choosing a formula and what it is asked of, or change one; it is worked out at once.

    What is left out stays as it is. Raises Invalid naming what the formula still needs, and for a band whose end
    lies below its beginning; NotFound for a table or a KPI that is not there.
    """
    found = row(Kpi, context, question.ref) if question.ref else None
    if found and question.formula not in (None, found.formula):
        raise Invalid(
            "Field formula: a KPI keeps its formula, so that its past stays comparable; make another one."
        )
    name = found.formula if found else question.formula
    if name is None:
        raise Invalid("Field formula: choose one; kpis.formula_list tells what each means.")
    stated = question.model_dump(mode="json", include=set(CHOSEN), exclude_none=True)
    given = {key: stated[key] for key in CHOSEN if key in stated}
    asked = (found.asked if found else {}) | given
    _check(context, name, asked)
    values: dict[str, object] = {
        "title": question.title, "formula": name, "asked": asked, "period": question.period,
        "band_low": question.band_low, "band_high": question.band_high,
        "owner": member_named(context, question.owner, "owner") if question.owner else None,
    }  # fmt: skip
    saved = record_save(context, Kpi, question.ref or next_ref(context, Kpi, "KPI"), values, ("title",))
    kpi = saved.record
    if kpi.band_low is not None and kpi.band_high is not None and kpi.band_low > kpi.band_high:
        raise Invalid("Field band_high: it lies below band_low; give the lower end first.")
    _take(context, kpi)
    return Done(ref_of(kpi, kpi.ref), f"{saved.verb} the KPI {kpi.title!r}", kpi, saved.changes)


def _check(context: Context, name: str, asked: dict[str, object]) -> None:
    formula = FORMULAS[name]
    lacking = [one for one in formula.needs if not asked.get(one)]
    if lacking:
        raise Invalid(f"Field {lacking[0]}: {formula.label} needs it; it is {formula.text.split(';')[0]!r}.")
    foreign = [one for one in asked if one not in (*formula.needs, *formula.takes)]
    if foreign:
        raise Invalid(f"Field {foreign[0]}: {formula.label} has no use for it; leave it out.")
    if name == "adoption" and not (asked.get("exposed") or asked.get("released_on")):
        raise Invalid("Field exposed: choose the event by which one meets it, or the day of its release.")
    if name in COLUMNS:
        columns_checked(context, name, asked)


class KpisTake(Question):
    ref: str = Field("", max_length=60, description="Of one KPI; all where it is empty.")


@action("kpis.kpi_take", roles=MAKERS)
def kpi_take(context: Context, question: KpisTake) -> Done[KpisTaken]:
    """Work KPIs out anew for the last period that is over, and keep that as their reading. Raises NotFound."""
    found = [row(Kpi, context, question.ref)] if question.ref else list(rows(Kpi, context).order_by("ref"))
    for one in found:
        _take(context, one)
    unknown = sum(one.reading["value"] is None for one in found)
    summary = f"Worked out {len(found)} KPIs, {unknown} of them unknown"
    return Done(KpisTaken(taken=len(found), unknown=unknown), summary, found[0] if question.ref else None)


def _take(context: Context, kpi: Kpi) -> None:
    answers_loaded()
    from headway.apps.kpis.taking import history_take  # noqa: PLC0415 - loads the numerical libraries

    history_take(context, kpi)


@action("kpis.kpi_remove", roles=MAKERS, destructive=True)
def kpi_remove(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Let a KPI go; the events and tables it was worked out from stay. Raises NotFound."""
    kpi = row(Kpi, context, question.ref)
    answer = ref_of(kpi, kpi.ref)
    kpi.delete()
    return Done(answer, f"Removed the KPI {kpi.title!r}", None, {"formula": kpi.formula})
