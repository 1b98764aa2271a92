"""Initiatives come in the order of their rank, which the last scoring gave them."""

from headway.apps.prioritisation.models import Initiative, InputEstimate, Score
from headway.core.perform import ask, perform
from tests.world import World


def listed(world: World) -> list[tuple[str, int | None]]:
    found = ask("lists.rows_list", {"kind": "initiative"}, world.context())
    return [(row.ref, row.cells["rank"]) for row in found.rows]  # type: ignore[attr-defined]


def initiative(world: World, ref: str, reach: int) -> Initiative:
    made = Initiative.objects.create(workspace=world.workspace, ref=ref, title=f"Initiative {ref}")
    for name, value in {"reach": reach, "impact": 1, "confidence": 0.5, "effort": 2}.items():
        InputEstimate.objects.create(
            workspace=world.workspace, ref=f"{ref} {name}", initiative=made, input=name, basis="given",
            p10=value, p50=value, p90=value,
        )  # fmt: skip
    return made


def test_a_scoring_ranks_the_list_and_what_came_later_stands_last(world: World) -> None:
    initiative(world, "INI-1", 10)
    initiative(world, "INI-2", 400)
    assert listed(world) == [("INI-1", None), ("INI-2", None)]
    perform("prioritisation.score_run", {}, world.context())
    initiative(world, "INI-0", 900)
    assert listed(world) == [("INI-2", 1), ("INI-1", 2), ("INI-0", None)]
    perform("prioritisation.score_run", {}, world.context())
    assert listed(world) == [("INI-0", 1), ("INI-2", 2), ("INI-1", 3)]
    assert dict(Score.objects.filter(framework="RICE").values_list("initiative__ref", "rank")) == {
        "INI-0": 1, "INI-2": 2, "INI-1": 3,
    }  # fmt: skip


def test_another_framework_leaves_the_order_of_the_list_alone(world: World) -> None:
    initiative(world, "INI-1", 10)
    perform("prioritisation.score_run", {}, world.context())
    initiative(world, "INI-2", 400)
    perform("prioritisation.score_run", {"framework": "ICE-product"}, world.context())
    assert listed(world) == [("INI-1", 1), ("INI-2", None)]
