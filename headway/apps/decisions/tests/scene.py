"""What the tests of decisions begin with: a decision as the product manager opens it, a policy with gates."""

from datetime import datetime
from typing import Any

from headway.apps.decisions.models import Decision
from headway.apps.discovery.models import Problem
from headway.core.models import Membership
from headway.core.perform import perform
from tests.world import NOW, World

MANAGER = "product_manager@lumen.test"
CRITERIA = [{"name": "Speed", "weight": 3}, {"name": "Cost", "weight": 1}]
OPTIONS = [
    {"title": "Build it", "pros": ["Ours"], "cons": ["Slow"], "scores": {"Speed": 2, "Cost": 2}},
    {"title": "Buy it", "scores": {"Speed": 4, "Cost": 1}},
]


def act(
    world: World, action: str, role: str = "product_manager", now: datetime = NOW, **question: Any
) -> Any:
    return perform(f"decisions.{action}", question, world.context(role, now=now))


def opened(world: World, now: datetime = NOW, **more: Any) -> str:
    """The ref of a new open decision that the product manager is to take."""
    question = {"question": "Build or buy?", "decider": MANAGER} | more
    return str(act(world, "decision_open", now=now, **question).ref)


def taken(world: World, at: datetime = NOW, **more: Any) -> str:
    """The ref of a decision without options, taken at that moment."""
    ref = opened(world, now=at, **more)
    act(world, "decision_take", now=at, ref=ref, outcome="Buy it")
    return ref


def problem(world: World, ref: str = "P-1", at: datetime = NOW) -> Problem:
    found, _ = Problem.objects.get_or_create(
        workspace=world.workspace, ref=ref, defaults={"title": f"Problem {ref}", "created_at": at}
    )
    return found


def enterprise(world: World) -> None:
    """Put the policy with every gate in force; the admin holds the position security, so somebody can agree."""
    perform(
        "governance.policy_adopt",
        {"profile": "enterprise", "reason": "Tests want every gate"},
        world.context("owner"),
    )
    Membership.objects.filter(user=world.users["admin"]).update(positions=["security"])


def decision(ref: str = "DEC-1") -> Decision:
    return Decision.objects.get(ref=ref)
