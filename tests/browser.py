"""A real Chromium: the one Playwright brought, else the system's."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


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
