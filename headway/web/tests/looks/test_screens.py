"""Pictures of every page to look at, in build/screens; `make screens` takes them. They are not kept in git."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from headway.web.tests.looks.pages import pages

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.browser
SCREENS = Path(__file__).resolve().parents[4] / "build" / "screens"
SIZES = {
    "light": (1440, "light"),
    "dark": (1440, "dark"),
    "phone": (390, "light"),
    "phone-dark": (390, "dark"),
}


@pytest.mark.skipif("SCREENS" not in os.environ, reason="Pictures of every page are taken by `make screens`.")
@pytest.mark.parametrize("kind", SIZES)
def test_every_page_has_its_picture_taken(signed_in: "BrowserContext", kind: str) -> None:
    width, scheme = SIZES[kind]
    page = signed_in.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    for name, address in pages().items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        file = SCREENS / kind / f"{re.sub(r'[^a-z]+', '-', name.lower())}.png"
        page.screenshot(path=file, full_page=True)
    page.close()
    assert len(list((SCREENS / kind).glob("*.png"))) >= len(pages())
