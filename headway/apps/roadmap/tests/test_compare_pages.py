"""The page that compares two plans: sentences before tables, a wrong choice told beside the selects."""

from typing import Any

import pytest

from headway.apps.roadmap.tests.comparisons import build_changed, move
from headway.apps.roadmap.tests.evidence import build, plan, save
from tests.world import World


@pytest.fixture
def changed(world: World) -> World:
    return build_changed(world)


def get(world: World, question: str = "", status: int = 200) -> str:
    found = world.client().get(f"/w/lumen/roadmap/compare/{question}")
    assert found.status_code == status
    return " ".join(found.content.decode().split())


def test_the_page_says_it_first_and_leads_to_freezing(changed: World) -> None:
    plan(changed)
    page = get(changed)
    assert "From PL-2 to PL-3" in page and "<li>1 initiative moves earlier.</li>" in page
    assert "<li>Value rises from 171 to 172.</li>" in page
    assert "roadmap/freeze/?plan=PL-3" in page and "roadmap/change/?plan=PL-2" in page
    assert page.index("<li>Value rises") < page.index("<table")
    assert '<option value="PL-2" selected>' in page and '<option value="PL-3" selected>' in page
    assert "?a=PL-3&amp;b=PL-2" in page


def test_the_roadmap_leads_there_when_there_are_two_plans(world: World) -> None:
    build(world)
    assert "roadmap/compare/" not in world.client().get("/w/lumen/roadmap/").content.decode()
    assert "There are no two plans yet" in get(world)
    plan(world)
    assert "roadmap/compare/?b=PL-2" in world.client().get("/w/lumen/roadmap/").content.decode()


def test_a_wrong_choice_is_told_beside_the_selects(changed: World) -> None:
    page = get(changed, "?a=PL-1&b=PL-1", 422)
    assert "Fields a and b both name PL-1; choose two different plans." in page
    assert page.count("<select") == 2 and "<table" not in page
    assert "No plan &#x27;PL-9&#x27; in this workspace" in get(changed, "?a=PL-9&b=PL-1", 404)


def test_a_reader_sees_the_page_without_ways_to_change(changed: World) -> None:
    page = changed.client("viewer").get("/w/lumen/roadmap/compare/").content.decode()
    assert "From PL-1 to PL-2" in page and "roadmap/change/" not in page


def test_what_only_one_leaves_out_is_not_told_twice(changed: World) -> None:
    move(changed, "C", "out")
    save(changed, "F", effort={"web": {"p50": 40, "p90": 40}})
    plan(changed)
    page = get(changed, "?a=PL-3&b=PL-4")
    assert page.count("initiatives/C/") == 1 and "Left out of both" in page
    assert page.count("initiatives/F/") == 1


def test_titles_and_reasons_are_escaped(changed: World) -> None:
    save(changed, "C", title="<script>alert(1)</script>")
    page = get(changed)
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_page_needs_few_queries(changed: World, django_assert_max_num_queries: Any) -> None:
    client = changed.client()
    client.get("/w/lumen/roadmap/compare/")
    with django_assert_max_num_queries(16):
        client.get("/w/lumen/roadmap/compare/")
