"""The tree of a metric: its parts, what is said to drive it, and how strongly that is measured to."""

import pytest

from headway.apps.metrics.models import MetricDriver
from headway.apps.metrics.tests.given import done, driven, two_metrics
from headway.core.errors import Invalid
from headway.core.perform import ask
from tests.world import World

pytestmark = pytest.mark.django_db
SHOP = """
semantic_models:
  - name: shop
    model: ref('shop')
    defaults: {agg_time_dimension: day}
    entities: [{name: day_id, type: primary, expr: day}]
    dimensions: [{name: day, type: time}]
    measures: [{name: visits, agg: sum, create_metric: true}, {name: sales, agg: sum}]
"""


def planted(world: World) -> None:
    """Sales that go with the square root of the visits, over 90 days."""
    visits = [100 + (n * n * 7919) % 83 for n in range(90)]
    days = [f"2026-{5 + n // 30:02}-{n % 30 + 1:02},{one},{one**0.5:.6f}" for n, one in enumerate(visits)]
    done(world, "metrics.table_save", name="shop", content="day,visits,sales\n" + "\n".join(days) + "\n")
    done(world, "metrics.model_save", definition=SHOP)
    for name in ("visits", "sales"):
        text = f"metrics: [{{name: all_{name}, type: simple, type_params: {{measure: {name}}}}}]"
        done(world, "metrics.metric_save", ref=f"all_{name}", definition=text)
    ratio = (
        "metrics: [{name: yield, type: ratio, type_params: {numerator: all_sales, denominator: all_visits}}]"
    )
    done(world, "metrics.metric_save", ref="yield", definition=ratio, unit="sales a visit")


def test_the_tree_measures_what_is_planted(world: World) -> None:
    planted(world)
    done(world, "metrics.driver_add", metric="all_sales", driver="all_visits", note="Who comes may buy")
    found = ask("metrics.metric_tree", {"ref": "yield", "grain": "day"}, world.context()).model_dump(
        mode="json"
    )
    sales, visits = found["root"]["children"]
    assert [(one["id"], one["relation"]) for one in (sales, visits)] == [
        ("all_sales", "part"),
        ("all_visits", "part"),
    ]
    under = sales["children"][0]
    assert (under["id"], under["relation"], under["driver"]) == ("all_visits", "influence", "MD-1")
    assert under["tie"]["value"] == pytest.approx(0.5, abs=1e-4)
    assert (under["tie"]["lag"], under["tie"]["moves_together"]) == (0, True)
    page = world.client("analyst").get("/w/lumen/metrics/all_sales/drivers/?grain=day").content.decode()
    assert (
        "the one above moves by +5" in page
        and "not proven to be a cause" in page
        and "Who comes may buy" in page
    )
    weekly = ask("metrics.metric_tree", {"ref": "all_sales", "grain": "week"}, world.context()).model_dump(
        mode="json"
    )
    assert weekly["root"]["children"][0]["tie"]["reason"].endswith(
        "changes are known of both; at least 20 are needed"
    )


def test_a_driver_is_said_once_and_nothing_drives_itself(world: World) -> None:
    driven(world)
    for question, sentence in (
        ({"metric": "active_people", "driver": "all_actions"}, "is a driver of active_people already"),
        ({"metric": "all_actions", "driver": "active_people"}, "nothing drives itself"),
        ({"metric": "all_actions", "driver": "all_actions"}, "nothing drives itself"),
    ):
        with pytest.raises(Invalid, match=sentence):
            done(world, "metrics.driver_add", **question)
    assert MetricDriver.objects.count() == 1
    done(world, "metrics.driver_remove", ref="MD-1")
    assert MetricDriver.objects.count() == 0
    assert two_metrics(world)["driver"] == "all_actions"
