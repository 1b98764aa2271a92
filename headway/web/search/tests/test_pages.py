"""The pages of search, keys and actions, as a browser without scripts gets them."""

import re

import pytest

from headway.apps.discovery.models import Problem
from headway.core.models import Activity, User
from headway.web import context as frame
from headway.web.search import keys
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(world: World) -> World:
    for number in range(8):
        Problem.objects.create(
            workspace=world.workspace, ref=f"P-{number}", title=f"The export fails {number}"
        )
    return world


def page(world: World, address: str, role: str = "viewer") -> str:
    answer = world.client(role).get(f"/w/lumen/{address}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_every_page_has_the_box_and_the_navigation_stays(filled: World) -> None:
    for address in ("", "search/", "search/?q=export", "keys/", "actions/"):
        text = page(filled, address)
        assert 'role="search" action="/w/lumen/search/"' in re.sub(r"\s+", " ", text)
        assert ">Evidence</a>" in text, address


def test_found_rows_are_grouped_with_counts_and_marks(filled: World) -> None:
    text = page(filled, "search/?q=export")
    assert text.count("<li data-row>") == 5
    assert "All 8 problems" in text and "<mark>export</mark>" in text
    assert 'href="/w/lumen/problems/P-7/"' in text
    every = page(filled, "search/?q=export&kind=problem")
    assert every.count("<li data-row>") == 8


def test_what_was_put_right_is_said(filled: World) -> None:
    text = page(filled, "search/?q=exprot")
    assert "Nothing has “exprot”" in text and '<a href="?q=export"><strong>export</strong></a>' in text


def test_nothing_found_says_what_to_do(filled: World) -> None:
    assert "Nothing has “qqzzqq”" in page(filled, "search/?q=qqzzqq")
    assert "Everything in Lumen" in page(filled, "search/")


def test_what_is_typed_never_becomes_markup(filled: World) -> None:
    Problem.objects.create(workspace=filled.workspace, ref="P-X", title="<script>alert(1)</script> boom")
    text = page(filled, "search/?q=%3Cscript%3Eboom")
    assert "<script>alert" not in text and "<script>boom" not in text and "&lt;" in text


def test_an_unknown_kind_is_one_sentence(filled: World) -> None:
    answer = filled.client("viewer").get("/w/lumen/search/?q=export&kind=nothing")
    assert answer.status_code == 404 and "No kind of record" in answer.content.decode()


def test_the_palette_gets_rows(filled: World) -> None:
    found = filled.client("viewer").get("/w/lumen/search/rows/?q=P-3").json()
    assert [(row["ref"], row["why"]) for row in found["rows"]] == [("P-3", "its ref")]


def test_the_palette_offers_what_the_role_may_do(filled: World) -> None:
    offered = {role: filled.client(role).get("/w/lumen/palette/").json() for role in ("viewer", "owner")}
    labels = {role: {one["label"] for one in own["create"]} for role, own in offered.items()}
    assert "New objective" in labels["owner"] and "New objective" not in labels["viewer"]
    assert {"label": "Roadmap", "group": "Choose", "address": "/w/lumen/roadmap/"} in offered["viewer"][
        "places"
    ]
    assert offered["owner"]["keys"]["g p"] == "/w/lumen/problems/"
    assert offered["owner"]["keys"]["n d"] == "/w/lumen/decisions/new/"
    assert "n d" not in offered["viewer"]["keys"]


@pytest.mark.parametrize("at", ["at=/w/lumen/problems/P-1/", "at=/w/lumen/problems/&peek=P-1"])
def test_the_palette_offers_what_can_be_done_with_the_record_in_view(filled: World, at: str) -> None:
    offered = filled.client("owner").get(f"/w/lumen/palette/?{at}").json()
    assert offered["record"] == {"ref": "P-1", "kind": "problem", "label": "Problem"}
    about = {one["name"]: (one["label"], one["address"]) for one in offered["about"]}
    assert about["discovery.problem_rename"] == (
        "Rename problem P-1", "/w/lumen/do/discovery.problem_rename/?ref=P-1"
    )  # fmt: skip
    assert about["talk.watch"][1] == "/w/lumen/do/talk.watch/?ref=P-1&kind=problem"


@pytest.mark.parametrize("at", ["/w/elsewhere/problems/P-1/", "/nowhere", "https://evil.test/", ""])
def test_nothing_else_is_in_view(filled: World, at: str) -> None:
    assert filled.client("owner").get("/w/lumen/palette/", {"at": at, "peek": "P-1"}).json()["record"] is None


def test_actions_are_listed_for_the_role(world: World) -> None:
    assert "New decision" in page(world, "actions/", "owner")
    assert "New decision" not in page(world, "actions/", "viewer")
    assert "No such action" in page(world, "actions/?q=zzzz", "owner")
    found = page(world, "actions/?q=merge", "owner")
    assert "Merge problem" in found and "New decision" not in found


def test_keys_can_be_turned_off_for_oneself(world: World) -> None:
    client = world.client("viewer")
    assert "data-keys-off" not in client.get("/w/lumen/").content.decode()
    sent = client.post("/w/lumen/do/search.shortcuts_set/", {"shortcuts": "false", "next": "/w/lumen/keys/"})
    assert sent.status_code == 303 and User.objects.get(shortcuts_off=True) == world.users["viewer"]
    text = client.get("/w/lumen/keys/").content.decode()
    assert "data-keys-off" in text and "Turn them on" in text
    assert "data-keys-off" not in page(world, "", "owner")
    client.post("/w/lumen/do/search.shortcuts_set/", {"shortcuts": "true"})
    assert not User.objects.filter(shortcuts_off=True).exists()
    told = Activity.objects.filter(action="search.shortcuts_set").order_by("sequence")
    assert [one.summary for one in told] == ["Turned the keys off", "Turned the keys on"]


def test_every_entry_of_the_navigation_has_a_key() -> None:
    listed = {name for _, own in (*frame.GROUPS, ("", frame.FOOT)) for _, name, _ in own}
    assert {key.page for key in keys.GO.keys} >= listed


def test_no_two_keys_are_the_same_and_none_begins_another() -> None:
    pressed = [key.press for key in keys.all_keys()]
    assert len(pressed) == len(set(pressed))
    single = {press for press in pressed if len(press) == 1}
    assert not single & {press[0] for press in pressed if " " in press}


def test_the_document_has_the_table_of_keys() -> None:
    from pathlib import Path

    text = (Path(__file__).resolve().parents[4] / "docs/keyboard.md").read_text("utf-8")
    assert keys.document() in text
