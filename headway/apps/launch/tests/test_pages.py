"""The pages of launches: templates and what is on its way out, by form and without a script."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headway.apps.discovery.models import Account
from headway.apps.launch.models import Deprecation, ReadinessTemplate
from headway.apps.prioritisation.models import Initiative
from headway.apps.requirements.tests.formal import formal
from headway.core.perform import perform
from tests.world import World

QUERIES_MOST = 12
TEMPLATE = {
    "name": "Large launches",
    "tier": "major",
    "criteria": "The runbook is written | support\nThe demo is recorded | go_to_market | optional",
}
OLD = {
    "feature": "Card export as PDF", "events": "pdf_opened\npdf_sent", "notice_on": "2099-01-01",
    "ends_on": "2099-12-31", "guide": "Use **CSV**.", "alternative": "Export as CSV",
}  # fmt: skip
EVENTS = "person_id,account_id,event,ts\nP1,A1,pdf_opened,2026-09-20T10:00:00Z\nP1,A1,pdf_sent,2026-09-20T11:00:00Z\n"


def page(world: World, part: str = "", role: str = "product_manager") -> str:
    return world.client(role).get(f"/w/lumen/launches/{part}").content.decode()


def post(world: World, name: str, /, **fields: str):  # type: ignore[no-untyped-def]
    return world.client().post(f"/w/lumen/do/launch.{name}/", fields | {"next": "/w/lumen/launches/"})


@pytest.fixture
def used(world: World) -> World:
    Account.objects.create(workspace=world.workspace, ref="A1", name="Acme", arr_minor=100_00)
    question = {"file_name": "events.csv", "content": EVENTS}
    perform("analytics.event_import", question, world.context())
    return world


def test_a_template_is_written_and_changed_by_form(world: World) -> None:
    assert "No template yet" in page(world, "readiness/") and "readiness_save" in page(
        world, "readiness/?new=1"
    )
    assert post(world, "readiness_save", **TEMPLATE).status_code == 303
    assert [one["owner"] for one in ReadinessTemplate.objects.get().criteria] == ["support", "go_to_market"]
    opened = page(world, "readiness/?edit=RT-1")
    assert "The demo is recorded | go_to_market | optional" in opened
    assert post(world, "readiness_save", ref="RT-1", **TEMPLATE | {"name": "Big"}).status_code == 303
    shown = page(world, "readiness/", "viewer")
    assert "Big" in shown and "/do/launch" not in shown


def test_a_template_that_waits_leads_to_its_approval(world: World) -> None:
    formal(world)
    assert "Egon Engineer" in page(world, "readiness/?new=1")
    sent = post(world, "readiness_save", **TEMPLATE)
    assert (sent.status_code, sent["Location"]) == (303, "/w/lumen/approvals/AP-1/")
    assert ReadinessTemplate.objects.count() == 0


def test_a_feature_is_taken_away_by_form_and_shows_whom_it_hits(used: World) -> None:
    assert "Nothing is on its way out" in page(used, "deprecations/")
    assert "deprecation_start" not in page(used, "deprecations/")
    assert "deprecation_start" in page(used, "deprecations/?new=1")
    assert post(used, "deprecation_start", **OLD).status_code == 303
    assert Deprecation.objects.get().events == ["pdf_opened", "pdf_sent"]
    shown = page(used, "deprecations/", "viewer")
    assert "Acme" in shown and "<strong>CSV</strong>" in shown and "€100" in shown
    assert "/do/launch" not in shown
    assert post(used, "deprecation_advance", ref="DP-1").status_code == 422


def test_a_launch_is_planned_and_kept_up_by_form(world: World) -> None:
    assert "No launch yet" in page(world)
    post(world, "readiness_save", **TEMPLATE)
    Initiative.objects.create(workspace=world.workspace, ref="INI-01", title="Cards that stop at once")
    assert 'name="measures"' in page(world, "?new=1")
    planned = {"name": "Freeze a card", "tier": "major", "starts_on": "2027-01-11", "initiatives": "INI-01"}
    assert post(world, "launch_save", **planned).status_code == 303
    listed = page(world, role="viewer")
    assert (
        "Freeze a card" in listed and "1 mandatory open, 0 of 2 done" in listed and "/do/launch" not in listed
    )
    assert "No launch like that" in page(world, "?status=launched")
    shown = page(world, "LCH-1/")
    assert '<b aria-current="step">Launch</b>' in shown and "Cards that stop at once" in shown
    assert "1 mandatory item is open" in shown
    post(world, "readiness_item_set", ref="LCH-1-R1", done="true", owner="owner@lumen.test")
    shown = page(world, "LCH-1/")
    assert "1 of 2 done" in shown and "1 mandatory item is open" not in shown
    assert post(world, "launch_status_set", ref="LCH-1", status="launched").status_code == 303
    out = page(world, "LCH-1/")
    assert "readiness_item_set" not in out and "Out since" in page(world)
    assert "/w/lumen/launches/LCH-1/" in page_at(world, "/w/lumen/initiatives/INI-01/")
    board = page_at(world, "/w/lumen/lists/launch/?view=board&peek=LCH-1")
    assert "/w/lumen/launches/LCH-1/" in board and "Status is a step with rules of its own" in board


def page_at(world: World, address: str) -> str:
    return world.client().get(address).content.decode()


def test_pages_need_as_many_queries_for_many_as_for_one(used: World) -> None:
    counts: dict[str, list[int]] = {"": [], "LCH-1/": [], "readiness/": [], "deprecations/": []}
    for name in ("A", "B"):
        post(used, "readiness_save", **TEMPLATE | {"name": name})
        post(used, "deprecation_start", **OLD | {"feature": name})
        post(used, "launch_save", name=name, tier="minor")
        for part, found in counts.items():
            client = used.client()
            client.get(f"/w/lumen/launches/{part}")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/w/lumen/launches/{part}").status_code == 200
            found.append(len(queries))
    assert [part for part, found in counts.items() if found[0] != found[1]] == []
    assert [part for part, found in counts.items() if found[0] > QUERIES_MOST + (part == "LCH-1/")] == []
