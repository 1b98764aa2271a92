"""The page of what is to be learned from customers."""

from typing import Any

from headway.apps.discovery.models import ResearchPlan
from headway.apps.discovery.tests.rights import formal
from tests.world import World

FIELDS = {
    "question": "Why do exports fail?", "decision": "Whether to rebuild the export", "method": "interviews",
    "participants": "Eight admins", "starts_on": "2026-10-05", "ends_on": "2026-10-23", "owner": "",
}  # fmt: skip


def get(world: World, part: str, role: str = "product_manager") -> str:
    found = world.client(role).get(f"/w/lumen/{part}")
    assert found.status_code == 200
    return " ".join(found.content.decode().split())


def post(world: World, role: str = "product_manager", **fields: Any) -> Any:
    address = "/w/lumen/do/discovery.research_plan_save/"
    return world.client(role).post(address, fields | {"next": "/w/lumen/research/"})


def test_research_is_planned_and_changed_by_a_form(world: World) -> None:
    assert "No research planned yet" in get(world, "research/")
    assert post(world, **FIELDS).headers["Location"] == "/w/lumen/research/"
    page = get(world, "research/?change=RP-1")
    assert "Why do exports fail?" in page and "Interviews: Eight admins" in page
    assert 'value="2026-10-05"' in page and "Change RP-1" in page
    post(world, **FIELDS | {"ref": "RP-1", "method": "survey"})
    assert (ResearchPlan.objects.get().method, ResearchPlan.objects.get().version) == ("survey", 2)


def test_a_designer_is_told_that_a_product_manager_decides(world: World) -> None:
    formal(world)
    page = get(world, "research/", "designer")
    assert "It goes to Product manager (" in page
    assert post(world, "designer", **FIELDS).headers["Location"] == "/w/lumen/approvals/AP-1/"
    assert not ResearchPlan.objects.exists()


def test_a_viewer_sees_no_form(world: World) -> None:
    post(world, **FIELDS)
    page = get(world, "research/", "viewer")
    assert "Eight admins" in page and "Plan it" not in page
