"""Passkeys, in a real Chromium with a key store that is made of software."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser import complaints_of
from tests.server import Server
from tests.world import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

pytestmark = pytest.mark.browser
EMAIL = "contributor@lumen.test"
PAGES = ("factors/", "factors/app/", "passkeys/", "passkeys/new/", "password/", "sessions/")
ENTRANCES = ("/sign-in/", "/sign-out/", "/accounts/password/forgotten/", "/accounts/confirm/")


@pytest.fixture(scope="module")
def address(server: Server) -> str:
    # Passkeys belong to a name, never to a bare address.
    return server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def tab(browser: "Browser", address: str) -> Iterator["Page"]:
    """A tab whose browser complains about nothing."""
    context = browser.new_context(base_url=address, viewport={"width": 1200, "height": 900})
    page = context.new_page()
    complaints = complaints_of(page)
    yield page
    context.close()
    assert complaints == []


def key_store(page: "Page") -> "CDPSession":
    store = page.context.new_cdp_session(page)
    store.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    store.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return store


def sign_in(page: "Page") -> None:
    page.goto("/sign-in/")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm(page: "Page") -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def test_a_passkey_is_added_signs_in_alone_and_is_asked_for_after_a_password(tab: "Page") -> None:
    key_store(tab)
    sign_in(tab)
    tab.goto("/accounts/passkeys/new/")
    confirm(tab)
    tab.get_by_label("A name, to know it by").fill("Work laptop")
    tab.get_by_role("button", name="Add it").click()
    tab.get_by_role("heading", name="Recovery codes").wait_for()
    assert tab.locator(".codes li").count() == 10
    tab.goto("/accounts/passkeys/")
    assert "Work laptop" in tab.locator("tbody").inner_text()
    tab.goto("/sign-out/")
    tab.get_by_role("button", name="Sign out").click()

    tab.get_by_role("button", name="Use a passkey").click()
    tab.wait_for_url("**/w/lumen/")
    tab.goto("/sign-out/")
    tab.get_by_role("button", name="Sign out").click()

    sign_in(tab)
    tab.wait_for_url("**/accounts/factors/ask/")
    tab.get_by_role("button", name="Use a passkey instead").click()
    tab.wait_for_url("**/w/lumen/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_accounts_has_a_barrier_and_none_is_wider_than_a_phone(
    browser: "Browser", address: str, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(
        base_url=address, color_scheme=scheme, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    found, wide = {}, {}

    def look(at: str) -> None:
        page.goto(at)
        broken = Axe().run(page).response["violations"]
        found[at] = [(one["id"], one["nodes"][0]["html"]) for one in broken]
        wide[at] = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )

    for entrance in ENTRANCES[:3]:
        look(entrance)
    page.goto("/sign-in/")
    page.get_by_label("E-mail").fill("viewer@lumen.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    look("/accounts/confirm/")
    confirm(page)
    for part in PAGES:
        look(f"/accounts/{part}")
    context.close()
    assert {at: broken for at, broken in found.items() if broken} == {}
    assert set(wide.values()) == {0}, wide
