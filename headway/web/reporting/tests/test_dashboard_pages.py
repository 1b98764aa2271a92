"""Dashboards through HTTP: a question of Explore becomes a tile, and its numbers lead to the people they count."""

import re
from html import unescape

import pytest
from django.utils.html import strip_tags

from headway.apps.reporting.tests.given import done, events_there
from tests.world import World

EXPLORE = "/w/lumen/explore/?event=opened&math=unique&period=week&from=2026-09-01"


def words(html: str) -> str:
    return " ".join(unescape(strip_tags(html)).split())


@pytest.fixture
def filled(world: World) -> World:
    events_there(world)
    done(world, "reporting.annotation_save", title="Version <2>", starts_on="2026-09-09")
    return world


def fields(html: str, *names: str) -> dict[str, str]:
    found = {one: re.search(rf'name="{one}"\s+value="([^"]*)"', html) for one in names}
    return {one: unescape(match.group(1)) for one, match in found.items() if match}


def test_from_a_question_to_a_tile_and_on_to_its_people(filled: World) -> None:
    client = filled.client()
    explored = client.get(EXPLORE).content.decode()
    onwards = unescape(explored.split('href="/w/lumen/dashboards/add/', 1)[1].split('"', 1)[0])
    form = client.get(f"/w/lumen/dashboards/add/{onwards}").content.decode()
    sent = fields(form, "query", "question", "address", "next") | {"title": "Openers", "drawing": "line"}
    assert (
        client.post("/w/lumen/do/reporting.tile_add/", sent | {"goal": "at_least", "target": "2"}).status_code
        == 303
    )
    page = client.get("/w/lumen/dashboards/DB-1/").content.decode()
    assert 'hx-get="/w/lumen/dashboards/tiles/TL-1/"' in page and "Working it out" in words(page)
    part = client.get("/w/lumen/dashboards/tiles/TL-1/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "Version &lt;2&gt;" in part and "<text x=" in part
    said = words(part)
    assert "Target: at least 2, not met" in said
    assert "0 in the period from 14 Sep 2026, down by 100 % against the period before" in said
    done(filled, "reporting.tile_change", ref="TL-1", aims_at="previous", target=10)
    said = words(client.get("/w/lumen/dashboards/tiles/TL-1/").content.decode())
    assert "Target: at least 2.2, not met" in said and "the target is the period before and +10 %" in said
    people = unescape(part.split('href="/w/lumen/explore/people/', 1)[1].split('"', 1)[0])
    assert "2 people P1P2" in words(client.get(f"/w/lumen/explore/people/{people}").content.decode())
    assert (
        "/explore/people/"
        not in filled.client("viewer").get("/w/lumen/dashboards/tiles/TL-1/").content.decode()
    )


def test_a_dashboard_without_scripts_shows_everything_at_once(filled: World) -> None:
    tile = {"title": "Openers", "query": "analytics.trend", "question": {"series": [{"event": "opened"}]}}
    done(filled, "reporting.tile_add", **tile)
    done(filled, "reporting.dashboard_favour", ref="DB-1")
    client = filled.client()
    assert client.get("/w/lumen/dashboards/").headers["Location"] == "/w/lumen/dashboards/DB-1/"
    page = client.get("/w/lumen/dashboards/DB-1/?whole=1&edit=1").content.decode()
    assert "Working it out" not in page and "Move up" in words(page) and "Version <2>" in words(page)
    assert "Opens first" in words(client.get("/w/lumen/dashboards/?all=1").content.decode())


def test_a_page_of_kept_tiles_asks_little(filled: World, django_assert_max_num_queries: object) -> None:
    for at in range(6):
        question = {"series": [{"event": "opened"}], "period": ["day", "week", "month"][at % 3]}
        done(filled, "reporting.tile_add", title=f"T{at}", query="analytics.trend", question=question,
             dashboard="DB-1" if at else "")  # fmt: skip
    client = filled.client()
    client.get("/w/lumen/dashboards/DB-1/?whole=1")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert "Working it out" not in client.get("/w/lumen/dashboards/DB-1/").content.decode()


def test_sql_is_run_kept_and_taken_away_without_formulas(filled: World) -> None:
    client = filled.client("analyst")
    text = "SELECT '=1+1' AS x, count(*) AS n FROM events WHERE happened_at < {{to}}"
    sent = {"sql": text, "p-to": "2026-09-03", "drawing": "table"}
    page = words(client.post("/w/lumen/sql/", sent).content.decode())
    assert "1 row in" in page and "=1+1 3" in page
    assert client.post("/w/lumen/sql/", sent | {"as": "csv"}).content.decode() == "x,n\r\n'=1+1,3\r\n"
    assert "Line 1: syntax error" in words(client.post("/w/lumen/sql/", {"sql": "SELEC 1"}).content.decode())
    client.post(
        "/w/lumen/do/analytics.query_save/", {"title": "Before", "sql": text, "next": "/w/lumen/sql/"}
    )
    kept = filled.client("viewer").get("/w/lumen/sql/SQ-1/?p-to=2026-09-03").content.decode()
    assert "=1+1 3" in words(kept) and "Run it" not in words(kept)
    assert filled.client("viewer").get("/w/lumen/sql/").status_code == 403


def test_a_question_is_watched_and_its_alert_tells_what_came_of_it(filled: World) -> None:
    client = filled.client()
    explored = client.get(EXPLORE).content.decode()
    onwards = unescape(explored.split('href="/w/lumen/alerts/new/', 1)[1].split('"', 1)[0])
    form = client.get(f"/w/lumen/alerts/new/{onwards}").content.decode()
    sent = fields(form, "query", "question", "address", "next")
    client.post(
        "/w/lumen/do/reporting.alert_save/", sent | {"title": "Few", "condition": "below", "threshold": "1"}
    )
    assert "Not looked at yet" in words(client.get("/w/lumen/alerts/").content.decode())
    client.post("/w/lumen/do/reporting.alert_check/", {"ref": "AL-1", "next": "/w/lumen/alerts/AL-1/"})
    page = words(client.get("/w/lumen/alerts/AL-1/").content.decode())
    assert "No data" in page and "nothing came in since it was over" in page and "Change the alert" in page
    assert "Change the alert" not in words(
        filled.client("viewer").get("/w/lumen/alerts/AL-1/").content.decode()
    )
