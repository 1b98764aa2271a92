"""The rows of a list: filtered, ordered, grouped, summed, page by page."""

from typing import Any

from headway.core.perform import ask
from tests.world import World


def rows(world: World, kind: str, role: str = "viewer", **question: Any) -> dict[str, Any]:
    return ask("lists.rows_list", {"kind": kind, **question}, world.context(role)).model_dump(mode="json")


def test_kinds(world: World) -> None:
    found = ask("lists.kinds_list", {}, world.context("viewer")).model_dump()["rows"]
    assert [one["kind"] for one in found] == [
        "account", "assessment", "commitment", "decision", "declined", "deprecation", "experiment", "feedback",
        "initiative", "investment", "key_result", "prd", "problem", "recommendation", "risk", "story",
    ]  # fmt: skip
    for one in found:
        for group in ask("lists.columns_list", {"kind": one["kind"]}, world.context()).columns:
            answer = rows(
                world,
                one["kind"],
                columns=[group.name],
                sort=[group.name] if group.sortable else [],
                group=[group.name] if group.groupable else [],
                totals=True,
                filters=[{"chips": [f"{group.name}:empty"]}],
            )
            assert answer["problems"] == []
