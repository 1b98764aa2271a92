"""Tables behind metrics: taken from a file, replaced, removed, and what each would break."""

import json
from pathlib import Path

import pytest

from headway.apps.metrics.models import MetricTable
from headway.apps.metrics.tests.given import ORDERS, done, table_there
from headway.core.errors import Invalid
from headway.core.files import upload_store
from headway.core.perform import ask
from tests.world import World

pytestmark = pytest.mark.django_db
MODEL = """
semantic_models:
  - name: orders
    model: ref('orders')
    defaults: {agg_time_dimension: day}
    primary_entity: order
    dimensions: [{name: day, type: time}, {name: plan, type: categorical}]
    measures: [{name: revenue, agg: sum, expr: amount}, {name: orders, agg: count, expr: id}]
"""


def metrics_on_orders(world: World) -> None:
    table_there(world)
    done(world, "metrics.model_save", definition=MODEL)
    for name in ("revenue", "orders"):
        definition = f"metrics: [{{name: {name}, type: simple, type_params: {{measure: {name}}}}}]"
        done(world, "metrics.metric_save", ref=name, definition=definition)


def test_a_table_is_taken_replaced_and_removed(world: World) -> None:
    metrics_on_orders(world)
    [row] = ask("metrics.table_list", {}, world.context()).model_dump(mode="json")["rows"]
    assert (row["name"], row["rows"], row["metrics"], row["models"]) == (
        "orders",
        3,
        ["orders", "revenue"],
        ["orders"],
    )
    assert [one["kind"] for one in row["columns"]] == ["number", "text", "number", "day"]
    first = Path(MetricTable.objects.get().path)
    with pytest.raises(
        Invalid, match=r"with this file revenue can no longer be worked out \(Binder Error.*amount"
    ):
        done(world, "metrics.table_save", name="orders", content="id,plan,day\n1,pro,2026-09-01\n")
    assert MetricTable.objects.get().path == str(first)
    assert len(list(first.parent.glob("*.parquet"))) == 1
    with pytest.raises(Invalid, match="orders is read by orders, revenue; retire or change"):
        done(world, "metrics.table_remove", name="orders")
    done(
        world,
        "metrics.table_save",
        name="orders",
        content="id,plan,day\n1,pro,2026-09-01\n",
        break_metrics=True,
    )
    for name in ("revenue", "orders"):
        done(world, "metrics.metric_retire", ref=name, reason="gone")
    with pytest.raises(Invalid, match="the semantic model orders; remove that first"):
        done(world, "metrics.table_remove", name="orders")


def test_a_file_is_looked_at_before_it_is_taken(world: World) -> None:
    metrics_on_orders(world)
    lines = [{"id": 1, "day": "2026-09-01", "who": {"mail": "ann@b.test"}, "plan": "pro"}]
    text = "\n".join(json.dumps(one) for one in lines)
    context = world.context()
    upload = upload_store(context, [text.encode()])
    found = ask("metrics.file_preview", {"name": "orders", "upload": upload}, context).model_dump(mode="json")
    assert (found["count"], found["replaces"], found["missing"], found["added"]) == (
        1,
        True,
        ["amount"],
        ["who"],
    )
    assert [one["name"] for one in found["breaks"]] == ["revenue"]
    by_text = ask("metrics.file_preview", {"name": "orders", "content": text}, context).model_dump(
        mode="json"
    )
    assert by_text == found
    # What is nested is text, where whoever is named can be found and struck.
    assert found["rows"] == [[1, "2026-09-01", '{"mail":"ann@b.test"}', "pro"]]
    assert MetricTable.objects.get().rows == 3
    for name, sentence in (("events", "is a table already"), ("Orders", "Field name")):
        with pytest.raises(Invalid, match=sentence):
            ask("metrics.file_preview", {"name": name, "upload": upload}, context)


def test_the_columns_of_events_are_theirs_and_those_of_their_properties(world: World) -> None:
    lines = [{"user": "ann", "event": "paid", "ts": "2026-09-02T11:00:00Z", "amount": 5}]
    content = "user,event,ts,amount\nann,paid,2026-09-02T11:00:00Z,5\n"
    done(world, "analytics.event_import", file_name="events.csv", content=content)
    found = ask("metrics.table_detail", {"name": "events"}, world.context()).model_dump(mode="json")
    assert (found["row"]["rows"], found["is_file"]) == (len(lines), False)
    assert [one["name"] for one in found["columns"]][-2:] == ["properties", "properties.amount"]


def test_no_file_of_elsewhere(world: World) -> None:
    table_there(world)
    assert ask("metrics.table_list", {}, world.context_elsewhere()).model_dump()["rows"] == []
    upload = upload_store(world.context(), [ORDERS.encode()])
    with pytest.raises(Invalid, match="is not an upload of this workspace"):
        ask("metrics.file_preview", {"name": "orders", "upload": upload}, world.context_elsewhere())
