"""Talking about a record in a real Chromium: from the keyboard, on a phone, with scripting off, when a line is cut."""

from typing import TYPE_CHECKING

import pytest

from tests.browser import signed_in_at
from tests.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def spoken(told: Server) -> str:
    """The path of a decision that people talk about."""
    return f"decisions/{told.command('-m', 'headway.web.talk.tests.spoken').strip()}/"


def test_comment_mention_reply_and_resolve_from_the_keyboard(view: "Page", spoken: str) -> None:
    view.goto(spoken)
    view.get_by_role("textbox", name="Say something").focus()
    view.keyboard.type("Over to @eg")
    view.get_by_role("option", name="Egon Engineer").wait_for()
    view.keyboard.press("Enter")
    view.keyboard.type("and thanks")
    view.keyboard.press("Control+Enter")
    mine = view.locator(".threads > li").last
    mine.locator(".words", has_text="Over to @Egon Engineer and thanks").wait_for()
    assert mine.locator(".mention").inner_text() == "@Egon Engineer"
    own = mine.locator(".comment").first.get_attribute("id")
    view.locator(f"#{own}:focus").wait_for()
    mine.locator("[data-reply] > summary").focus()
    view.keyboard.press("Enter")
    view.locator("[data-reply] textarea:focus").wait_for()
    view.keyboard.type("One more thing")
    view.keyboard.press("Control+Enter")
    mine.locator(".replies .words", has_text="One more thing").wait_for()
    mine.get_by_role("button", name="Resolve").focus()
    view.keyboard.press("Enter")
    mine.get_by_text("Resolved by Pia Manager").wait_for()
    assert view.url.endswith(spoken)


def test_names_are_left_with_escape_and_chosen_with_arrows(view: "Page", spoken: str) -> None:
    view.goto(spoken)
    box = view.get_by_role("textbox", name="Say something")
    box.focus()
    view.keyboard.type("@a")
    view.locator(".names li").first.wait_for()
    view.keyboard.press("ArrowDown")
    chosen = view.locator('.names [aria-selected="true"]')
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    name = chosen.get_attribute("data-words")
    view.keyboard.press("Tab")
    assert box.input_value() == f"@{name} "
    view.keyboard.type("@")
    view.locator(".names li").first.wait_for()
    view.keyboard.press("Escape")
    assert view.locator(".names").count() == 0 and box.get_attribute("aria-controls") is None


def test_what_is_selected_is_quoted(view: "Page", spoken: str) -> None:
    view.goto(spoken)
    words = view.get_by_text("A vendor would take three weeks.").first
    words.select_text()
    view.get_by_text("Quote a passage…").click()
    assert view.get_by_label("The words you mean").input_value() == "A vendor would take three weeks."


def test_a_cut_line_leaves_the_words_where_they_are(signed_in: "BrowserContext", spoken: str) -> None:
    page = signed_in.new_page()
    page.goto(spoken)
    page.route("**/talk/decision/**", lambda route: route.abort())
    box = page.get_by_role("textbox", name="Say something")
    box.fill("Do not lose this")
    page.keyboard.press("Control+Enter")
    page.get_by_role("alert").get_by_text("This could not be sent").wait_for()
    assert box.input_value() == "Do not lose this" and page.url.endswith(spoken)
    page.close()


def test_the_inbox_leads_to_the_comment_and_is_read_then(view: "Page", spoken: str) -> None:
    view.goto("inbox/")
    row = view.get_by_role("link", name="Egon Engineer mentioned you").first
    row.focus()
    view.keyboard.press("Enter")
    view.wait_for_url(f"**/{spoken}#COM-*")
    view.goto("inbox/?show=unread")
    assert view.get_by_role("link", name="Egon Engineer mentioned you").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier_that_axe_finds(signed_in: "BrowserContext", spoken: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = signed_in.new_page()
    page.emulate_media(color_scheme=scheme)
    found = {}
    for address in (
        spoken,
        "inbox/",
        "inbox/?show=approvals",
        "settings/notifications/",
        f"talk/{spoken.replace('s/', '/', 1)}",
    ):
        page.goto(address)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        broken = Axe().run(page).response["violations"]
        found[address] = [(one["id"], one["nodes"][0]["html"]) for one in broken]
    page.close()
    assert {address: broken for address, broken in found.items() if broken} == {}


def test_nothing_is_wider_than_a_phone(view: "Page", spoken: str) -> None:
    view.set_viewport_size({"width": 390, "height": 844})
    for address in (spoken, "inbox/", "settings/notifications/"):
        view.goto(address)
        wide = view.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (address, wide) == (address, 0)


def test_it_all_works_without_scripts(told: Server, spoken: str, browser: "Browser") -> None:
    context = signed_in_at(browser, told.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(spoken)
    page.get_by_role("textbox", name="Say something").fill("No script here, @Dina Designer")
    page.get_by_role("button", name="Comment", exact=True).click()
    page.wait_for_url(f"**/{spoken}#COM-*")
    assert page.locator(".comment").last.locator(".mention").inner_text() == "@Dina Designer"
    page.get_by_role("button", name="Stop watching").click()
    page.get_by_role("button", name="Watch", exact=True).wait_for()
    page.goto("inbox/")
    page.get_by_role("heading", name="Inbox").wait_for()
    context.close()
