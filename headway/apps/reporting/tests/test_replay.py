"""Links to tools that replay what a person did: only to sites by https, and with every id escaped."""

import pytest

from headway.apps.reporting.tests.given import done
from headway.core.errors import Invalid
from headway.core.perform import perform
from tests.world import World


@pytest.mark.parametrize(
    "template",
    ["javascript:alert('{person}')", "http://r.example.com/{person}", "https://{person}.example.com/", "//r.example.com/{person}",
     "https://r.example.com/", "https://r.example.com/{person}?k={key}", 'https://r.example.com/"{person}', "https://u@r.example.com/{person}"],
)  # fmt: skip
def test_a_template_leads_to_a_site_of_its_own(world: World, template: str) -> None:
    with pytest.raises(Invalid, match="Field template"):
        done(world, "reporting.replay_link_save", title="Replay", template=template)


def test_each_person_leads_to_the_replay(world: World) -> None:
    rows = 'person_id,ts,event\n"a/b&x=<1>",2026-09-01T10:00:00Z,opened\n'
    perform("analytics.event_import", {"file_name": "e.csv", "content": rows}, world.context("owner"))
    done(
        world,
        "reporting.replay_link_save",
        title="Watch <it>",
        template="https://r.example.com/u/{person}?t={at}",
    )
    question = '{"series": [{"event": "opened"}], "period": "day"}'
    asked = {"query": "analytics.trend", "question": question, "row": 0, "column": 0}
    page = world.client().get("/w/lumen/explore/people/", asked).content.decode()
    assert 'href="https://r.example.com/u/a%2Fb%26x%3D%3C1%3E?t="' in page
    assert 'rel="noreferrer noopener"' in page and "Watch &lt;it&gt;" in page
