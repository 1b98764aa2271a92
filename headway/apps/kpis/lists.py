"""The list here: KPIs of the role."""

from django.db.models import FloatField, Value
from django.db.models.functions import Cast

from headway.apps.kpis.formulas import FORMULAS
from headway.apps.kpis.kinds import KPI
from headway.apps.kpis.models import Kpi
from headway.core.lists.columns import Column, RecordList, list_add
from headway.core.lists.expressions import JsonNumber, JsonText

BANDS = (("inside", "Inside"), ("below", "Below"), ("above", "Above"))
SAVED, TAKEN = "kpis.kpi_save", "kpis.kpi_take"
KPIS = list_add(
    RecordList(
        KPI,
        (
            Column("title", "KPI", action=SAVED),
            Column("formula", "Formula", "choice", choices=tuple((name, one.label) for name, one in FORMULAS.items()),
                   action=SAVED),
            Column("value", "Value", "number", expression=lambda _: JsonNumber("reading", "value"), unsummed=True,
                   action=TAKEN),
            Column("unit", "Unit", expression=lambda _: JsonText("reading", "unit"), action=TAKEN),
            Column("change", "Change", "number", unit="%", unsummed=True, action=TAKEN,
                   expression=lambda _: JsonNumber("reading", "change_ratio") * Cast(Value(100), FloatField())),
            Column("points", "Change in its unit", "number", unsummed=True, shown=False, action=TAKEN,
                   expression=lambda _: JsonNumber("reading", "change_points")),
            Column("open", "Windows still open", "number", unsummed=True, shown=False, action=TAKEN,
                   expression=lambda _: JsonNumber("reading", "open_windows")),
            Column("band", "Band", "choice", choices=BANDS, expression=lambda _: JsonText("reading", "band"),
                   action=TAKEN),
            Column("band_low", "Band from", "number", unsummed=True, shown=False, action=SAVED),
            Column("band_high", "Band up to", "number", unsummed=True, shown=False, action=SAVED),
            Column("owner", "Owner", "person", action=SAVED),
            Column("period", "For each", "choice", choices=tuple(Kpi.Period.choices), action=SAVED),
            Column("reason", "Why it is unknown", expression=lambda _: JsonText("reading", "reason"), shown=False,
                   action=TAKEN),
            Column("taken_at", "Worked out", "moment", shown=False, action=TAKEN),
        ),
        sort=("ref",),
    )
)  # fmt: skip
