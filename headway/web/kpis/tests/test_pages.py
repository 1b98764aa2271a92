"""The pages of a KPI: the rows behind its numbers, and its tile on a dashboard."""

import re
from html import unescape

import pytest
from django.utils.html import strip_tags

from headway.apps.metrics.tests.given import done
from headway.core.perform import ask
from tests.world import World

pytestmark = pytest.mark.django_db
EVENTS = "user,event,ts\nann,open,2026-07-02T10:00:00Z\nann,open,2026-08-02T10:00:00Z\nbo,open,2026-07-31T10:00:00Z\ncy,open,2026-09-01T10:00:00Z\n"


@pytest.fixture
def kept(world: World) -> World:
    done(world, "analytics.event_import", file_name="e.csv", content=EVENTS)
    done(world, "kpis.kpi_save", title="Come back", formula="retention", event="open", band_low=60)
    return world


def words(world: World, path: str, role: str = "analyst") -> str:
    answer = world.client(role).get(f"/w/lumen/{path}")
    assert answer.status_code == 200
    return " ".join(unescape(strip_tags(answer.content.decode())).split())


def test_each_number_leads_to_its_rows(kept: World) -> None:
    page = kept.client("analyst").get("/w/lumen/kpis/KPI-1/").content.decode()
    links = [unescape(one) for one in re.findall(r'href="/w/lumen/(kpis/KPI-1/rows/[^"]+)"', page)]
    assert links[:2] == [f"kpis/KPI-1/rows/?day=2026-08-01{state}" for state in ("&state=counted", "")]
    assert "All (2)Counted (1)Not counted (1) people PeopleWhat became of it ann Counted" in words(
        kept, links[0]
    )
    assert "ann Counted bo Not counted" in words(kept, links[1])
    behind = kept.client("analyst").get(f"/w/lumen/{links[1]}").content.decode()
    assert '<a href="/w/lumen/explore/events/?person=ann">ann</a>' in behind
    assert "There is nothing behind it in this period." in words(kept, "kpis/KPI-1/rows/?day=2026-01-05")
    assert "/rows/" not in kept.client("viewer").get("/w/lumen/kpis/KPI-1/").content.decode()
    assert kept.client("viewer").get("/w/lumen/kpis/KPI-1/rows/").status_code == 403


def test_opening_it_again_costs_little(kept: World, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    client = kept.client("viewer")
    client.get("/w/lumen/kpis/KPI-1/")
    with django_assert_max_num_queries(12):
        assert client.get("/w/lumen/kpis/KPI-1/").status_code == 200


def test_it_stands_on_a_dashboard(kept: World) -> None:
    assert "query=kpis.kpi_detail" in kept.client("analyst").get("/w/lumen/kpis/KPI-1/").content.decode()
    done(kept, "reporting.dashboard_save", title="Week", shared=True)
    asked = {"query": "kpis.kpi_detail", "question": {"ref": "KPI-1"}}
    ref = done(kept, "reporting.tile_add", dashboard="DB-1", title="Come back", **asked)["ref"]
    reading = ask("reporting.tile_answer", {"ref": ref}, kept.context()).model_dump(mode="json")["reading"]
    assert (reading["value"], reading["period"], reading["unit"]) == (50.0, "2026-08-01", "%")
    assert (
        'href="/w/lumen/kpis/KPI-1/"'
        in kept.client().get(f"/w/lumen/dashboards/tiles/{ref}/").content.decode()
    )


def test_each_step_of_a_form_has_a_label_of_its_own(kept: World) -> None:
    html = kept.client("analyst").get("/w/lumen/kpis/new/?formula=conversion").content.decode()
    steps = re.findall(r'<label for="(step-\d)">Step (\d)', html)
    assert steps == [(f"step-{at}", str(at)) for at in range(1, 7)]
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
