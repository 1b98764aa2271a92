"""The kind of record here: KPIs of the role."""

from headway.apps.kpis.models import Kpi
from headway.core.kinds import RecordKind, declare

KPI = declare(RecordKind("kpi", Kpi, "KPI", "KPIs", "title", page="kpis:kpi"))
