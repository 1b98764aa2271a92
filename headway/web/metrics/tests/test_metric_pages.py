"""The page of a metric: what it is, how it moved, what stands behind a number."""

import re
from html import unescape

import pytest
from django.utils.html import strip_tags

from headway.apps.metrics.tests.given import done, metric_there
from headway.core.perform import ask
from tests.world import World

pytestmark = pytest.mark.django_db
EVENTS = (
    "user,event,ts\nann,opened,2026-07-30T10:00:00Z\nann,opened,2026-08-02T10:00:00Z\n"
    "bo,paid,2026-08-02T11:00:00Z\ncy,opened,2026-08-03T11:00:00Z\n"
    "di,opened,2026-09-01T11:00:00Z\n"
)
PAGE = "/w/lumen/metrics/active_people/"


def words(html: str) -> str:
    return " ".join(unescape(strip_tags(html)).split())


@pytest.fixture
def shop(world: World) -> World:
    metric_there(world)
    done(world, "analytics.event_import", file_name="events.csv", content=EVENTS)
    done(
        world, "metrics.baseline_take", metrics=["active_people"], from_day="2026-07-01", to_day="2026-07-31"
    )
    done(world, "metrics.metric_save", ref="active_people", target=4, target_on="2026-12-31")
    done(world, "reporting.annotation_save", title="Version <2>", starts_on="2026-08-02")
    return world


def test_a_metric_reads_well_at_a_glance(shop: World) -> None:
    html = shop.client("analyst").get(PAGE).content.decode()
    said = words(html)
    assert (
        "3 people in the month from 1 Aug 2026, up by 200 % against the month before, which is better" in said
    )
    assert "Target at least 4 by 31 Dec 2026 not met" in said
    assert "Baseline 1 people, 200 % above it now" in said
    assert "1 Sep 2026 (not over yet)" in said
    assert "Who answers for it Nobody yet" in said and "Tests None yet" in said
    assert 'class="target"' in html and 'class="baseline"' in html and "Version &lt;2&gt;" in html
    assert said.index("Over time") < said.index("The definition")
    # The point leads to the rows that it counts, and only for those who may see people.
    behind = unescape(re.findall(r'href="(/w/lumen/metrics/active_people/rows/[^"]*)"', html)[1])
    rows = words(shop.client("analyst").get(behind).content.decode())
    assert "Rows behind Active people" in rows and "cy" in rows and "2026-07-30" not in rows
    assert "/rows/?" not in shop.client("viewer").get(PAGE).content.decode()
    assert shop.client("viewer").get(behind).status_code == 403


def test_a_metric_is_split_and_what_cannot_be_is_one_sentence(shop: World) -> None:
    html = shop.client().get(PAGE + "?grain=day&by=user__event").content.decode()
    assert html.count('class="series"') == 2
    assert "3 Aug 2026 1 1 Unknown" in words(html)
    refused = shop.client().get(PAGE + "?by=user__nothing")
    assert (refused.status_code, "there are user__event" in words(refused.content.decode())) == (200, True)
    assert shop.client().get("/w/lumen/metrics/nobody/").status_code == 404


def test_the_list_offers_a_form(shop: World) -> None:
    page = words(shop.client().get("/w/lumen/metrics/").content.decode())
    assert "Active people" in page and "Define a metric" in page


def test_a_key_result_is_read_from_its_metric(shop: World) -> None:
    done(shop, "strategy.objective_save", ref="O9", title="More people")
    result = {"objective": "O9", "title": "Five people a month", "metric": "active_people", "unit": "people"}
    done(shop, "strategy.key_result_save", ref="KR9", **result, baseline=1, target=5, due="2026-12-31")
    done(shop, "strategy.key_result_save", ref="KR8", **result | {"metric": "something else"})
    found = ask("metrics.key_result_list", {}, shop.context()).model_dump(mode="json")
    row = next(one for one in found["rows"] if one["ref"] == "KR9")
    assert (row["value"], row["as_of"], row["progress"], row["met"]) == (3.0, "2026-08-01", 0.5, False)
    assert "KR8" in found["unmeasured"]
    said = words(shop.client().get(PAGE).content.decode())
    assert (
        "Five people a month 3 in the month from 1 Aug 2026, from 1 to 5 by 31 Dec 2026 50 % of the way"
        in said
    )


def test_target_owner_and_baseline_are_given_by_forms(shop: World) -> None:
    client = shop.client("analyst")
    page = client.get(PAGE + "?edit=1").content.decode()
    assert 'value="2026-12-31"' in page and 'name="owner"' in page and 'id="baseline-from"' in page
    owner = shop.users["analyst"].email
    given = {"ref": "active_people", "target": "2", "owner": owner, "next": PAGE}
    assert client.post("/w/lumen/do/metrics.metric_save/", given).status_code == 303
    days = {"metrics": "active_people", "from_day": "2026-08-01", "to_day": "2026-08-31", "next": PAGE}
    assert client.post("/w/lumen/do/metrics.baseline_take/", days).status_code == 303
    said = words(client.get(PAGE).content.decode())
    assert "Target at least 2 by 31 Dec 2026 met" in said and "Baseline 3 people, the same now" in said
