"""Every page in every theme: no barrier, nothing wider than a phone, nothing that moves, no heavy first load."""

from typing import TYPE_CHECKING, Any

import pytest

from headway.web.tests.looks.pages import outside, pages

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser
THEMES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "contrast": "no-preference", "reduced_motion": "reduce"},
    "dark": {"color_scheme": "dark", "contrast": "no-preference", "reduced_motion": "reduce"},
    "high contrast, light": {"color_scheme": "light", "contrast": "more", "reduced_motion": "reduce"},
    "high contrast, dark": {"color_scheme": "dark", "contrast": "more", "reduced_motion": "reduce"},
}
ASKED_AGAIN = {
    "account_set_password", "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "talk:opened", "talk:thread", "web:import",
}  # fmt: skip
BYTES_MOST = 150_000
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 400);
})"""
MAIN = ("web:home", "discovery:problems", "discovery:problem", "prioritisation:initiatives", "roadmap:plan", "requirements:prd",
        "web:activity", "web:settings", "lists:list", "decisions:log", "design:design")  # fmt: skip


# A theme changes colours only, so the other rules are asked once.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def broken_in(page: "Page", config: pytest.Config) -> dict[str, list[Any]]:
    """What axe finds, by theme: light in the suite, with `--walks all` every one."""
    from axe_playwright_python.sync_playwright import Axe

    found = {}
    few = config.getoption("walks") == "few"
    for theme, media in list(THEMES.items())[: 1 if few else None]:
        page.emulate_media(**media)
        violations = Axe().run(page, options=None if theme == "light" else COLOURS).response["violations"]
        found[theme] = [(one["id"], one["nodes"][0]["html"][:200], len(one["nodes"])) for one in violations]
    return {theme: broken for theme, broken in found.items() if broken}


def test_no_page_has_a_barrier_that_axe_finds(
    signed_in: "BrowserContext", pytestconfig: pytest.Config
) -> None:
    page, found, statuses = signed_in.new_page(), {}, {}
    for name, address in pages().items():
        answer = page.goto(address)
        statuses[name] = answer.status if answer else 0
        page.wait_for_load_state("networkidle")
        if answer and answer.headers["content-type"].startswith("text/html"):
            found[name] = broken_in(page, pytestconfig)
    page.close()
    assert {name: broken for name, broken in found.items() if broken} == {}
    # A page that is not there would have nothing to find.
    assert {name for name, status in statuses.items() if status != 200} - ASKED_AGAIN == {"not found"}


def test_nor_has_a_page_before_the_sign_in(plenty: Any, page: "Page", pytestconfig: pytest.Config) -> None:
    found = {}
    for name, address in outside().items():
        page.goto(f"{plenty.url}{address}")
        found[name] = broken_in(page, pytestconfig)
    assert {name: broken for name, broken in found.items() if broken} == {}


def test_nothing_is_wider_than_a_phone(signed_in: "BrowserContext") -> None:
    page, wide = signed_in.new_page(), {}
    page.set_viewport_size({"width": 390, "height": 844})
    for name, address in pages().items():
        page.goto(address)
        wide[name] = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
    page.close()
    assert {name: by for name, by in wide.items() if by} == {}


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_moves_while_a_page_comes(signed_in: "BrowserContext", width: int) -> None:
    page, moved = signed_in.new_page(), {}
    page.set_viewport_size({"width": width, "height": 900})
    # A slow machine draws more often while a page comes, and so shows what a fast one leaves out.
    signed_in.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    for name in MAIN:
        page.goto(pages()[name])
        page.wait_for_load_state("networkidle")
        moved[name] = round(page.evaluate(SHIFTS), 4)
    page.close()
    assert {name: by for name, by in moved.items() if by} == {}


def test_a_first_load_is_light(plenty: Any, signed_in: "BrowserContext") -> None:
    """What really comes over the wire, with nothing kept from before."""
    weights = {}
    for name in MAIN:
        page = signed_in.new_page()
        session = signed_in.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        came: list[int] = []
        session.on("Network.loadingFinished", lambda told, came=came: came.append(told["encodedDataLength"]))
        page.goto(pages()[name])
        page.wait_for_load_state("networkidle")
        weights[name] = (sum(came), len(came))
        page.close()
    print({name: f"{size / 1000:.0f} kB in {count}" for name, (size, count) in weights.items()})
    assert {name: size for name, (size, _) in weights.items() if size > BYTES_MOST} == {}
    assert min(count for _, count in weights.values()) > 2
