"""Whether the pages that are looked at are there, so that nobody looks at an error instead."""

from headway.web.tests.looks.pages import pages
from headway.web.tests.looks.plenty import fill
from headway.web.tests.looks.test_every_page import ASKED_AGAIN
from tests.world import World


def test_every_page_is_there(world: World) -> None:
    fill(world)
    client = world.client("owner")
    statuses = {name: client.get(address, follow=True).status_code for name, address in pages().items()}
    wrong = {name: status for name, status in statuses.items() if status != 200}
    assert {name: status for name, status in wrong.items() if name not in ASKED_AGAIN} == {"not found": 404}
