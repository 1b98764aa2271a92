"""One list: many rows changed and taken back, a conflict, a field of one's own, a saved view, the palette."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.journeys.hand import Hand, Walk

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
LIST = "lists/initiative/"


def cell(page: "Page", ref: str, column: str) -> str:
    return page.locator(f"tr[data-ref='{ref}'] [data-cell='{column}']").inner_text().strip()


def test_undo_a_bulk_edit(page: "Page", hand: Hand) -> None:
    page.goto(f"{LIST}?view=table")
    before = [cell(page, ref, "moscow") for ref in ("INI-1", "INI-2")]
    for ref in ("INI-1", "INI-2"):
        hand.tick(page.get_by_role("checkbox", name=f"Select {ref}"))
    bar = page.get_by_role("form", name="Change the selected rows")
    hand.choose(bar.get_by_role("combobox"), "MoSCoW")
    hand.press(bar.get_by_role("button", name="Choose the value"))
    hand.choose(page.locator("#bulk-value"), "Could")
    hand.press(page.get_by_role("button", name="Change 2"))
    page.get_by_text("Changed 2 of 2 records.").wait_for()
    assert [cell(page, ref, "moscow") for ref in ("INI-1", "INI-2")] == ["Could", "Could"]
    hand.press(page.get_by_role("button", name="Undo"))
    page.get_by_text("Taken back.").wait_for()
    assert [cell(page, ref, "moscow") for ref in ("INI-1", "INI-2")] == before


def test_resolve_a_conflict(opened: Callable[[str], "Page"], walk: Walk) -> None:
    mine, theirs = f"Mine {uuid4().hex[:6]}", f"Theirs {uuid4().hex[:6]}"
    here, there = opened("product_manager"), opened("owner")
    for page in (here, there):
        page.goto(f"{LIST}?view=table&edit=INI-3")
    for page, title in ((there, theirs), (here, mine)):
        hand = Hand(page, walk.by)
        hand.write(page.get_by_label("Title of INI-3"), title)
        hand.press(page.get_by_role("button", name="Save", exact=True))
    here.get_by_role("heading", name="Not saved yet").wait_for()
    assert here.get_by_text(theirs).count() >= 1
    assert here.get_by_label("What you wrote").input_value() == mine
    Hand(here, walk.by).press(here.get_by_role("button", name="Save what I wrote"))
    here.get_by_text("Changed INI-3.").wait_for()
    assert here.get_by_role("link", name=mine).count() == 1


def test_custom_field(page: "Page", hand: Hand) -> None:
    name = f"Wave {uuid4().hex[:6]}"
    page.goto(f"{LIST}fields/")
    hand.write(page.get_by_label("Name"), name)
    hand.choose(page.get_by_label("Type"), "One of several")
    hand.write(page.get_by_label("Options"), "First\nSecond")
    hand.press(page.get_by_role("button", name="Add the field"))
    page.get_by_text("Added the field.").wait_for()
    column = page.locator("tr").filter(has_text=name).locator("code").inner_text()
    page.goto(f"{LIST}?view=table&columns=title&columns={column}&edit=INI-1")
    hand.choose(page.get_by_role("table").get_by_label(name), "Second")
    hand.press(page.get_by_role("button", name="Save", exact=True))
    page.get_by_text("Changed INI-1.").wait_for()
    page.goto(f"{LIST}?view=table&columns=title&columns={column}&f={column}:is:second")
    assert page.locator("tbody tr[data-ref]").count() == 1
    assert cell(page, "INI-1", column) == "Second"


def test_saved_view(page: "Page", hand: Hand) -> None:
    name = f"Musts {uuid4().hex[:6]}"
    page.goto(f"{LIST}?view=table&f=nature:is:feature&sort=title")
    hand.press(page.get_by_role("button", name="Save this view…"))
    hand.write(page.get_by_label("Name", exact=True), name)
    hand.press(page.get_by_role("button", name="Save the view"))
    page.get_by_role("link", name=name).wait_for()
    page.goto(LIST)
    hand.press(page.get_by_role("link", name=name))
    page.get_by_role("link", name="Nature is Feature", exact=True).wait_for()
    assert "saved=" in page.url


@pytest.mark.scripts
def test_palette(page: "Page") -> None:
    page.goto("problems/")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").wait_for()
    page.keyboard.type("freeze a lost")
    page.get_by_role("option", name="Freeze a lost card Initiative INI-1").wait_for()
    while "Initiative INI-1" not in page.locator("[aria-selected=true]").inner_text():
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/initiatives/INI-1/")
