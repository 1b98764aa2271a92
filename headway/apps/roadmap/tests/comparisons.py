"""Two plans for tests: a baseline, and the one that a move of an item made of it."""

from headway.apps.roadmap.tests.evidence import build, freeze
from headway.core.perform import perform
from tests.world import World

WHY = "Acme asked for it sooner"


def build_changed(world: World) -> World:
    """The baseline PL-1 (A and C in 2026-Q4, E and B in 2027-Q1) and PL-2, in which C comes a quarter later."""
    build(world)
    freeze(world)
    move(world, "C", "2027-Q1")
    return world


def move(world: World, initiative: str, start: str) -> None:
    perform("roadmap.item_move", {"initiative": initiative, "start": start, "reason": WHY}, world.context())
