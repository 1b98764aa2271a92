"""For each action on metrics, a question that the owner of the small world may send."""

from collections.abc import Callable
from typing import Any

from headway.apps.kpis.tests.given import KPI, kpi_there
from headway.apps.metrics.tests.given import (
    METRIC,
    MODEL,
    baseline,
    certifiable,
    choice,
    driven,
    metric_there,
    model_there,
    table_there,
    trial,
    two_metrics,
    with_test,
)
from tests.world import World

METRIC_EXAMPLES: dict[str, Callable[[World], dict[str, Any]]] = {
    "kpis.kpi_remove": kpi_there,
    "kpis.kpi_save": lambda world: KPI,
    "kpis.kpi_take": kpi_there,
    "metrics.baseline_take": baseline,
    "metrics.choice_save": choice,
    "metrics.dimension_add": lambda world: model_there(world) and {"model": "usage", "column": "account"},
    "metrics.driver_add": two_metrics,
    "metrics.driver_remove": driven,
    "metrics.files_import": lambda world: {"files": [{"name": "usage.yml", "content": MODEL + METRIC}]},
    "metrics.key_results_take": lambda world: {},
    "metrics.measure_add": lambda world: model_there(world) and {"model": "usage", "time": "happened_at"},
    "metrics.metric_certify": certifiable,
    "metrics.metric_retire": lambda world: metric_there(world) | {"reason": "Look at the buyers instead"},
    "metrics.metric_save": model_there,
    "metrics.model_remove": lambda world: model_there(world) and {"ref": "usage"},
    "metrics.model_save": lambda world: {"definition": MODEL},
    "metrics.table_remove": table_there,
    "metrics.table_save": lambda world: {"name": "orders", "content": "id,amount\n1,10\n2,20\n"},
    "metrics.test_remove": lambda world: with_test(world) and {"ref": "MT-1"},
    "metrics.test_run": with_test,
    "metrics.test_save": trial,
}
