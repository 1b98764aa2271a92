"""A real Chromium: the one Playwright brought, else the system's."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.server import Server
from tests.world import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# An answer that says what is wrong leaves a mark in the browser's console though it is as meant.
MEANT = ("status of 409", "status of 422")
# What moved by itself: by how much (CLS) and which elements, so that a failure says where. What a browser takes for
# asked for ends half a second after the key or click; an answer to it that comes later was asked for all the same, and
# so is the layout for paper.
SHIFTS = """
let answered = -Infinity;
document.addEventListener("htmx:afterSwap", () => answered = performance.now());
document.addEventListener("htmx:afterSettle", () => answered = performance.now());
let printed = false;
addEventListener("beforeprint", () => printed = true);
new PerformanceObserver((list) => {
  printed ||= matchMedia("print").matches;
  for (const one of list.getEntries())
    if (!printed && !one.hadRecentInput && !(one.startTime >= answered - 100 && one.startTime < answered + 1000))
      window.shifted([one.value, location.pathname, ...one.sources.map((source) =>
        `${source.node?.nodeName}.${source.node?.className} ${JSON.stringify(source.previousRect)} `
        + JSON.stringify(source.currentRect))]);
}).observe({ type: "layout-shift", buffered: true });
"""


def executable(playwright: "Playwright") -> str | None:
    own = playwright.chromium.executable_path
    return own if Path(own).exists() else shutil.which("chromium")


# Not for the whole session: while it is open, its event loop runs in this thread, and async code in other tests
# could not run.
@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Chromium without a window. Where there is none, tests skip, and fail where CI=true."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = executable(playwright)
        if path is None:
            message = (
                "No Chromium found: `bin/setup --dev` fetches one, as root from the system's packages too."
            )
            pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        # For the same reason Django would refuse database work beside an open browser.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        yield opened
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        opened.close()


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    context = browser.new_context()
    yield context.new_page()
    context.close()


def sign_in(page: "Page", url: str, role: str = "product_manager") -> None:
    """Sign a person of the small world in with the form."""
    page.goto(f"{url}/sign-in/")
    page.get_by_label("E-mail").fill(f"{role}@lumen.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/w/lumen/")


def complaints_of(page: "Page") -> list[str]:
    """What the browser complains about in a tab from now on; the list grows."""
    complaints: list[str] = []

    def heard(line: str) -> None:
        if not any(meant in line for meant in MEANT):
            complaints.append(line)

    page.on("console", lambda line: heard(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: heard(str(error)))
    return complaints


def shifts_of(page: "Page") -> list[Any]:
    """What moves by itself in a tab from now on, on every page it opens; the list grows."""
    shifts: list[Any] = []
    # Playwright leaves a mark on the function, which a bound one does not take.
    page.expose_function("shifted", lambda moved: shifts.append(moved))  # noqa: PLW0108
    page.add_init_script(SHIFTS)
    return shifts


def signed_in_at(
    browser: "Browser", url: str, role: str = "product_manager", **settings: Any
) -> "BrowserContext":
    """A browser's window, 1440 wide unless told, whose person has signed in; addresses start in the workspace."""
    settings = {"base_url": f"{url}/w/lumen/", "viewport": {"width": 1440, "height": 900}} | settings
    context = browser.new_context(**settings)
    page = context.new_page()
    sign_in(page, url, role)
    page.close()
    return context


@pytest.fixture(scope="module")
def signed_in(told: Server, browser: "Browser") -> "Iterator[BrowserContext]":
    context = signed_in_at(browser, told.url)
    yield context
    context.close()


@pytest.fixture
def view(signed_in: "BrowserContext") -> "Iterator[Page]":
    """A tab of the signed-in person; what the browser complains about fails the test."""
    page = signed_in.new_page()
    complaints = complaints_of(page)
    yield page
    page.close()
    assert complaints == []
