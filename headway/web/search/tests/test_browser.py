"""The palette and the keys in a real Chromium, by keyboard alone."""

from typing import TYPE_CHECKING

import pytest

from tests.browser import signed_in_at
from tests.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

pytestmark = pytest.mark.browser
ADDRESSES = (
    "search/", "search/?q=card", "search/?q=crad", "search/?q=qqzzqq", "search/?q=card&kind=feedback", "keys/",
    "actions/", "do/decisions.decision_open/", "do/talk.comment_remove/", "do/core.theme_set/",
)  # fmt: skip


def focused(view: "Page") -> str:
    return str(view.evaluate("document.activeElement.id || document.activeElement.tagName"))


def test_a_record_is_found_and_opened_without_a_mouse(view: "Page") -> None:
    view.goto("roadmap/")
    view.keyboard.press("Control+k")
    field = view.get_by_role("combobox", name="Go to a page")
    field.wait_for()
    view.keyboard.type("lost my crad")
    view.get_by_role("option", name="I lost my card Problem P-001").wait_for()
    assert view.get_by_text("Records for “lost my card”").is_visible()
    while "Problem P-001" not in view.locator("[aria-selected=true]").inner_text():
        view.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == view.locator("[aria-selected=true]").get_attribute(
        "id"
    )
    view.keyboard.press("Enter")
    view.wait_for_url("**/problems/P-001/")


def test_the_palette_goes_to_a_page_and_knows_what_was_worked_on(view: "Page") -> None:
    view.goto("problems/P-002/")
    view.get_by_text("Rename…", exact=True).click()
    view.locator("input[name=title]").fill("Rates are wrong")
    view.get_by_role("button", name="Rename").click()
    view.get_by_role("heading", name="Rates are wrong").wait_for()
    view.goto("")
    view.keyboard.press("Control+k")
    view.get_by_role("option", name="Problem P-002").wait_for()
    view.keyboard.type("stra")
    view.get_by_role("option", name="Strategy Choose").wait_for()
    view.keyboard.press("Enter")
    view.wait_for_url("**/strategy/")


def test_what_is_typed_while_the_palette_is_on_its_way_stands_in_it(view: "Page") -> None:
    held: list[Route] = []
    view.route("**/palette*.js", lambda route: held.append(route))  # noqa: PLW0108 - it marks the function
    view.goto("settings/")
    view.keyboard.press("Control+k")
    view.keyboard.type("straw")
    view.keyboard.press("Backspace")
    assert view.locator("dialog").count() == 0
    held[0].continue_()
    field = view.get_by_role("combobox", name="Go to a page")
    field.wait_for()
    view.keyboard.type("te")
    assert field.input_value() == "strate"
    view.get_by_role("option", name="Strategy Choose").wait_for()
    view.keyboard.press("Enter")
    view.wait_for_url("**/strategy/")


def test_a_palette_that_was_turned_off_on_its_way_does_not_come(view: "Page") -> None:
    held: list[Route] = []
    view.route("**/palette*.js", lambda route: held.append(route))  # noqa: PLW0108 - it marks the function
    view.goto("settings/")
    view.keyboard.press("Control+k")
    view.keyboard.type("st")
    view.keyboard.press("Escape")
    with view.expect_response("**/palette*.js"):
        held[0].continue_()
    view.keyboard.press("Control+k")
    field = view.get_by_role("combobox", name="Go to a page")
    field.wait_for()
    assert (view.locator("dialog").count(), field.input_value()) == (1, "")


def test_escape_closes_the_palette_and_the_focus_returns(view: "Page") -> None:
    view.goto("problems/")
    view.keyboard.press("j")
    assert focused(view) == "row-P-001"
    view.keyboard.press("Control+k")
    view.get_by_role("combobox", name="Go to a page").wait_for()
    assert focused(view) == "INPUT"
    view.keyboard.press("Escape")
    view.get_by_role("combobox", name="Go to a page").wait_for(state="detached")
    assert focused(view) == "row-P-001"


def test_what_can_be_done_with_the_record_in_view_comes_filled_in(view: "Page") -> None:
    view.goto("problems/P-001/")
    view.keyboard.press("e")
    view.get_by_role("option", name="Rename problem P-001").wait_for()
    view.keyboard.type("rename")
    view.keyboard.press("Enter")
    view.wait_for_url("**/do/discovery.problem_rename/**")
    assert view.locator("input[name=ref]").input_value() == "P-001"
    view.get_by_label("Title").fill("Where is my card?")
    view.keyboard.press("Control+Enter")
    view.wait_for_url("**/problems/P-001/")
    assert view.get_by_role("heading", level=1).inner_text() == "Where is my card?"
    view.goto("do/discovery.problem_rename/?ref=P-001&next=/w/lumen/problems/")
    view.get_by_label("Title").fill("I lost my card")
    view.keyboard.press("Control+Enter")
    view.get_by_role("heading", level=1, name="Problems").wait_for()
    assert view.url.endswith("/w/lumen/problems/")


def test_a_wrong_form_keeps_what_was_typed_and_says_so(view: "Page") -> None:
    view.goto("do/strategy.key_result_save/")
    view.get_by_label("Title").fill("Churn of customers")
    view.keyboard.press("Control+Enter")
    alert = view.get_by_role("alert")
    alert.wait_for()
    assert "Nothing was changed" in alert.inner_text()
    assert view.get_by_label("Title").input_value() == "Churn of customers"
    wrong = view.locator("[aria-invalid=true]").evaluate_all("all => all.map((one) => one.name)")
    assert wrong == ["objective"]


@pytest.mark.parametrize(
    ("keys", "address"), [("gp", "problems/"), ("gr", "roadmap/"), ("nd", "decisions/new/"), ("gh", "")]
)
def test_two_keys_lead_somewhere(view: "Page", keys: str, address: str) -> None:
    view.goto("settings/")
    for key in keys:
        view.keyboard.press(key)
    view.wait_for_url(f"**/w/lumen/{address}")


def test_slash_searches_and_nothing_happens_while_typing(view: "Page") -> None:
    view.goto("problems/")
    view.keyboard.press("/")
    view.keyboard.type("gp ?jk card")
    assert view.url.endswith("/problems/") and view.locator("dialog").count() == 0
    view.keyboard.press("Control+a")
    view.keyboard.type("lost card")
    view.keyboard.press("Enter")
    view.wait_for_url("**/search/?q=lost+card")
    view.locator("mark", has_text="lost").first.wait_for()
    view.keyboard.press("Escape")
    view.keyboard.press("j")
    assert view.evaluate("document.activeElement.closest('[data-row]') !== null")


def test_the_sheet_shows_the_keys_and_closes(view: "Page") -> None:
    view.goto("problems/")
    view.keyboard.press("?")
    sheet = view.get_by_role("dialog", name="Keys")
    sheet.wait_for()
    assert "Initiatives" in sheet.inner_text()
    view.keyboard.press("g")
    view.keyboard.press("p")
    assert sheet.is_visible()
    view.keyboard.press("Escape")
    sheet.wait_for(state="detached")


def test_keys_that_are_off_do_nothing_but_the_palette_opens(view: "Page") -> None:
    view.goto("keys/")
    view.get_by_role("button", name="Turn single keys off").click()
    view.get_by_role("button", name="Turn them on").wait_for()
    view.goto("problems/")
    for key in ("j", "?", "g", "r", "/"):
        view.keyboard.press(key)
    assert view.url.endswith("/problems/") and focused(view) == "BODY"
    view.keyboard.press("Control+k")
    view.get_by_role("combobox", name="Go to a page").wait_for()
    view.goto("keys/")
    view.get_by_role("button", name="Turn them on").click()
    view.get_by_role("button", name="Turn single keys off").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier(signed_in: "BrowserContext", scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = signed_in.new_page()
    page.emulate_media(color_scheme=scheme)
    found = {}
    for address in ADDRESSES:
        page.goto(address)
        found[address] = _broken(Axe().run(page))
    page.goto("problems/P-001/")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Go to a page").wait_for()
    page.keyboard.type("card")
    page.get_by_role("option", name="I lost my card").first.wait_for()
    found["palette"] = _broken(Axe().run(page))
    page.keyboard.press("Escape")
    page.get_by_role("combobox", name="Go to a page").wait_for(state="hidden")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys").wait_for()
    found["sheet"] = _broken(Axe().run(page))
    page.close()
    assert {address: broken for address, broken in found.items() if broken} == {}


def _broken(results: object) -> list[tuple[str, str]]:
    return [(one["id"], one["nodes"][0]["html"]) for one in results.response["violations"]]  # type: ignore[attr-defined]


def test_nothing_is_wider_than_a_phone(view: "Page") -> None:
    view.set_viewport_size({"width": 390, "height": 844})
    wide = {}
    for address in ADDRESSES:
        view.goto(address)
        wide[address] = view.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
    assert set(wide.values()) == {0}, wide
    view.keyboard.press("Escape")
    view.evaluate("document.activeElement.blur()")
    view.keyboard.press("/")
    view.get_by_role("searchbox", name="Search everything").wait_for()


def test_search_works_without_scripts(told: Server, browser: "Browser") -> None:
    context = signed_in_at(browser, told.url, "viewer", java_script_enabled=False)
    page = context.new_page()
    page.goto("")
    page.get_by_role("searchbox", name="Search everything").fill("lost crad")
    page.keyboard.press("Enter")
    page.locator("a[href$='/problems/P-001/']").first.click()
    page.wait_for_url("**/problems/P-001/")
    context.close()
