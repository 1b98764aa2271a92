"""Lists in a real Chromium: from the keyboard, with a pointer, with scripting off, on a phone."""

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser import signed_in_at
from tests.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser
LIST = "lists/initiative/"
ADDRESSES = (
    "lists/", LIST, f"{LIST}?view=table&peek=INI-1", f"{LIST}?view=table&edit=INI-1", f"{LIST}?view=table&add=nature",
    f"{LIST}?view=table&f=nature:is:feature&f=title:has:a&f2=score:empty&group=nature", f"{LIST}?view=board",
    f"{LIST}?view=timeline&start=created", f"{LIST}?view=matrix", f"{LIST}?view=tree", "lists/problem/?view=matrix",
    f"{LIST}?view=table&select=INI-1&bulk=nature", "lists/problem/?view=table&f=title:is:nothing", "lists/risk/",
)  # fmt: skip


def asked(page: "Page") -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def cell(page: "Page", ref: str, column: str) -> str:
    return page.locator(f"tr[data-ref='{ref}'] [data-cell='{column}']").inner_text().strip()


def test_a_condition_is_added_changed_and_undone_with_back(view: "Page") -> None:
    view.goto(f"{LIST}?view=table")
    rows = view.locator("tbody tr[data-ref]").count()
    view.get_by_role("button", name="+ Filter").click()
    view.get_by_role("list", name="Filter by").get_by_role("link", name="Nature").click()
    view.get_by_role("checkbox", name="Enabler").check()
    view.get_by_role("button", name="Filter", exact=True).click()
    view.get_by_role("link", name="Nature is Enabler", exact=True).wait_for()
    assert asked(view)["f"] == ["nature:is:enabler"]
    assert view.locator("tbody tr[data-ref]").count() == 0
    view.go_back()
    view.locator("#add").wait_for()
    view.go_back()
    view.locator("#add").wait_for(state="detached")
    assert "f" not in asked(view)
    assert view.locator("tbody tr[data-ref]").count() == rows


def test_a_cell_is_changed_from_the_keyboard_and_taken_back(view: "Page") -> None:
    view.goto(f"{LIST}?view=table")
    view.locator("tr[data-ref='INI-1'] [data-cell='moscow']").focus()
    view.keyboard.press("Enter")
    view.locator("#cell-value").wait_for()
    view.keyboard.press("Escape")
    assert view.evaluate("document.activeElement.dataset.cell") == "moscow"
    view.keyboard.press("Enter")
    view.locator("#cell-value").select_option("must")
    view.keyboard.press("Enter")
    view.get_by_text("Changed INI-1.").wait_for()
    assert cell(view, "INI-1", "moscow") == "Must"
    view.locator("[data-cell='moscow']:focus").wait_for()
    assert "edit" not in asked(view)
    view.get_by_role("button", name="Undo").click()
    view.get_by_text("Taken back.").wait_for()
    assert cell(view, "INI-1", "moscow") != "Must"


def test_the_arrows_walk_from_cell_to_cell(view: "Page") -> None:
    view.goto(f"{LIST}?view=table")
    first = view.locator("[data-cell]").first
    first.focus()
    name = first.get_attribute("data-cell")
    view.keyboard.press("ArrowDown")
    assert view.evaluate("document.activeElement.dataset.cell") == name
    view.keyboard.press("ArrowRight")
    assert view.evaluate("document.activeElement.dataset.cell") != name
    assert view.locator("[data-cell][tabindex='0']").count() == 1


def test_selected_rows_are_changed_together(view: "Page") -> None:
    view.goto(f"{LIST}?view=table")
    assert not view.locator("#bulk").is_visible()
    view.get_by_role("checkbox", name="Select INI-1").check()
    view.get_by_role("checkbox", name="Select INI-2").check()
    bar = view.get_by_role("form", name="Change the selected rows")
    assert "(2)" in bar.inner_text()
    bar.get_by_role("combobox").select_option("moscow")
    bar.get_by_role("button", name="Choose the value").click()
    view.locator("#bulk-value").select_option("should")
    view.get_by_role("button", name="Change 2").click()
    view.get_by_text("Changed 2 of 2 records.").wait_for()
    assert [cell(view, ref, "moscow") for ref in ("INI-1", "INI-2")] == ["Should", "Should"]
    view.get_by_role("button", name="Undo").click()
    view.get_by_text("Taken back.").wait_for()
    assert cell(view, "INI-1", "moscow") != "Should"


def test_a_conflict_shows_both_texts_and_loses_neither(view: "Page", signed_in: "BrowserContext") -> None:
    view.goto(f"{LIST}?view=table&edit=INI-2")
    other = signed_in.new_page()
    other.goto(f"{LIST}?view=table&edit=INI-2")
    other.get_by_label("Title of INI-2").fill("Theirs")
    other.get_by_role("button", name="Save", exact=True).click()
    other.get_by_text("Changed INI-2.").wait_for()
    other.close()
    view.get_by_label("Title of INI-2").fill("Mine, and much thought about")
    view.get_by_role("button", name="Save", exact=True).click()
    view.get_by_role("heading", name="Not saved yet").wait_for()
    assert view.locator(".lst-both .now p").inner_text() == "Theirs"
    assert view.get_by_label("What you wrote").input_value() == "Mine, and much thought about"
    view.get_by_role("button", name="Save what I wrote").click()
    view.get_by_text("Changed INI-2.").wait_for()
    assert view.get_by_role("link", name="Mine, and much thought about").count() == 1


def test_a_card_is_moved_with_the_pointer_and_from_the_keyboard(view: "Page") -> None:
    view.goto(f"{LIST}?view=board&group=nature")
    card = view.locator(".lst-card[data-ref='INI-1']")
    card.drag_to(view.locator(".lst-place[data-value='debt']"))
    view.get_by_text("Changed INI-1.").wait_for()
    assert view.locator(".lst-place[data-value='debt'] .lst-card[data-ref='INI-1']").count() == 1
    view.locator("#row-INI-1").focus()
    view.keyboard.press("m")
    view.keyboard.press("ArrowLeft")
    with view.expect_response(lambda answer: answer.request.method == "GET"):
        view.keyboard.press("Enter")
    view.locator(".htmx-request").wait_for(state="detached")
    assert view.locator(".lst-place[data-value='enabler'] .lst-card[data-ref='INI-1']").count() == 1
    view.locator("#row-INI-1:focus").wait_for()


def test_the_peek_opens_beside_the_list_and_escape_and_back_close_it(view: "Page") -> None:
    view.goto(f"{LIST}?view=table")
    view.locator("#row-INI-1").click()
    view.locator(".peek").wait_for()
    assert asked(view)["peek"] == ["INI-1"]
    view.locator("#peek-title:focus").wait_for()
    view.go_back()
    view.locator(".peek").wait_for(state="detached")
    view.locator("#row-INI-1").click()
    view.locator(".peek").wait_for()
    view.keyboard.press("Escape")
    view.locator(".peek").wait_for(state="detached")
    assert "peek" not in asked(view)


def test_a_view_is_saved_changed_and_its_changes_discarded(view: "Page") -> None:
    view.goto(f"{LIST}?view=board&group=nature")
    view.get_by_role("button", name="Save this view…").click()
    view.get_by_label("Name").fill("By nature")
    view.get_by_role("button", name="Save the view").click()
    view.get_by_role("link", name="By nature").wait_for()
    assert view.get_by_role("link", name="By nature").get_attribute("aria-current") == "page"
    view.get_by_role("button", name="Sort").click()
    view.get_by_role("list", name="Sort by").get_by_role("link", name="Title").click()
    view.get_by_text("Changed and not saved.").wait_for()
    view.get_by_role("link", name="Discard").click()
    view.get_by_text("Changed and not saved.").wait_for(state="detached")
    assert view.locator(".lst-board").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_list_has_a_barrier_that_axe_finds(signed_in: "BrowserContext", scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = signed_in.new_page()
    page.emulate_media(color_scheme=scheme)
    found = {}
    for address in ADDRESSES:
        page.goto(address)
        broken = Axe().run(page).response["violations"]
        found[address] = [(one["id"], one["nodes"][0]["html"]) for one in broken]
    page.close()
    assert {address: broken for address, broken in found.items() if broken} == {}


def test_no_list_is_wider_than_a_phone(view: "Page") -> None:
    view.set_viewport_size({"width": 390, "height": 844})
    wide = {}
    for address in ADDRESSES:
        view.goto(address)
        wide[address] = view.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
    assert {address: more for address, more in wide.items() if more} == {}


def test_without_scripts_a_list_is_filtered_edited_moved_and_changed_in_bulk(
    told: Server, browser: "Browser"
) -> None:
    context = signed_in_at(browser, told.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{LIST}?view=table&add=nature")
    page.get_by_role("checkbox", name="Debt").check()
    page.get_by_role("button", name="Filter", exact=True).click()
    assert asked(page)["f"] == ["nature:is:debt"]
    page.goto(f"{LIST}?view=table")
    page.get_by_role("link", name="Edit INI-3").click()
    page.get_by_role("table").get_by_label("MoSCoW").select_option("could")
    page.get_by_role("button", name="Save", exact=True).click()
    assert "Could" in page.locator("tr[data-ref='INI-3']").inner_text()
    page.goto(f"{LIST}?view=board&group=moscow")
    page.locator(".lst-card[data-ref='INI-3']").get_by_role("link", name="Move INI-3").click()
    page.get_by_label("Move INI-3 to").select_option("must")
    page.get_by_role("button", name="Move", exact=True).click()
    assert page.locator(".lst-place[data-value='must'] .lst-card[data-ref='INI-3']").count() == 1
    page.goto(f"{LIST}?view=table")
    page.get_by_role("checkbox", name="Select INI-3").check()
    page.get_by_role("button", name="Choose the value").click()
    assert page.get_by_role("button", name="Change 1").count() == 1
    context.close()
