"""The palette offers what the person worked on last, and only what they may see."""

from headway.apps.discovery.models import Problem
from headway.core.perform import ask, perform
from tests.world import World


def recent(world: World, role: str) -> list[tuple[str, str, str]]:
    found = ask("search.recent_list", {}, world.context(role)).model_dump()
    return [(one["ref"], one["title"], one["address"]) for one in found["rows"]]


def test_the_last_changed_comes_first_and_each_once(world: World) -> None:
    for number in range(1, 11):
        Problem.objects.create(workspace=world.workspace, ref=f"P-{number:03}", title=f"Problem {number}")
    for number in [*range(1, 11), 3]:
        question = {"ref": f"P-{number:03}", "title": f"Better {number}"}
        perform("discovery.problem_rename", question, world.context("product_manager"))
    found = recent(world, "product_manager")
    assert found[0] == ("P-003", "Better 3", "/w/lumen/problems/P-003/")
    assert [ref for ref, _, _ in found] == [
        "P-003",
        "P-010",
        "P-009",
        "P-008",
        "P-007",
        "P-006",
        "P-005",
        "P-004",
    ]
    assert recent(world, "analyst") == []


def test_what_is_gone_is_left_out(world: World) -> None:
    Problem.objects.create(workspace=world.workspace, ref="P-001", title="Gone soon")
    question = {"ref": "P-001", "title": "Gone now"}
    perform("discovery.problem_rename", question, world.context("product_manager"))
    Problem.objects.all().delete()
    assert recent(world, "product_manager") == []
