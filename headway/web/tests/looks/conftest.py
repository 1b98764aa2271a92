"""A server of its own with something on every page, and a browser that is signed in there."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.postgres import database_create
from tests.server import Server
from tests.world import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext


@pytest.fixture(scope="package")
def plenty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    address = os.environ["DATABASE_URL"]
    served = Server(tmp_path_factory.mktemp("looks"), address and database_create(address, "looks"))
    served.prepare()
    served.command("-m", "headway.web.tests.looks.plenty")
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="module")
def signed_in(plenty: Server, browser: "Browser") -> "Iterator[BrowserContext]":
    """A person whose system asks for no motion, so that pictures stand still."""
    context = browser.new_context(
        base_url=plenty.url, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_label("E-mail").fill("owner@lumen.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/w/lumen/")
    page.close()
    yield context
    context.close()
