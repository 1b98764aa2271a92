"""Whether what is written and drawn can be read in each of the four themes: worked out from the tokens."""

import re

import pytest

from headway.web.design.stylesheet import SOURCES, sources
from headway.web.drawing.contrast import Paint, contrast, declared, over, palette

TEXT, GRAPHIC = 4.5, 3.0
GROUNDS = ("canvas", "panel", "sunken", "accent-soft")
TINTS = ("good-soft", "warn-soft", "bad-soft", "mark", "hover")
INKS = ("ink", "ink-2", "ink-3", "accent")
TEXT_PAIRS = [
    *((ink, ground, "") for ink in INKS for ground in GROUNDS),
    *((ink, ground, tint) for ink in ("ink", "ink-2") for ground in GROUNDS for tint in TINTS),
    *((ink, ground, "") for ink in ("good", "bad") for ground in ("canvas", "panel", "sunken")),
    ("on-accent", "accent", ""),
]
GRAPHIC_PAIRS = [
    *((edge, ground, "") for edge in ("line-2", "accent", "good", "warn", "bad") for ground in ("canvas", "panel", "sunken")),
]  # fmt: skip
THEMES = [(contrast_wanted, is_dark) for contrast_wanted in ("usual", "more") for is_dark in (False, True)]
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def blocks() -> dict[str, dict[str, str]]:
    """The tokens by the selector that declares them."""
    text = re.sub(r"/\*.*?\*/", "", (SOURCES / "tokens.css").read_text("utf-8"), flags=re.DOTALL)
    found: dict[str, dict[str, str]] = {}
    for selector, body in RULE.findall(text):
        found[selector.strip()] = declared(body) | found.get(selector.strip(), {})
    return found


def paints(wanted: str, is_dark: bool) -> dict[str, Paint]:
    found = blocks()
    return palette(found[":root"] | (found['[data-contrast="more"]'] if wanted == "more" else {}), is_dark)


def seen(colours: dict[str, Paint], ink: str, ground: str, tint: str) -> float:
    under = colours[ground].rgb
    return contrast(colours[ink].rgb, over(colours[tint], under) if tint else under)


@pytest.mark.parametrize(("wanted", "is_dark"), THEMES)
@pytest.mark.parametrize(("pairs", "least"), [(TEXT_PAIRS, TEXT), (GRAPHIC_PAIRS, GRAPHIC)])
def test_every_pair_can_be_read(
    wanted: str, is_dark: bool, pairs: list[tuple[str, str, str]], least: float
) -> None:
    colours = paints(wanted, is_dark)
    found = {pair: seen(colours, *pair) for pair in pairs}
    assert {pair: ratio for pair, ratio in found.items() if ratio < least} == {}


@pytest.mark.parametrize("is_dark", [False, True])
def test_more_contrast_is_more_for_every_pair(is_dark: bool) -> None:
    usual, more = paints("usual", is_dark), paints("more", is_dark)
    assert [pair for pair in TEXT_PAIRS if seen(more, *pair) < seen(usual, *pair)] == []
    assert [ink for ink in ("ink", "ink-2", "ink-3") if seen(more, ink, "panel", "") < 7] == []


def test_who_chose_contrast_and_whose_system_asks_for_it_get_the_same() -> None:
    found = blocks()
    assert found['[data-contrast="more"]'] == found[":root:not([data-contrast])"]
    assert len(found['[data-contrast="more"]']) == 13


def test_a_pair_that_cannot_be_read_would_be_found() -> None:
    colours = palette(
        {"ink": "oklch(60% 0 0)", "panel": "light-dark(oklch(100% 0 0), oklch(0% 0 0))"}, is_dark=False
    )
    assert seen(colours, "ink", "panel", "") == 3.95


def test_colours_come_from_tokens_only() -> None:
    """A colour in another file would be looked at by nobody."""
    allowed = {"base.css": 1, "tokens.css": None}
    literal = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(|\boklch\((?!0% 0 0 / )")
    found = {
        path.name: literal.findall(path.read_text("utf-8")) for path in sources() if path.name not in allowed
    }
    assert {name: colours for name, colours in found.items() if colours} == {}


def test_sides_are_logical_so_that_right_to_left_works() -> None:
    physical = re.compile(
        r"(?:margin|padding|border)-(?:left|right|top|bottom)|(?<![\w-])(?:left|right|top|bottom|width|height)\s*:(?!\s*where)"
        r"|text-align:\s*(?:left|right)|float:\s*(?:left|right)"
    )  # fmt: skip
    found = {path.name: physical.findall(path.read_text("utf-8")) for path in sources()}
    assert {name: sides for name, sides in found.items() if sides} == {}
