"""A KPI and events to work it out on, as tests of KPIs start from."""

from typing import Any

from headway.apps.metrics.tests.given import done
from tests.world import World

KPI: dict[str, Any] = {"title": "People who come back", "formula": "retention", "event": "opened"}


def kpi_there(world: World) -> dict[str, Any]:
    done(world, "kpis.kpi_save", **KPI)
    return {"ref": "KPI-1"}
