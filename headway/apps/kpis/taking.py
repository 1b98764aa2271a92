"""What a KPI is in each of its last periods, how it moved, and for as long as nothing changes what that was."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.core.cache import caches
from django.db.models import Count

from headway.apps.analytics.models import EventSegment, PersonAlias
from headway.apps.analytics.warehouse.connecting import is_there
from headway.apps.cohorts.models import Cohort
from headway.apps.kpis import by_contracts, by_durations, by_events, by_levels, by_uptake
from headway.apps.kpis.answers import BehindRow, Beside, KpiReading, KpiRow
from headway.apps.kpis.counted import Counted
from headway.apps.kpis.formulas import FIRST, FORMULAS, chosen_for, text_of
from headway.apps.kpis.models import Kpi as KpiRecord
from headway.apps.kpis.spans import Span, last_span
from headway.apps.metrics.models import MetricTable
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import HeadwayError
from headway.engine.kpis.answer import Kpi, changed

WORKS = (
    by_uptake.WORKS | by_events.WORKS | by_contracts.WORKS | by_levels.WORKS | by_durations.WORKS
)  # fmt: skip
HISTORY = 6
# Readings of another form are taken anew.
FORM = 1


def history_of(context: Context, kpi: KpiRecord) -> list[KpiReading]:
    """The last periods, the latest last, each against its base; as they were kept where nothing changed since."""
    spans = _spans(context, kpi)
    stand = _stand(context, kpi, spans[-1])
    if stand and kpi.stand == stand:
        return _banded(kpi, kpi.history)
    held = caches["kept"].get(f"kpi:{stand}") if stand else None
    if held is None:
        held = [one.model_dump(mode="json") for one in _taken(context, kpi, spans)]
        caches["kept"].set(f"kpi:{stand}", held)
    return _banded(kpi, held)


def history_take(context: Context, kpi: KpiRecord) -> None:
    """Work the last periods out and have them kept with the KPI."""
    spans = _spans(context, kpi)
    kpi.stand = _stand(context, kpi, spans[-1])
    kpi.history = [one.model_dump(mode="json") for one in _taken(context, kpi, spans)]
    kpi.reading = _banded(kpi, kpi.history)[-1].model_dump(mode="json")
    kpi.taken_at = context.now
    kpi.save(update_fields=["stand", "history", "reading", "taken_at"])


def rows_behind(context: Context, kpi: KpiRecord, span: Span) -> list[BehindRow]:
    """Whom or what a KPI counted in a period. Raises Invalid and NotFound as working it out does."""
    return WORKS[kpi.formula](context, chosen_for(kpi.formula, kpi.asked), [span], kpi.period)[0].rows()


def kpi_row(kpi: KpiRecord) -> KpiRow:
    formula = FORMULAS[kpi.formula]
    return KpiRow(
        ref=kpi.ref, version=kpi.version, title=kpi.title, code=formula.code, formula=kpi.formula,
        label=formula.label, text=text_of(kpi.formula, kpi.asked), better=formula.better, period=kpi.period,
        owner=str(kpi.owner) if kpi.owner else "", band_low=kpi.band_low, band_high=kpi.band_high, asked=kpi.asked,
        base=_base(kpi), counts=_counts(kpi), reading=KpiReading.model_validate(kpi.reading), taken_at=kpi.taken_at,
    )  # fmt: skip


def _base(kpi: KpiRecord) -> str:
    return str(chosen_for(kpi.formula, kpi.asked).get("base", FIRST["base"]))


def _counts(kpi: KpiRecord) -> str:
    """What is counted, in plural."""
    by = {"person": "people", "account": "accounts"}[kpi.asked.get("by", "person")]
    return FORMULAS[kpi.formula].rows or by


def _spans(context: Context, kpi: KpiRecord) -> list[Span]:
    """The last periods, the latest last."""
    found = [last_span(context, kpi.period)]
    while len(found) < HISTORY:
        found.append(found[-1].before(kpi.period))
    return found[::-1]


def _taken(context: Context, kpi: KpiRecord, spans: Sequence[Span]) -> list[KpiReading]:
    bases = [one.base(kpi.period, _base(kpi)) for one in spans]
    wanted = sorted({*spans, *bases})
    found = dict(zip(wanted, _worked_out(context, kpi, wanted), strict=True))
    return [_reading(span, found[span], base, found[base]) for span, base in zip(spans, bases, strict=True)]


def _worked_out(context: Context, kpi: KpiRecord, spans: Sequence[Span]) -> list[Counted]:
    try:
        return WORKS[kpi.formula](context, chosen_for(kpi.formula, kpi.asked), spans, kpi.period)
    except HeadwayError as error:
        return [Counted(Kpi("", FORMULAS[kpi.formula].unit, None, reason=error.detail))] * len(spans)


def _stand(context: Context, kpi: KpiRecord, last: Span) -> str:
    """What the readings stand on: another text as soon as events, tables, cohorts or what was chosen change.

    Empty where nobody can tell, which is where the events are in a warehouse.
    """
    if is_there():
        return ""
    parts: list[Any] = [
        FORM, str(kpi.workspace_id), context.workspace.time_zone, kpi.formula, kpi.period, kpi.asked, str(last.since),
    ]  # fmt: skip
    if table := kpi.asked.get("table"):
        parts += rows(MetricTable, context).filter(ref=table).values_list("sha256", flat=True)
    else:
        parts += rows(EventSegment, context).order_by("id").values_list("sha256", flat=True)
        parts.append(rows(PersonAlias, context).aggregate(n=Count("pk"))["n"])
    if cohort := kpi.asked.get("cohort"):
        parts += map(
            str, rows(Cohort, context).filter(ref=cohort).values_list("version", "refreshed_at", "removed_at")
        )
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _reading(span: Span, now: Counted, base: Span, before: Counted) -> KpiReading:
    moved, kpi = changed(now.kpi, before.kpi), now.kpi
    return KpiReading(
        since=span.since, until=span.until, definition=kpi.definition, unit=kpi.unit, value=kpi.value, low=kpi.low,
        high=kpi.high, numerator=kpi.numerator, denominator=kpi.denominator, n=kpi.n, open_windows=kpi.open_windows,
        base_since=base.since, base_until=base.until, previous=before.kpi.value, change_ratio=moved.ratio,
        change_points=moved.points, change_reason=moved.reason, reason=kpi.reason,
        beside=[_beside(label, one) for label, one in now.beside],
    )  # fmt: skip


def _beside(label: str, kpi: Kpi) -> Beside:
    return Beside(
        label=label, definition=kpi.definition, unit=kpi.unit, value=kpi.value, low=kpi.low, high=kpi.high,
        numerator=kpi.numerator, denominator=kpi.denominator, reason=kpi.reason,
    )  # fmt: skip


def _banded(kpi: KpiRecord, history: Sequence[dict[str, Any]]) -> list[KpiReading]:
    """Readings with where each lies in the band as it is now."""
    found = [KpiReading.model_validate(one) for one in history]
    return [one.model_copy(update={"band": _band(kpi, one.value)}) for one in found]


def _band(kpi: KpiRecord, value: float | None) -> str:
    if value is None or (kpi.band_low is None and kpi.band_high is None):
        return ""
    if kpi.band_low is not None and value < kpi.band_low:
        return "below"
    return "above" if kpi.band_high is not None and value > kpi.band_high else "inside"
