"""A document tells of the events it is measured by whether they come."""

import re
from html import unescape

import pytest
from django.utils.html import strip_tags

from headway.apps.requirements.tests.company import company_make
from headway.core.perform import perform
from tests.world import World

EVENTS = "user,event,ts\nu1,card_frozen,2026-09-01T10:00:00Z\nu2,card_frozen,2026-09-02T10:00:00Z\n"


@pytest.mark.django_db
def test_each_event_is_told_as_implemented_or_not_by_the_data(world: World) -> None:
    company_make(world.context())
    prd = perform("requirements.prd_draft", {"initiative": "INI-27"}, world.context()).ref  # type: ignore[attr-defined]
    text = "Needs `card_frozen` and `card_thawed`, see `card_frozen`."
    question = {"ref": prd, "section": "instrumentation", "markdown": text, "version": 1}
    perform("requirements.section_edit", question, world.context())
    planned = {"name": "Limit Set", "purpose": "Do they use limits?", "serves": [f"prd:{prd}"]}
    perform("analytics.planned_event_save", planned, world.context())
    shown = words(world, prd)
    assert "card_frozen not in the tracking plan unknown nobody has looked at the events yet" in shown
    perform("analytics.event_import", {"file_name": "events.csv", "content": EVENTS}, world.context())
    perform("analytics.tracking_observe", {}, world.context())
    shown = words(world, prd)
    assert "card_frozen not in the tracking plan Yes 2 of 2 people, 1 Sep 2026 to 2 Sep 2026" in shown
    assert "card_thawed not in the tracking plan No no event of this name has come" in shown
    assert "Limit Set No no event of this name has come" in shown


def words(world: World, ref: str) -> str:
    answer = world.client().get(f"/w/lumen/requirements/{ref}/")
    part = answer.content.decode().split('id="measured"')[1].split("</section>")[0]
    return re.sub(r"\s+", " ", unescape(strip_tags(part.split(">", 1)[1])))
