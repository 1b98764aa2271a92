"""Definitions from files: what is taken, what is kept without being computed, what has drifted, what is refused."""

import os
from pathlib import Path
from typing import Any

import pytest

from headway.apps.metrics.models import Metric, SemanticModel
from headway.apps.metrics.tests.given import METRIC, MODEL
from headway.core.errors import Invalid
from headway.core.perform import ask, perform
from tests.world import World

pytestmark = pytest.mark.django_db
DATA = Path(os.environ.get("HEADWAY_DATA", Path(__file__).parents[5] / "shared" / "data"))
HUB = DATA / "metric-hub"
TOML = """
[metrics.sales]
select_expression = '{{agg_sum("amount")}}'
data_source = "orders"
owner = "analyst@lumen.test"
[metrics.rate]
select_expression = "COUNTIF(paid) / COUNT(DISTINCT client_id)"
data_source = "orders"
[metrics.seen]
select_expression = '{{agg_any("x")}}'
data_source = "orders"
[data_sources.orders]
from_expression = "shop.orders"
"""


def taken(world: World, files: dict[str, str], **more: Any) -> dict[str, Any]:
    listed = [{"name": name, "content": content} for name, content in files.items()]
    return perform("metrics.files_import", {"files": listed, **more}, world.context()).model_dump(mode="json")


def test_a_folder_of_yaml(world: World) -> None:
    report = taken(world, {"models.yml": MODEL, "metrics.yml": METRIC, "torn.yml": "metrics: ["})
    assert (report["made"], report["refused"][0]["name"]) == (["active_people"], "torn.yml")
    assert taken(world, {"models.yml": MODEL, "metrics.yml": METRIC})["unchanged"] == ["active_people"]


def test_a_known_name_with_another_meaning_is_a_drift(world: World) -> None:
    taken(world, {"a.yml": MODEL + METRIC})
    other = METRIC.replace("measure: people", "measure: actions")
    assert taken(world, {"a.yml": other})["drifted"] == ["active_people"]
    assert Metric.objects.get().definition_version == 1
    report = taken(world, {"a.yml": other}, take_changes=True)
    assert (report["changed"], report["drifted"]) == (["active_people"], [])
    assert Metric.objects.get().definition_version == 2


def test_what_cannot_be_computed_is_kept_with_why(world: World) -> None:
    report = taken(world, {"shop.toml": TOML})
    assert report["made"] == ["shop_sales", "shop_rate_over", "shop_rate_under", "shop_rate", "shop_seen"]
    assert report["not_computable"] == [
        {"name": "shop_seen", "reason": "The macro in '{{agg_any(\"x\")}}' is not read; write its SQL out."}
    ]
    assert report["ownerless"] == ["shop_rate", "shop_seen"]
    assert Metric.objects.get(ref="shop_sales").owner == world.users["analyst"]
    with pytest.raises(Invalid, match="shop_seen cannot be computed: The macro"):
        ask("metrics.metric_value", {"metrics": ["shop_seen"]}, world.context())
    page = world.client().get(f"/w/{world.workspace.slug}/metrics/shop_seen/").content.decode()
    assert "is not read; write its SQL out." in page


def test_metrics_of_a_hub_are_worked_out_once_their_table_is_there(world: World) -> None:
    taken(world, {"shop.toml": TOML})
    csv = "client_id,amount,paid,submission_date\na,10,true,2026-09-01\na,5,false,2026-09-02\nb,1,true,2026-09-02\n"
    perform("metrics.table_save", {"name": "shop_orders", "content": csv}, world.context())
    found = ask(
        "metrics.metric_value", {"metrics": ["shop_sales", "shop_rate"]}, world.context()
    ).model_dump()
    assert found["rows"] == [[16, 1.0]]


def test_what_is_exported_comes_in_again(world: World) -> None:
    taken(world, {"a.yml": MODEL + METRIC})
    exported = ask("metrics.catalogue_export", {}, world.context()).model_dump()
    assert exported["left_out"] == []
    files = [{"name": "osi.yaml", "content": exported["text"]}]
    report = perform("metrics.files_import", {"files": files}, world.context_elsewhere()).model_dump()
    assert (report["made"], report["not_computable"]) == (["active_people"], [])


def test_files_without_a_definition_are_refused(world: World) -> None:
    with pytest.raises(Invalid, match="no semantic model and no metric is in them"):
        taken(world, {"a.yml": "saved_queries: []"})


@pytest.mark.skipif(
    not HUB.exists(), reason=f"There is no {HUB}: name the folder of the data in HEADWAY_DATA."
)
def test_the_whole_metric_hub(world: World) -> None:
    files = {path.name: path.read_text() for path in sorted(HUB.glob("*.toml"))}
    report = taken(world, files)
    counts = {name: len(value) for name, value in report.items()}
    print(f"metric-hub: {counts}, {SemanticModel.objects.count()} semantic models")
    kept = Metric.objects.exclude(ref__endswith="_over").exclude(ref__endswith="_under").count()
    assert kept == 214 + 53 + 37 + 11
    assert (report["refused"], report["drifted"]) == ([], [])
    assert all(one["reason"] for one in report["not_computable"])
    gaps = ask("metrics.metric_gaps", {}, world.context()).model_dump()
    assert gaps["computable"] == 0
    assert {"name": "firefox_desktop_ad_click_rate", "reason": "It has no expression of its own: it depends on other "
            "metrics of an experiment."} in report["not_computable"]  # fmt: skip
