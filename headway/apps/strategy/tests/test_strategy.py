"""Objectives and key results over the same door that everybody uses."""

import pytest

from headway.apps.strategy.models import Objective
from headway.core.access import rows
from headway.core.errors import Invalid, NotFound, Refused
from headway.core.models import Activity
from headway.core.perform import ask, perform
from tests.world import World

ACTIVATION = {
    "ref": "KR1",
    "objective": "O1",
    "title": "More people pay",
    "metric": "activation_14d",
    "unit": "share",
    "baseline": 0.41,
    "target": 0.47,
    "due": "2026-12-31",
}
FILE = (
    "objective_id,objective,key_result_id,key_result,metric,unit,baseline,target,due\n"
    "O1,First payment,KR1,More people pay,activation_14d,share,0.41,0.47,2026-12-31\n"
    "O1,First payment,KR2,Faster,days_to_pay,days,,7.5,\n"
    "O2,Trust,KR3,Fewer failures,failed_share,share,abc,0.04,2026-12-31\n"
)


def objectives(world: World) -> list[dict]:
    return ask("strategy.objective_list", {}, world.context()).model_dump(mode="json")["rows"]


def imported(world: World, content: str = FILE) -> dict:
    question = {"kind": "objectives", "file_name": "objectives.csv", "content": content}
    return perform("core.file_import", question, world.context()).model_dump(mode="json")


def test_an_objective_with_its_key_result_is_listed_with_the_goal(world: World) -> None:
    context = world.context()
    perform("core.workspace_edit", {"goal": "More first payments"}, context)
    perform("strategy.objective_save", {"ref": "O1", "title": "First payment"}, context)
    perform("strategy.key_result_save", ACTIVATION, context)
    answer = ask("strategy.objective_list", {}, world.context()).model_dump(mode="json")
    result = {name: value for name, value in ACTIVATION.items() if name not in ("ref", "objective")}
    result |= {"now": None, "now_from": "", "now_reason": "its metric has not been read yet"}
    assert answer == {
        "goal": "More first payments",
        "rows": [{"id": "O1", "title": "First payment", "key_results": [{"id": "KR1"} | result]}],
    }


def test_a_change_leaves_the_rest_and_is_told_in_the_log(world: World) -> None:
    context = world.context()
    perform("strategy.objective_save", {"ref": "O1", "title": "First payment"}, context)
    perform("strategy.key_result_save", ACTIVATION, context)
    perform("strategy.key_result_save", {"ref": "KR1", "target": 0.5}, context)
    changed = objectives(world)[0]["key_results"][0]
    assert (changed["target"], changed["baseline"], changed["due"]) == (0.5, 0.41, "2026-12-31")
    last = rows(Activity, context).order_by("-sequence")[0]
    assert (last.action, last.changes) == (
        "strategy.key_result_save",
        {"target": {"before": 0.47, "after": 0.5}},
    )


def test_a_new_objective_needs_a_title(world: World) -> None:
    with pytest.raises(Invalid, match="no objective 'O9' yet, and a new one needs a title"):
        perform("strategy.objective_save", {"ref": "O9"}, world.context())
    assert objectives(world) == []


def test_a_key_result_of_an_objective_that_is_not_there_changes_nothing(world: World) -> None:
    with pytest.raises(NotFound, match="No objective 'O1'"):
        perform("strategy.key_result_save", ACTIVATION, world.context())
    assert rows(Activity, world.context()).count() == 0


def test_a_viewer_may_not_write_objectives(world: World) -> None:
    with pytest.raises(Refused, match=r"strategy.objective_save is not open to the role viewer"):
        perform("strategy.objective_save", {"ref": "O1", "title": "First"}, world.context("viewer"))
    assert objectives(world) == []


def test_a_file_makes_objectives_and_names_its_bad_row(world: World) -> None:
    report = imported(world)
    assert report["errors"] == [{"row": 4, "column": "baseline", "message": "'abc' is not a number"}]
    assert [(one["id"], [kr["id"] for kr in one["key_results"]]) for one in objectives(world)] == [
        ("O1", ["KR1", "KR2"])
    ]
    assert objectives(world)[0]["key_results"][1]["baseline"] is None


def test_the_same_file_again_changes_nothing(world: World) -> None:
    imported(world)
    run = imported(world)["run"]
    assert (run["created"], run["updated"], run["unchanged"], run["refused"]) == (0, 0, 2, 1)


def test_an_import_taken_back_leaves_titles_as_they_were(world: World) -> None:
    imported(world)
    later = imported(world, FILE.replace("First payment", "Second payment"))
    assert objectives(world)[0]["title"] == "Second payment"
    perform("core.import_undo", {"run": later["run"]["id"]}, world.context())
    assert objectives(world)[0]["title"] == "First payment"


def test_nothing_of_it_is_seen_from_elsewhere(world: World) -> None:
    imported(world)
    assert ask("strategy.objective_list", {}, world.context_elsewhere()).model_dump()["rows"] == []
    assert Objective.objects.count() == 1
