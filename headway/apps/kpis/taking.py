"""What a KPI is in a period, and how it moved against the one before."""

from typing import Any

from headway.apps.kpis import by_events, by_tables
from headway.apps.kpis.answers import KpiReading, KpiRow
from headway.apps.kpis.formulas import FORMULAS, chosen_for, text_of
from headway.apps.kpis.models import Kpi as KpiRecord
from headway.apps.kpis.spans import Span, last_span
from headway.core.context import Context
from headway.core.errors import HeadwayError
from headway.engine.kpis.answer import Kpi, changed

WORKS = by_events.WORKS | by_tables.WORKS
HISTORY = 6


def reading_of(context: Context, kpi: KpiRecord) -> KpiReading:
    """How it stands in the last period that is over."""
    span = last_span(context, kpi.period)
    return _reading(
        kpi, span, _worked_out(context, kpi, span), _worked_out(context, kpi, span.before(kpi.period))
    )


def history_of(context: Context, kpi: KpiRecord) -> list[KpiReading]:
    """The last periods, each against the one before it, the latest last."""
    spans = [last_span(context, kpi.period)]
    while len(spans) <= HISTORY:
        spans.append(spans[-1].before(kpi.period))
    found = [_worked_out(context, kpi, one) for one in spans]
    return [_reading(kpi, spans[at], found[at], found[at + 1]) for at in range(HISTORY)][::-1]


def kpi_row(kpi: KpiRecord) -> KpiRow:
    formula = FORMULAS[kpi.formula]
    return KpiRow(
        ref=kpi.ref, version=kpi.version, title=kpi.title, code=formula.code, formula=kpi.formula,
        label=formula.label, text=text_of(kpi.formula, kpi.asked), better=formula.better, period=kpi.period,
        owner=str(kpi.owner) if kpi.owner else "", band_low=kpi.band_low, band_high=kpi.band_high, asked=kpi.asked,
        reading=KpiReading.model_validate(kpi.reading), taken_at=kpi.taken_at,
    )  # fmt: skip


def behind_of(context: Context, kpi: KpiRecord) -> dict[str, Any]:
    """What to ask for the people whom the numerator counts."""
    if kpi.formula not in by_events.BEHIND:
        return {}
    asked = chosen_for(kpi.formula, kpi.asked)
    query, question = by_events.BEHIND[kpi.formula](context, asked, last_span(context, kpi.period))
    steps = asked.get("steps")
    which = {"step": len(steps) - 1} if isinstance(steps, list) else {"state": "adopted"}
    return {"query": query, "question": question, **which}


def _worked_out(context: Context, kpi: KpiRecord, span: Span) -> Kpi:
    formula = FORMULAS[kpi.formula]
    try:
        return WORKS[kpi.formula](context, chosen_for(kpi.formula, kpi.asked), span, kpi.period)
    except HeadwayError as error:
        return Kpi("", formula.unit, None, reason=error.detail)


def _reading(kpi: KpiRecord, span: Span, now: Kpi, before: Kpi) -> KpiReading:
    moved = changed(now, before)
    return KpiReading(
        since=span.since, until=span.until, definition=now.definition, unit=now.unit, value=now.value, low=now.low,
        high=now.high, numerator=now.numerator, denominator=now.denominator, n=now.n,
        open_windows=now.open_windows, previous=before.value, change_ratio=moved.ratio, change_points=moved.points,
        change_reason=moved.reason, band=_band(kpi, now.value), reason=now.reason,
    )  # fmt: skip


def _band(kpi: KpiRecord, value: float | None) -> str:
    if value is None or (kpi.band_low is None and kpi.band_high is None):
        return ""
    if kpi.band_low is not None and value < kpi.band_low:
        return "below"
    return "above" if kpi.band_high is not None and value > kpi.band_high else "inside"
