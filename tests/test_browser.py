"""A person with a real browser, at the real server."""

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser import complaints_of
from tests.server import Server
from tests.world import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_somebody_signs_in_by_keyboard_and_sees_the_workspace(server: Server, page: "Page") -> None:
    complaints = complaints_of(page)
    page.goto(f"{server.url}/")
    assert re.search(r"/sign-in/", page.url)
    page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill("product_manager@lumen.test")
    page.get_by_label(re.compile("password", re.IGNORECASE)).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/w/lumen/")
    assert page.get_by_text("Lumen").count() > 0
    assert complaints == []


def test_a_page_of_another_workspace_is_not_found(server: Server, page: "Page") -> None:
    page.goto(f"{server.url}/sign-in/")
    page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill("viewer@lumen.test")
    page.get_by_label(re.compile("password", re.IGNORECASE)).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/w/lumen/")
    answer = page.goto(f"{server.url}/w/elsewhere/")
    assert answer is not None and answer.status == 404
