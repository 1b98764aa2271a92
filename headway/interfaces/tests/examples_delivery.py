"""The examples of launches, experiments, and what requirements need to be delivered."""

from collections.abc import Callable
from typing import Any

from headway.core.perform import perform
from tests.world import NOW, World

Question = dict[str, Any]
EVENTS = "user,event,ts\nu1,signed_in,2026-09-01T10:00:00Z\n"


def done(world: World, name: str, /, **question: Any) -> Question:
    return perform(name, question, world.context("owner")).model_dump(mode="json")


def readiness(world: World) -> Question:
    criteria = [{"text": "The runbook is written", "owner": "support"}]
    return {"name": "Large launches", "tier": "major", "criteria": criteria}


def deprecation(world: World) -> Question:
    done(world, "analytics.event_import", file_name="events.csv", content=EVENTS)
    days = {"notice_on": "2099-01-01", "ends_on": "2099-12-31"}
    words = {"guide": "Use the new export.", "alternative": "The new export"}
    return {"feature": "Old export", "events": ["signed_in"]} | days | words


def deprecation_there(world: World) -> Question:
    soon = deprecation(world) | {"notice_on": f"{NOW:%Y-%m-%d}"}
    return {"ref": done(world, "launch.deprecation_start", **soon)["ref"]}


def launch(world: World) -> Question:
    from headway.interfaces.tests.examples import initiative_there

    done(world, "launch.readiness_save", **readiness(world))
    brought = {
        "initiatives": [initiative_there(world)["ref"]],
        "starts_on": "2027-01-11",
        "ends_on": "2027-01-15",
    }
    return {"name": "Exports that finish", "tier": "major", "owner": "owner@lumen.test"} | brought


def launch_there(world: World) -> Question:
    return {"ref": done(world, "launch.launch_save", **launch(world))["ref"]}


def readiness_item(world: World) -> Question:
    return {"ref": f"{launch_there(world)['ref']}-R1", "done": True, "note": "Read by support"}


def experiment(world: World) -> Question:
    judged = {"primary_metric": "exports", "guardrails": ["complaints"], "smallest_effect_share": 0.05}
    rule = {"audience_share": 0.1, "decision_rule": "Keep it if exports rise."}
    return {"title": "A retry button", "kind": "layout", "hypothesis": "People retry."} | judged | rule


def experiment_there(world: World) -> Question:
    return {"ref": done(world, "experiments.experiment_save", **experiment(world))["ref"]}


def ticket_there(world: World) -> Question:
    content = "Issue key,Summary\nAPP-1,Retry a failed export\n"
    done(world, "core.file_import", kind="backlog", file_name="backlog.csv", content=content)
    return {"ref": "APP-1"}


def quality_bar(world: World) -> Question:
    threshold = {"comparison": "at_least", "value": 99.9, "unit": "%"}
    return {"category": "availability", "measure": "exports that work", "area": "Exports"} | threshold


def slice_of(world: World) -> Question:
    from headway.interfaces.tests.examples import objective_there, prd_there

    mvp = {"title": "Retry once", "inside": "One retry a minute later", "outcome": "KR1"}
    done(world, "strategy.key_result_save", **objective_there(world))
    return prd_there(world) | mvp


def slice_there(world: World) -> Question:
    question = slice_of(world)
    return {"ref": question["ref"], "slice": done(world, "requirements.slice_save", **question)["ref"]}


def slice_gone(world: World) -> Question:
    question = slice_there(world)
    done(world, "requirements.slice_remove", **question)
    return question


def item(world: World) -> Question:
    from headway.interfaces.tests.examples import initiative_there

    return ticket_there(world) | {"initiative": initiative_there(world)["ref"]}


DELIVERY_EXAMPLES: dict[str, Callable[[World], Question]] = {
    "experiments.experiment_save": experiment,
    "experiments.experiment_start": experiment_there,
    "launch.deprecation_advance": deprecation_there,
    "launch.deprecation_start": deprecation,
    "launch.launch_save": launch,
    "launch.launch_status_set": lambda world: launch_there(world) | {"status": "preparing"},
    "launch.readiness_item_set": readiness_item,
    "launch.readiness_save": readiness,
    "requirements.backlog_order": lambda world: {"refs": [ticket_there(world)["ref"]]},
    "requirements.item_link": item,
    "requirements.quality_bar_save": quality_bar,
    "requirements.slice_remove": slice_there,
    "requirements.slice_restore": slice_gone,
    "requirements.slice_save": slice_of,
}
