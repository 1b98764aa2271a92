"""A server of its own with something on every page, and a browser that is signed in there."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser import signed_in_at
from tests.postgres import database_create
from tests.server import Server

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
    context = signed_in_at(browser, plenty.url, "owner", base_url=plenty.url, reduced_motion="reduce")
    yield context
    context.close()
