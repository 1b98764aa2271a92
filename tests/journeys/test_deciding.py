"""Plans compared, a change approved, a roadmap shared, a page on paper."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.journeys.hand import Hand, Walk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


def test_compare_two_plans(page: "Page", hand: Hand) -> None:
    page.goto("roadmap/")
    hand.press(page.get_by_role("link", name="Compare plans"))
    page.get_by_role("heading", name="Compare two plans").wait_for()
    differs = page.get_by_role("region", name="What differs")
    assert differs.get_by_role("heading").inner_text().startswith("From PL-")
    assert differs.get_by_role("listitem").count() >= 1


def test_approve_a_change(opened: Callable[[str], "Page"], walk: Walk) -> None:
    group = f"Counsel {uuid4().hex[:6]}"
    asking = opened("admin")
    hand = Hand(asking, walk.by)
    asking.goto("settings/rules/")
    form = asking.locator("form").filter(has=asking.get_by_role("button", name="Give the group this place"))
    hand.write(form.get_by_label("Group"), group)
    hand.tick(form.get_by_label("Legal"))
    hand.press(form.get_by_role("button", name="Give the group this place"))
    asking.get_by_text("Not done yet").first.wait_for()
    assert asking.get_by_text(f"Everybody in the group '{group}' gets the position legal.").count() >= 1
    approval = asking.url.rstrip("/").rsplit("/", 1)[1]
    deciding = opened("owner")
    hand = Hand(deciding, walk.by)
    deciding.goto("approvals/")
    hand.press(deciding.locator(f"a[href$='/approvals/{approval}/']").first)
    hand.press(deciding.get_by_role("button", name="Approve this change"))
    deciding.get_by_text(f"You approved {approval}.").wait_for()
    deciding.goto("settings/rules/")
    assert deciding.get_by_text(group).count() >= 1


def test_share_a_roadmap(page: "Page", hand: Hand, browser: "Browser", walk: Walk) -> None:
    page.goto("roadmap/")
    hand.press(page.get_by_role("link", name="Share", exact=True))
    hand.press(page.get_by_role("link", name="Customers"))
    hand.write(page.get_by_label("Title"), "What comes next")
    hand.press(page.get_by_role("button", name="Make the link"))
    page.get_by_role("heading", name="The link is made").wait_for()
    shared = page.locator(".mono").first.inner_text().strip()
    context = browser.new_context(viewport={"width": walk.width, "height": 900}, color_scheme=walk.scheme)
    stranger = context.new_page()
    assert stranger.goto(shared).status == 200  # type: ignore[union-attr]
    stranger.get_by_role("heading", name="What comes next").wait_for()
    shown = stranger.content()
    context.close()
    assert "Freeze a lost card" in shown
    assert not [word for word in ("Acme", "acme.example", "/w/lumen/", "INI-1") if word in shown]


def test_print_to_pdf(page: "Page", hand: Hand, walk: Walk) -> None:
    page.goto("problems/")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Main").is_visible()
    assert page.get_by_role("link", name="I lost my card").first.is_visible()
    assert page.pdf().startswith(b"%PDF-")
    page.emulate_media(media="screen")
    answer = page.request.get("lists/initiative/export.pdf")
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")
