"""Settings > Event sources: what sends, what was left out and why, a key shown once, code to paste."""

import re

from headway.apps.analytics.compacting import compact
from headway.apps.analytics.models import EventSource
from headway.apps.analytics.tests.test_inbox import arrive, line
from headway.apps.analytics.wires.lines import arrived, refused
from tests.world import NOW, World

ADDRESS = "/w/lumen/settings/sources/"


def page(world: World, role: str = "owner") -> str:
    answer = world.client(role).get(ADDRESS)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    return answer.content.decode()


def test_a_source_is_added_sends_is_told_of_and_revoked(world: World) -> None:
    assert "Nothing sends events yet" in page(world) and "YOUR_WRITE_KEY" in page(world)
    assert "Add a source" not in page(world, "viewer")
    client = world.client("owner")
    made = client.post(ADDRESS, {"name": "web"}).content.decode()
    key = re.search(r"hws_[\w-]+", made)
    assert key and f"curl http://testserver/v1/events -H &#x27;X-Write-Key: {key[0]}&#x27;" in made
    assert "hws_" not in page(world) and "waiting for the first" in page(world)
    source = EventSource.objects.get().pk.hex
    arrive(
        world,
        line(1, source=source),
        line(2, source=source),
        refused(arrived(source, None), "it has no event name", b'{"userId":"P-77"}'),
    )
    compact(world.workspace, NOW)
    text = page(world)
    assert re.search(r'data-label="Kept">2<', text)
    assert "1: it has no event name" in text and "{&quot;userId&quot;:&quot;P-77&quot;}" in text
    assert "1: it has no event name" in page(world, "viewer") and "P-77" not in page(world, "viewer")
    sent = client.post("/w/lumen/do/analytics.source_revoke/", {"ref": "SRC-01", "next": ADDRESS})
    assert (sent.status_code, sent.headers["Location"]) == (303, ADDRESS)
    assert "revoked" in page(world)


def test_only_admins_add_sources(world: World) -> None:
    assert world.client("engineer").post(ADDRESS, {"name": "web"}).status_code == 403
    assert not EventSource.objects.exists()
