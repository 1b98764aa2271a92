"""A small model, a metric on it and a test, as tests of metrics start from."""

from typing import Any

from headway.core.perform import perform
from tests.world import World

Question = dict[str, Any]
MODEL = """
semantic_models:
  - name: usage
    model: ref('events')
    defaults: {agg_time_dimension: day}
    entities:
      - {name: user, type: primary, expr: person}
    dimensions:
      - {name: day, type: time, expr: happened_at}
      - {name: event, type: categorical}
    measures:
      - {name: people, agg: count_distinct, expr: person}
      - {name: actions, agg: count, expr: event}
"""
METRIC = """
metrics:
  - {name: active_people, label: Active people, type: simple, type_params: {measure: people}}
"""
ORDERS = "id,plan,amount,day\n1,pro,10.5,2026-09-01\n2,free,20,2026-09-02\n3,pro,5,2026-08-02\n"
FIXTURE = {
    "events": [
        {"person": "ann", "event": "opened", "happened_at": "2026-09-01"},
        {"person": "ann", "event": "opened", "happened_at": "2026-09-02"},
        {"person": "bo", "event": "opened", "happened_at": "2026-09-02"},
    ]
}


def done(world: World, name: str, /, **question: Any) -> Question:
    return perform(name, question, world.context("owner")).model_dump(mode="json")


def table_there(world: World) -> Question:
    done(world, "metrics.table_save", name="orders", content=ORDERS)
    return {"name": "orders"}


def choice(world: World) -> Question:
    table_there(world)
    which = [{"column": "plan", "values": ["pro"]}]
    return {
        "label": "Pro sales",
        "table": "orders",
        "agg": "sum",
        "column": "amount",
        "time": "day",
        "where": which,
    }


def model_there(world: World) -> Question:
    done(world, "metrics.model_save", definition=MODEL)
    return {"ref": "active_people", "definition": METRIC, "unit": "people", "direction": "up"}


def metric_there(world: World) -> Question:
    done(world, "metrics.metric_save", **model_there(world))
    return {"ref": "active_people"}


def trial(world: World) -> Question:
    metric_there(world)
    return {"metric": "active_people", "name": "a person counts once", "fixture": FIXTURE, "expected": 2}


def with_test(world: World) -> Question:
    done(world, "metrics.test_save", **trial(world))
    return {"ref": "active_people"}


def certifiable(world: World) -> Question:
    with_test(world)
    owner = world.users["analyst"].email
    done(world, "metrics.metric_save", ref="active_people", owner=owner, decision="Whether to grow the team")
    return {"ref": "active_people"}


def baseline(world: World) -> Question:
    metric_there(world)
    return {"metrics": ["active_people"], "from_day": "2026-08-01", "to_day": "2026-08-31"}


def two_metrics(world: World) -> Question:
    metric_there(world)
    second = METRIC.replace("active_people", "all_actions").replace("measure: people", "measure: actions")
    done(
        world,
        "metrics.metric_save",
        ref="all_actions",
        definition=second.replace("Active people", "All actions"),
    )
    return {"metric": "active_people", "driver": "all_actions"}


def driven(world: World) -> Question:
    done(world, "metrics.driver_add", **two_metrics(world))
    return {"ref": "MD-1"}
