"""Whoever a right's rule has informed hears what was decided under it: at once, or once it was approved."""

from headway.apps.discovery.tests.rights import formal
from headway.apps.requirements.models import BacklogItem
from headway.core.models import Activity
from headway.core.perform import perform
from headway.core.talk.models import Notification
from tests.world import World

PRICE = {"ref": "team", "name": "Team", "price": "12.00", "per": "seat a month"}


def told() -> list[tuple[str, str]]:
    found = Notification.objects.filter(event="informed").order_by("person__name")
    return list(found.values_list("person__name", "words"))


def test_of_what_was_decided_at_once(world: World) -> None:
    formal(world)
    for ref in ("S-1", "S-2"):
        BacklogItem.objects.create(workspace=world.workspace, ref=ref, title=ref)
    perform("requirements.backlog_order", {"refs": ["S-2", "S-1"]}, world.context())
    done = Activity.objects.get(action="requirements.backlog_order")
    assert (done.changes["right"], done.changes["inform"]) == ("DRi2", ["engineering"])
    assert told() == [("Egon Engineer", done.summary)]


def test_of_what_was_approved_and_of_nothing_that_waits(world: World) -> None:
    formal(world)
    waits = perform("prioritisation.pricing_save", PRICE, world.context("owner"))
    assert told() == []
    perform("governance.approval_give", {"ref": waits.approval}, world.context("analyst"))  # type: ignore[attr-defined]
    done = Activity.objects.get(action="prioritisation.pricing_save", outcome="done")
    assert (done.changes["right"], told()) == ("DRe3", [("Cora Contributor", done.summary)])
