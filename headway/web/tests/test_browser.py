"""Journeys of a product manager through a real Chromium at the real server."""

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser import signed_in_at
from tests.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


def test_a_problem_opens_beside_the_list_and_its_quote_opens_the_message(view: "Page") -> None:
    view.goto("problems/")
    view.get_by_role("link", name="I lost my card").click()
    peek = view.get_by_role("complementary", name="I lost my card")
    peek.wait_for()
    assert view.url.endswith("/problems/?peek=P-001")
    view.locator("#peek-title:focus").wait_for()
    quote = peek.locator(".quote").first
    said = quote.locator("p").inner_text()
    quote.get_by_role("link").click()
    view.get_by_role("heading", name="Message L").wait_for()
    assert said in view.locator("[data-said]").inner_text()


def test_back_and_escape_close_the_peek(view: "Page") -> None:
    view.goto("problems/")
    view.get_by_role("link", name="I lost my card").click()
    view.locator(".peek").wait_for()
    view.go_back()
    view.locator(".peek").wait_for(state="detached")
    assert view.url.endswith("/problems/")
    view.get_by_role("link", name="I lost my card").click()
    view.locator(".peek").wait_for()
    view.keyboard.press("Escape")
    view.locator(".peek").wait_for(state="detached")


def test_a_figure_says_how_it_was_counted_and_opens_its_rows(view: "Page") -> None:
    view.goto("problems/P-001/")
    view.get_by_role("button", name=re.compile("Mentions a month")).click()
    counted = view.locator(".pop:popover-open")
    assert "discovery.problem_mentions@1" in counted.inner_text()
    counted.get_by_role("link", name="Open the 4 rows").click()
    view.wait_for_url("**/evidence/?problem=P-001")
    assert view.locator("tbody tr").count() == 4


def test_an_initiative_says_why_it_has_its_rank(view: "Page") -> None:
    view.goto("initiatives/")
    view.get_by_role("link", name="Freeze a lost card").click()
    peek = view.locator(".peek")
    peek.wait_for()
    assert "Rank 1 of 3" in peek.locator(".reasons").inner_text()


def test_the_roadmap_shows_loads_and_what_was_left_out(view: "Page") -> None:
    view.goto("roadmap/")
    assert "5 of 8" in view.locator(".load").first.inner_text()
    assert view.locator(".bet").count() == 2
    left_out = view.get_by_role("row").filter(has_text="Something nobody asked for")
    assert left_out.count() == 1
    view.get_by_role("link", name="Now, next, later").click()
    view.wait_for_url("**/roadmap/?view=horizon")
    assert view.get_by_role("heading", name="Now", exact=True).count() == 1


def test_a_citation_of_the_prd_opens_its_evidence(view: "Page") -> None:
    view.goto("requirements/PRD-1/")
    note = view.locator(".notes li").filter(has=view.locator("blockquote")).first
    number = note.get_attribute("id")
    view.locator(f".prose a[href='#{number}']").first.click()
    assert view.url.endswith(f"#{number}")
    quote = note.locator("p").inner_text()
    note.get_by_role("link", name=re.compile("Open the message")).click()
    view.wait_for_url("**/evidence/?ids=*")
    assert quote in view.locator("tbody").inner_text()


def test_a_decision_is_made_with_a_button_and_told(view: "Page") -> None:
    view.goto("problems/P-002/")
    view.get_by_text("Rename…").click()
    view.get_by_label("New name").fill("The exchange rate shown is wrong")
    view.get_by_role("button", name="Rename").click()
    assert view.get_by_role("status").inner_text() == "Renamed P-002."
    assert view.get_by_role("heading", level=1).inner_text() == "The exchange rate shown is wrong"


def test_a_filter_takes_effect_when_it_is_chosen(view: "Page") -> None:
    view.goto("evidence/")
    view.locator("select[name=theme]").select_option("t2")
    view.wait_for_url("**theme=t2**")
    assert view.locator("tbody tr").count() == 3


def test_everything_is_reached_by_keyboard(view: "Page") -> None:
    view.goto("problems/")
    view.keyboard.press("Tab")
    assert view.evaluate("document.activeElement.textContent") == "Skip to the page"
    view.keyboard.press("Enter")
    assert view.evaluate("document.activeElement.id") == "main"
    view.keyboard.press("Tab")
    assert view.evaluate("document.activeElement.id") == "row-P-001"
    view.keyboard.press("j")
    assert view.evaluate("document.activeElement.id") == "row-P-002"
    view.keyboard.press("k")
    view.keyboard.press("Enter")
    view.locator(".peek").wait_for()


def test_pages_work_without_scripts(told: Server, browser: "Browser") -> None:
    context = signed_in_at(browser, told.url, "viewer", java_script_enabled=False)
    page = context.new_page()
    page.goto("problems/")
    page.get_by_role("link", name="I lost my card").click()
    page.wait_for_url("**/problems/P-001/")
    assert page.get_by_role("heading", level=1).inner_text() == "I lost my card"
    assert page.get_by_role("button", name="Confirm").count() == 0
    context.close()
