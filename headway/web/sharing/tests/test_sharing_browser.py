"""Sharing in a real Chromium: a link is made with the form, opened by a stranger, and unlocked with a password."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser
SECRET_WORD = "a password for visitors"


def made(context: "BrowserContext", what: str, audience: str, address: str = "", password: str = "") -> str:
    """The address of a new link, made with the form."""
    page = context.new_page()
    page.goto(f"settings/sharing/new/?what={what}&address={address}")
    page.get_by_role("link", name=audience).click()
    page.get_by_role("textbox", name="Title").fill(f"What we show of {what}")
    page.get_by_role("textbox", name="A note under it").fill("As of this quarter.")
    page.get_by_label("Password, if it needs one").fill(password)
    page.get_by_role("button", name="Make the link").click()
    found = page.get_by_text(re.compile(r"http://127\.0\.0\.1:\d+/s/")).first.inner_text()
    page.close()
    return found.strip()


@pytest.fixture(scope="module")
def shared(signed_in: "BrowserContext") -> dict[str, str]:
    return {
        "initiatives": made(signed_in, "initiative", "Executives"),
        "problems": made(signed_in, "problem", "Engineering", "view%3Dboard"),
        "roadmap": made(signed_in, "roadmap", "Customers"),
        "locked": made(signed_in, "initiative", "Customers", password=SECRET_WORD),
    }


@pytest.fixture
def stranger(told: Server, browser: "Browser") -> Iterator["Page"]:
    context = browser.new_context(base_url=told.url)
    yield context.new_page()
    context.close()


def test_a_stranger_reads_sorts_and_goes_back(shared: dict[str, str], stranger: "Page") -> None:
    stranger.goto(shared["initiatives"])
    assert stranger.get_by_role("heading", level=1).inner_text() == "What we show of initiative"
    assert stranger.get_by_role("navigation", name="Main").count() == 0
    stranger.get_by_role("link", name="Title", exact=True).click()
    assert stranger.get_by_role("columnheader", name="Title").get_attribute("aria-sort") == "ascending"
    titles = stranger.locator("tbody th").all_inner_texts()
    assert titles == sorted(titles, key=str.casefold) and titles
    stranger.go_back()
    assert stranger.locator("th[aria-sort]").count() == 0


def test_no_link_of_a_shared_page_leads_inside(shared: dict[str, str], stranger: "Page") -> None:
    for address in (shared["initiatives"], shared["problems"], shared["roadmap"]):
        stranger.goto(address)
        found = stranger.evaluate(
            "[...document.querySelectorAll('a')].map((one) => one.getAttribute('href'))"
        )
        assert [one for one in found if not one.startswith(("?", "list."))] == []
        assert stranger.locator("script").count() == 0


def test_the_password_form_works_in_a_browser_that_sends_no_referrer(
    shared: dict[str, str], stranger: "Page"
) -> None:
    stranger.goto(shared["locked"])
    stranger.get_by_label("Password").fill("not this one")
    stranger.get_by_role("button", name="Open it").click()
    assert stranger.get_by_role("alert").inner_text() == "That was not the password; try again."
    stranger.get_by_label("Password").fill(SECRET_WORD)
    stranger.get_by_role("button", name="Open it").click()
    stranger.get_by_role("heading", name="What we show of initiative").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_shared_page_has_a_barrier_that_axe_finds(
    shared: dict[str, str], signed_in: "BrowserContext", told: Server, browser: "Browser", scheme: "str"
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = {}
    stranger = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    outside = [*shared.values(), f"{told.url}/s/never-was/"]
    outside += [f"{shared['initiatives']}?view=table", f"{shared['problems']}?view=board"]
    outside += [f"{shared['roadmap']}?view={view}" for view in ("board", "timeline")]
    inside = [
        "settings/sharing/",
        "settings/sharing/new/",
        "settings/sharing/new/?what=initiative",
        "settings/sharing/SH-1/",
    ]
    for context, addresses in ((stranger, outside), (signed_in, inside)):
        page = context.new_page()
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for address in addresses:
            page.goto(address)
            answer = Axe().run(page)
            if answer.violations_count:
                found[address.rpartition("/s/")[0] or address] = answer.generate_report()
        page.close()
    stranger.close()
    assert found == {}


def test_nothing_is_wider_than_a_phone(shared: dict[str, str], browser: "Browser") -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    for address in (
        *shared.values(),
        f"{shared['roadmap']}?view=timeline",
        f"{shared['problems']}?view=board",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address.rpartition("/s/")[2][
            -20:
        ]
    context.close()


def test_paper_has_no_navigation_and_no_dark_ground(signed_in: "BrowserContext") -> None:
    page = signed_in.new_page()
    page.goto("lists/initiative/?view=table")
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator("nav.side").is_visible()
    shade = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert shade == "light" and lightness(ink) < 0.5
    assert page.locator("table").first.is_visible()
    page.close()


def lightness(colour: str) -> float:
    """The L of `oklch(L C H)`, as the browser computes it."""
    return float(re.match(r"oklch\(([\d.]+)", colour).group(1))  # type: ignore[union-attr]
