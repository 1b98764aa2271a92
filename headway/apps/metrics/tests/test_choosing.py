"""A metric by choosing: looked at, saved, opened again; what is in the way is one sentence."""

from typing import Any

import pytest

from headway.apps.metrics.models import Metric, SemanticModel
from headway.apps.metrics.tests.given import choice, done, metric_there, model_there
from headway.core.errors import Invalid
from headway.core.perform import ask
from tests.world import World

pytestmark = pytest.mark.django_db
EVENTS = (
    "user,event,ts,amount\nann,opened,2026-08-02T10:00:00Z,\nann,paid,2026-08-03T10:00:00Z,5\n"
    "bo,opened,2026-09-02T11:00:00Z,\nbo,paid,2026-09-02T12:00:00Z,7.5\ncy,opened,2026-09-03T11:00:00Z,\n"
)


def asked(world: World, name: str, /, **question: Any) -> dict[str, Any]:
    return ask(name, question, world.context("owner")).model_dump(mode="json")


def test_a_metric_is_looked_at_saved_and_opened_again(world: World) -> None:
    question = choice(world)
    what = {name: value for name, value in question.items() if name != "label"}
    seen = asked(world, "metrics.choice_preview", **what)
    assert seen["whole"] == [["2026-08-01", 5.0], ["2026-09-01", 10.5]]
    assert (seen["model"], seen["added"]) == ("orders", ["day", "orders_sum_amount", "plan"])
    assert not Metric.objects.exists() and not SemanticModel.objects.exists()
    saved = done(world, "metrics.choice_save", **question, unit="USD", decision="Whether Pro gets dearer")
    assert saved["ref"] == "pro_sales"
    months = asked(world, "metrics.metric_value", metrics=["pro_sales"], by=["metric_time__month"])["rows"]
    assert months == seen["whole"]
    kept = asked(world, "metrics.choice_detail", ref="pro_sales")["choice"]
    assert {name: kept[name] for name in ("table", "agg", "column", "time", "where")} == {
        "table": "orders", "agg": "sum", "column": "amount", "time": "day",
        "where": [{"column": "plan", "how": "is", "values": ["pro"]}],
    }  # fmt: skip
    done(world, "metrics.choice_save", ref="pro_sales", **what | {"where": []}, note="all of them")
    metric = Metric.objects.get()
    assert (metric.label, metric.unit, metric.definition_version) == ("Pro sales", "USD", 2)
    with pytest.raises(Invalid, match="there is a metric pro_sales already"):
        done(world, "metrics.choice_save", **question)


def test_ratios_running_totals_and_conversions(world: World) -> None:
    model_there(world)
    done(world, "analytics.event_import", file_name="events.csv", content=EVENTS)
    paid = [{"column": "event", "values": ["paid"]}]
    begun = [{"column": "event", "values": ["opened"]}]
    base = {"table": "events", "time": "happened_at"}
    total = {"agg": "sum", "column": "properties.amount", "where": paid}
    ever = asked(world, "metrics.choice_preview", kind="cumulative", **base, **total)
    assert ever["whole"] == [["2026-08-01", 5.0], ["2026-09-01", 12.5]]
    share = {"kind": "conversion", "who": "person", "where": begun, "then": paid, "window": "30 days"}
    assert asked(world, "metrics.choice_preview", **base, **share)["whole"] == [
        ["2026-08-01", 1.0],
        ["2026-09-01", 0.5],
    ]
    done(world, "metrics.choice_save", label="Paid", **base, **total)
    done(world, "metrics.choice_save", label="People", agg="count_distinct", column="person", **base)
    rate = {"kind": "ratio", "numerator": "paid", "denominator": "people"}
    assert asked(world, "metrics.choice_preview", **rate)["whole"] == [
        ["2026-08-01", 5.0],
        ["2026-09-01", 3.75],
    ]
    assert asked(world, "metrics.column_values", table="events", column="event") == {
        "values": ["opened", "paid"]
    }
    with pytest.raises(Invalid, match="paid leads back to itself over paid"):
        done(
            world,
            "metrics.choice_save",
            label="Loop",
            ref="paid",
            kind="ratio",
            numerator="paid",
            denominator="people",
        )


def test_what_no_form_can_say_stays_yaml(world: World) -> None:
    metric_there(world)
    assert asked(world, "metrics.choice_detail", ref="active_people")["choice"]["agg"] == "count_distinct"
    odd = "metrics: [{name: odd, type: simple, type_params: {measure: {name: people, fill_nulls_with: 0}}}]"
    done(world, "metrics.metric_save", ref="odd", definition=odd)
    assert asked(world, "metrics.choice_detail", ref="odd")["choice"] is None
    for question, sentence in (
        ({"table": "events"}, "Not chosen well yet: choose the column that says on which day"),
        (
            {"table": "events", "agg": "sum", "column": "event", "time": "happened_at"},
            "event holds no numbers",
        ),
    ):
        with pytest.raises(Invalid, match=sentence):
            asked(world, "metrics.choice_preview", **question)
