"""What belongs to somebody reaches them: launches and their items, promises and research."""

from datetime import datetime, timedelta
from typing import Any

from headway.apps.discovery.models import Account
from headway.core.perform import perform
from headway.core.talk.models import Notification
from tests.world import NOW, World

ENGINEER = "engineer@lumen.test"


def do(world: World, name: str, /, now: datetime = NOW, **question: Any) -> None:
    perform(name, question, world.context("owner", now=now))


def told() -> list[tuple[str, str]]:
    found = Notification.objects.filter(person__email=ENGINEER).order_by("created_at", "pk")
    return list(found.values_list("event", "words"))


def test_whoever_owns_something_is_told_of_it_and_of_what_becomes_of_it(world: World) -> None:
    Account.objects.create(workspace=world.workspace, ref="A-1", name="Acme")
    do(
        world,
        "launch.readiness_save",
        name="All",
        tier="minor",
        criteria=["The runbook is written | support"],
    )
    do(world, "launch.launch_save", name="Freeze a card", tier="minor", owner=ENGINEER)
    do(world, "launch.readiness_item_set", ref="LCH-1-R1", owner=ENGINEER)
    promise = {"account": "A-1", "obligation": "Freeze a card", "due": "2026-12-31", "owner": ENGINEER}
    do(world, "roadmap.commitment_make", **promise)
    do(world, "roadmap.commitment_settle", NOW + timedelta(days=1), ref="CM-1", state="kept")
    plan = {
        "question": "Why do people freeze cards?", "decision": "What comes first", "method": "interviews",
        "participants": "Five who did", "starts_on": "2026-10-01", "ends_on": "2026-10-09", "owner": ENGINEER,
    }  # fmt: skip
    do(world, "discovery.research_plan_save", **plan)
    assert sorted(told()) == [
        ("assigned", "You run the research: Why do people freeze cards?"),
        ("assigned", "You see to it before LCH-1 goes out: The runbook is written"),
        ("assigned", "You see to the launch: Freeze a card"),
        ("assigned", "You see to the promise: Freeze a card"),
        ("changed", "Settled CM-1: kept"),
    ]
