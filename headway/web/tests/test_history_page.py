"""The page of a record's history, and going back from it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headway.apps.discovery.models import Problem
from headway.core.lists.tests.company import edit, problems
from headway.core.talk.models import Comment
from tests.world import World

PATH = "/w/lumen/history/problem/P-1/"


@pytest.fixture
def changed(world: World) -> int:
    """A problem whose title changed; gives the number of the change."""
    problems(world)
    return int(edit(world, "problem", {"P-1": 1}, title="<b>Second</b> title").undo)


def page(world: World, role: str = "product_manager", query: str = "") -> str:
    answer = world.client(role).get(PATH + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_tells_who_changed_what(world: World, changed: int) -> None:
    text = page(world)
    assert "Pia Manager" in text
    assert "from <bdi>Problem 1</bdi> to <strong><bdi>&lt;b&gt;Second&lt;/b&gt; title</bdi></strong>" in text
    assert f'href="?back={changed}&amp;side=before#going-back"' in text
    assert "Go back to before this" not in page(world, "viewer")


def test_going_back_is_shown_first_and_then_done(world: World, changed: int) -> None:
    text = page(world, query=f"?back={changed}&side=before")
    assert '<th scope="row">Title</th>' in text
    fields: dict[str, Any] = {
        "kind": "problem", "ref": "P-1", "sequence": changed, "side": "before", "version": 2, "next": PATH,
        "said": "Put P-1 back.",
    }  # fmt: skip
    assert all(f'name="{name}"' in text for name in fields)
    client = world.client()
    answer = client.post("/w/lumen/do/core.record_restore/", fields, follow=True)
    assert Problem.objects.get(ref="P-1", workspace=world.workspace).title == "Problem 1"
    told = answer.content.decode()
    assert "Put P-1 back." in told
    assert '<input type="hidden" name="sequence" value="2">' in told


def test_the_page_of_a_long_history_stays_within_its_queries(world: World, changed: int) -> None:
    for version in range(2, 40):
        edit(world, "problem", {"P-1": version}, title=f"Title {version}")
    client = world.client()
    client.get(PATH)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(PATH).status_code == 200
    assert len(queries) <= 12


def test_comments_lead_to_the_history(world: World, changed: int) -> None:
    assert not Comment.objects.exists()
    assert f'href="{PATH}"' in world.client().get("/w/lumen/talk/problem/P-1/").content.decode()
