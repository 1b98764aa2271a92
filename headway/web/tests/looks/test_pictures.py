"""Whether the parts of the design system still look as they did: compared with pictures that are kept here.

`make pictures` takes new ones, when a change is meant. Where fonts are others than those of the pictures, nothing
can be said, and the test skips.
"""

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.world import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.server import Server

pytestmark = pytest.mark.browser
KEPT = Path(__file__).parent / "pictures"
PARTS = (
    "colours", "type", "button", "field", "select", "tabs", "table", "card", "badge", "note", "tree", "timeline",
    "waiting", "empty", "figure", "range", "chart", "toast", "dialog", "panel",
)  # fmt: skip
# In the dark only what is coloured in its own way, so that the pictures stay small.
SCHEMES = {"light": PARTS, "dark": ("colours", "button", "field", "badge", "note", "range", "toast")}
SHARE_MOST = 0.006
KEPT_BYTES_MOST = 300_000
FONTS = ':root { --sans: "DejaVu Sans", sans-serif; --mono: "DejaVu Sans Mono", monospace; }'
RULER = """() => {
  const line = Object.assign(document.createElement("span"), { textContent: "Headway 0123 \\u0627\\u0644\\u062a 🧾" });
  document.querySelector("main").append(line);
  const { width, height } = line.getBoundingClientRect();
  line.remove();
  return [Math.round(width * 10), Math.round(height * 10)];
}"""
# Counts the pixels that differ by more than anti-aliasing does; sizes that differ are different all over.
COMPARE = """async ([one, other]) => {
  const pixels = async (coded) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${coded}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    return [image.width, image.height, canvas.getImageData(0, 0, image.width, image.height).data];
  };
  const [a, b] = [await pixels(one), await pixels(other)];
  if (Math.abs(a[0] - b[0]) > 1 || Math.abs(a[1] - b[1]) > 1) return 1;
  if (a[0] !== b[0] || a[1] !== b[1]) return 0.5;
  let differ = 0;
  for (let at = 0; at < a[2].length; at += 4)
    if ([0, 1, 2].some((by) => Math.abs(a[2][at + by] - b[2][at + by]) > 48)) differ += 1;
  return differ / (a[2].length / 4);
}"""


@pytest.fixture(scope="module")
def design(plenty: "Server", browser: "Browser") -> "Iterator[Page]":
    """The page of the design system, half as large as it is, in fonts that are named."""
    context = browser.new_context(
        base_url=plenty.url,
        viewport={"width": 1120, "height": 900},
        device_scale_factor=0.5,
        reduced_motion="reduce",
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_label("E-mail").fill("owner@lumen.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/w/lumen/")
    page.goto("/design/")
    page.add_style_tag(content=FONTS)
    yield page
    context.close()


def taken(page: "Page", part: str, scheme: str) -> bytes:
    page.emulate_media(color_scheme=scheme)
    return page.locator(f"#{part}").screenshot(animations="disabled")


def difference(page: "Page", kept: bytes, new: bytes) -> float:
    coded = [base64.b64encode(one).decode() for one in (kept, new)]
    share: float = page.evaluate(COMPARE, coded)
    return share


def _skip_with_other_fonts(page: "Page") -> None:
    measured, kept = page.evaluate(RULER), json.loads((KEPT / "fonts.json").read_text())
    if measured != kept:
        pytest.skip(
            f"The pictures were made with other fonts ({kept}, here {measured}); make pictures renews them."
        )


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_parts_look_as_they_did(design: "Page", scheme: str) -> None:
    if os.environ.get("RENEW_PICTURES"):
        _renew(design, scheme)
    _skip_with_other_fonts(design)
    found = {
        part: round(
            difference(design, (KEPT / scheme / f"{part}.png").read_bytes(), taken(design, part, scheme)), 4
        )
        for part in SCHEMES[scheme]
    }
    assert {part: share for part, share in found.items() if share > SHARE_MOST} == {}


def _renew(page: "Page", scheme: str) -> None:
    (KEPT / scheme).mkdir(parents=True, exist_ok=True)
    (KEPT / "fonts.json").write_text(json.dumps(page.evaluate(RULER)) + "\n")
    for part in SCHEMES[scheme]:
        (KEPT / scheme / f"{part}.png").write_bytes(taken(page, part, scheme))


def test_every_part_is_in_a_picture(design: "Page") -> None:
    shown = design.eval_on_selector_all(".specimens > [id]", "(all) => all.map((one) => one.id)")
    assert sorted(shown) == sorted(PARTS)


def test_a_change_would_be_seen(design: "Page") -> None:
    before = taken(design, "button", "light")
    assert difference(design, before, taken(design, "button", "light")) == 0
    style = design.add_style_tag(
        content=".btn { border-radius: 0 !important; border-width: 3px !important; padding: 4px 10px; }"
    )
    after = taken(design, "button", "light")
    style.evaluate("(one) => one.remove()")
    assert difference(design, before, after) > SHARE_MOST


def test_the_pictures_are_small() -> None:
    assert sum(path.stat().st_size for path in KEPT.rglob("*.png")) <= KEPT_BYTES_MOST
