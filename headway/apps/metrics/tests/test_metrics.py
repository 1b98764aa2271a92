"""Metrics from definition to value: saved, with_test, certified, changed, asked, and what each refuses."""

from typing import Any

import pytest

from headway.apps.metrics.models import Metric, MetricVersion
from headway.apps.metrics.tests.given import (
    FIXTURE,
    METRIC,
    MODEL,
    certifiable,
    metric_there,
    with_test,
)
from headway.core.errors import HeadwayError, Invalid, NotFound
from headway.core.perform import ask, perform
from tests.world import World

pytestmark = pytest.mark.django_db
EVENTS = (
    "user,event,ts\nann,opened,2026-08-30T23:30:00Z\nann,opened,2026-09-02T10:00:00Z\n"
    "bo,paid,2026-09-02T11:00:00Z\ncy,opened,2026-09-03T11:00:00Z\n"
)


def asked(world: World, name: str, /, **question: Any) -> dict[str, Any]:
    return ask(name, question, world.context()).model_dump(mode="json")


def done(world: World, name: str, /, **question: Any) -> dict[str, Any]:
    return perform(name, question, world.context("owner")).model_dump(mode="json")


@pytest.fixture
def shop(world: World) -> World:
    metric_there(world)
    done(world, "analytics.event_import", file_name="events.csv", content=EVENTS)
    return world


def test_a_metric_is_worked_out_on_the_events(shop: World) -> None:
    found = asked(shop, "metrics.metric_value", metrics=["active_people"], by=["metric_time__month"])
    assert found["columns"] == ["metric_time__month", "active_people"]
    assert found["rows"] == [["2026-08-01", 1], ["2026-09-01", 3]]
    assert found["definitions"] == {"active_people": "active_people@1"}


def test_months_are_those_of_the_workspace(shop: World) -> None:
    shop.workspace.time_zone = "Europe/Helsinki"
    shop.workspace.save()
    found = asked(shop, "metrics.metric_value", metrics=["active_people"], by=["metric_time__day"])
    assert [row[0] for row in found["rows"]] == ["2026-08-31", "2026-09-02", "2026-09-03"]


def test_columns_days_and_filters(shop: World) -> None:
    question = {
        "metrics": ["active_people"],
        "by": ["user__event"],
        "from_day": "2026-09-01",
        "to_day": "2026-09-30",
    }
    assert asked(shop, "metrics.metric_value", **question)["rows"] == [["opened", 2], ["paid", 1]]
    where = ["{{ Dimension('user__event') }} = 'paid'"]
    assert asked(shop, "metrics.metric_value", metrics=["active_people"], where=where)["rows"] == [[1]]


def test_a_table_of_the_workspace_is_read_by_its_name(world: World) -> None:
    done(
        world,
        "metrics.table_save",
        name="orders",
        content="id,amount,day\n1,10.5,2026-09-01\n2,20,2026-09-02\n",
    )
    model = MODEL.replace("usage", "orders").replace("'events'", "'orders'").replace("happened_at", "day")
    model = model.replace("people, agg: count_distinct, expr: person", "amount, agg: sum").replace(
        "expr: event", "expr: id"
    )
    done(world, "metrics.model_save", definition=model.replace("expr: person", "expr: id"))
    definition = METRIC.replace("people", "sales").replace("measure: sales", "measure: amount")
    done(world, "metrics.metric_save", ref="active_sales", definition=definition)
    assert asked(world, "metrics.metric_value", metrics=["active_sales"])["rows"] == [[30.5]]


def test_no_definition_reaches_a_file(world: World) -> None:
    with pytest.raises(Invalid, match="only an expression on the columns of a row"):
        done(
            world,
            "metrics.model_save",
            definition=MODEL.replace("expr: event", "expr: \"read_text('/etc/passwd')\""),
        )
    with pytest.raises(Invalid, match="Table with name missing does not exist"):
        metric_there(world)
        done(world, "metrics.model_save", definition=MODEL.replace("'events'", "'missing'"))
        asked(world, "metrics.metric_value", metrics=["active_people"])


@pytest.mark.parametrize(
    ("name", "question", "sentence"),
    [
        ("metrics.metric_save", {"ref": "x", "definition": METRIC}, "the definition is of active_people"),
        ("metrics.metric_save", {"ref": "x"}, "there is no metric 'x' yet, and a new one needs a definition"),
        ("metrics.metric_save", {"ref": "x", "definition": "metrics: ["}, "Field definition: Line 1"),
        ("metrics.metric_save", {"ref": "x", "definition": MODEL}, "give one metric under"),
        ("metrics.metric_save", {"ref": "active_people", "definition": METRIC.replace("measure: people", "measure: men")},
         "There is no measure 'men'"),
        ("metrics.model_save", {"definition": METRIC}, "give one semantic model"),
        ("metrics.model_save", {"definition": MODEL.replace("name: usage", "name: other")},
         "the measure actions is in usage already"),
        ("metrics.table_save", {"name": "events", "content": "a\n1\n"}, "events is a table already"),
        ("metrics.table_save", {"name": "rows"}, "either as content or as an upload"),
        ("metrics.baseline_take", {"metrics": ["active_people"], "from_day": "2026-02-01", "to_day": "2026-01-01"},
         "it is before from_day"),
        ("metrics.metric_certify", {"ref": "active_people"},
         "lacks an owner, a decision that it serves, a passing test"),
    ],
)  # fmt: skip
def test_what_cannot_be_saved_is_told(
    world: World, name: str, question: dict[str, Any], sentence: str
) -> None:
    metric_there(world)
    with pytest.raises(Invalid, match=sentence):
        done(world, name, **question)
    assert Metric.objects.count() == 1
    assert MetricVersion.objects.count() == 1


def test_a_test_is_run_on_its_own_rows(world: World) -> None:
    with_test(world)
    found = done(world, "metrics.test_run", ref="active_people")
    assert (found["passed"], found["failed"], found["rows"][0]["found"]) == (1, 0, 2.0)
    done(world, "metrics.test_save", metric="active_people", name="wrong", fixture=FIXTURE, expected=3)
    done(
        world,
        "metrics.test_save",
        metric="active_people",
        name="torn",
        fixture={"events": [{"a": 1}]},
        expected=3,
    )
    rows = done(world, "metrics.test_run", ref="active_people")["rows"]
    assert [(one["name"], one["passed"]) for one in rows] == [
        ("a person counts once", True),
        ("wrong", False),
        ("torn", False),
    ]
    assert "cannot be worked out on these tables" in rows[2]["fault"]


def test_another_meaning_is_a_new_version_and_no_longer_certified(world: World) -> None:
    done(world, "metrics.metric_certify", **certifiable(world))
    assert Metric.objects.get().state == "certified"
    renoted = METRIC.replace("label: Active people", "label: People")
    done(world, "metrics.metric_save", ref="active_people", definition=renoted, note="shorter")
    assert Metric.objects.get().state == "certified"
    other = METRIC.replace("measure: people", "measure: actions")
    done(world, "metrics.metric_save", ref="active_people", definition=other, effective_on="2026-10-01")
    metric = Metric.objects.get()
    assert (metric.state, metric.definition_version, str(metric.effective_on)) == ("draft", 3, "2026-10-01")
    versions = asked(world, "metrics.metric_detail", ref="active_people")["versions"]
    assert [(one["number"], one["note"]) for one in versions] == [(3, ""), (2, "shorter"), (1, "")]


def test_a_baseline_is_kept_and_unknown_is_told(shop: World) -> None:
    days = {"from_day": "2026-09-01", "to_day": "2026-09-30"}
    found = done(shop, "metrics.baseline_take", metrics=["active_people"], **days)
    assert (found["taken"], found["not_taken"]) == ({"active_people": 3.0}, [])
    assert Metric.objects.get().baseline == 3.0
    with pytest.raises(NotFound):
        done(shop, "metrics.baseline_take", metrics=["nobody"], **days)


def test_vanity_is_told(world: World) -> None:
    metric_there(world)
    ever = "metrics:\n  - {name: ever, type: cumulative, type_params: {measure: people}}"
    done(world, "metrics.metric_save", ref="ever", definition=ever, unit="people", decision="None of note")
    found = asked(world, "metrics.metric_lint")
    assert found["checked"] == 2
    told = {one["id"]: one["warnings"] for one in found["rows"]}
    assert told["ever"] == [
        "No baseline: nobody can tell whether it moved. Take one.",
        "It can only rise. Count it over a window, or as a share.",
        "No owner. Name who answers for it.",
        "No passing test. Give rows and the number they must make.",
    ]
    assert told["active_people"][1] == "No decision. Say what would be done differently if it moved."


def test_gaps_name_the_table_that_is_not_there(world: World) -> None:
    metric_there(world)
    assert asked(world, "metrics.metric_gaps") == {"computable": 1, "rows": []}
    done(world, "metrics.model_save", definition=MODEL.replace("'events'", "'orders'"))
    gap = asked(world, "metrics.metric_gaps")
    assert gap["computable"] == 0
    assert gap["rows"] == [
        {"id": "active_people", "label": "Active people", "reason": "The table orders is not there.", "kind": "table",
         "about": "orders", "step": "Bring its file as the table orders."}
    ]  # fmt: skip
    done(world, "metrics.table_save", name="orders", content="id,event,happened_at\n1,paid,2026-09-01\n")
    [row] = asked(world, "metrics.metric_gaps")["rows"]
    assert (row["kind"], row["about"]) == ("columns", "orders")
    assert row["reason"].startswith(
        'The table orders lacks what it reads: Binder Error: Referenced column "person"'
    )


def test_lineage_says_what_stands_on_a_metric(world: World) -> None:
    metric_there(world)
    rate = "metrics:\n  - {name: rate, type: ratio, type_params: {numerator: active_people, denominator: active_people}}"
    done(world, "metrics.metric_save", ref="rate", definition=rate)
    found = asked(world, "metrics.metric_lineage", ref="active_people")
    assert (found["tables"], found["measures"], found["used_by"]) == (["events"], ["people"], ["rate"])
    assert asked(world, "metrics.metric_lineage", ref="rate")["metrics"] == ["active_people"]


def test_metrics_of_elsewhere_are_not_there(world: World) -> None:
    metric_there(world)
    with pytest.raises(NotFound):
        ask("metrics.metric_detail", {"ref": "active_people"}, world.context_elsewhere())
    with pytest.raises(HeadwayError):
        ask("metrics.metric_value", {"metrics": ["active_people"]}, world.context_elsewhere())


def test_a_metric_over_time_and_its_rows(shop: World) -> None:
    found = asked(shop, "metrics.metric_series", ref="active_people", grain="day", by="user__event")
    assert found["whole"] == [
        ["2026-08-31", 1.0],
        ["2026-09-01", None],
        ["2026-09-02", 2.0],
        ["2026-09-03", 1.0],
    ]
    assert [(one["value"], one["points"][2:]) for one in found["parts"]] == [
        ("opened", [["2026-09-02", 1.0], ["2026-09-03", 1.0]]),
        ("paid", [["2026-09-02", 1.0], ["2026-09-03", None]]),
    ]
    assert (found["splits"], found["period"], found["value"], found["change"]) == (
        ["user__event"],
        "2026-09-03",
        1.0,
        -0.5,
    )
    point = {
        "ref": "active_people",
        "grain": "day",
        "period": "2026-09-02",
        "by": "user__event",
        "value": "paid",
    }
    rows = ask("metrics.metric_rows", point, shop.context("analyst")).model_dump(mode="json")
    assert (rows["columns"][:3], rows["rows"][0][:4], len(rows["rows"])) == (
        ["person", "account", "event"],
        ["bo", "", "paid", "2026-09-02 13:00:00"],
        1,
    )
    with pytest.raises(Invalid, match="cannot be split by 'user__plan'; there are user__event"):
        asked(shop, "metrics.metric_series", ref="active_people", by="user__plan")


def test_the_list_is_drawn_in_few_queries(world: World, django_assert_max_num_queries: Any) -> None:
    metric_there(world)
    client = world.client()
    address = f"/w/{world.workspace.slug}/metrics/"
    client.get(address)
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200
