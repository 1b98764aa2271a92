"""How well colours stand out from each other, worked out from the tokens of the design system.

OKLCH after Björn Ottosson (A perceptual color space for image processing, 2020); contrast after WCAG 2.2.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians, sin

Rgb = tuple[float, float, float]
Schemes = tuple[str, str]
_OKLCH = re.compile(r"oklch\(\s*([\d.]+)%\s+([\d.]+)\s+([\d.]+)(?:\s*/\s*([\d.]+))?\s*\)")
_MIX = re.compile(r"color-mix\(in oklch, var\(--([\w-]+)\) ([\d.]+)%, transparent\)")
_TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")
_PAIR = re.compile(r"light-dark\((oklch\([^)]*\)),\s*(oklch\([^)]*\))\)")


@dataclass(frozen=True)
class Paint:
    """A colour in linear light, and how much of it covers what lies under it, 0 to 1."""

    rgb: Rgb
    alpha: float = 1.0


def srgb_of(lightness: float, chroma: float, hue_degrees: float) -> Rgb:
    """The linear sRGB of an OKLCH colour, cut to what a screen can show.

    >>> [round(one, 3) for one in srgb_of(1, 0, 0)], [round(one, 3) for one in srgb_of(0.628, 0.2577, 29.23)]
    ([1.0, 1.0, 1.0], [1.0, 0.0, 0.0])
    """
    a, b = chroma * cos(radians(hue_degrees)), chroma * sin(radians(hue_degrees))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return (_cut(red), _cut(green), _cut(blue))


def _cut(value: float) -> float:
    return min(1.0, max(0.0, value))


def luminance(rgb: Rgb) -> float:
    """The relative luminance of a linear sRGB colour.

    >>> luminance((1, 1, 1)), luminance((0, 0, 0))
    (1.0, 0.0)
    """
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of two linear sRGB colours, 1 to 21.

    >>> contrast((0, 0, 0), (1, 1, 1)), contrast((0.2, 0.2, 0.2), (0.2, 0.2, 0.2))
    (21.0, 1.0)
    """
    low, high = sorted((luminance(one), luminance(other)))
    return round((high + 0.05) / (low + 0.05), 2)


def over(paint: Paint, ground: Rgb) -> Rgb:
    """What is seen where a paint covers a ground; browsers mix in gamma-encoded sRGB.

    >>> over(Paint((1, 1, 1), 1), (0, 0, 0)), over(Paint((1, 1, 1), 0), (0, 0, 0))
    ((1.0, 1.0, 1.0), (0.0, 0.0, 0.0))
    """
    red, green, blue = (
        _linear(paint.alpha * _encoded(top) + (1 - paint.alpha) * _encoded(bottom))
        for top, bottom in zip(paint.rgb, ground, strict=True)
    )
    return (red, green, blue)


def _encoded(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def declared(block: str) -> dict[str, str]:
    """The tokens that a block of a stylesheet declares, by name.

    >>> declared("--ink: oklch(0% 0 0); --s1: .25rem;")
    {'ink': 'oklch(0% 0 0)', 's1': '.25rem'}
    """
    return {name: " ".join(value.split()) for name, value in _TOKEN.findall(block)}


def palette(tokens: Mapping[str, str], is_dark: bool) -> dict[str, Paint]:
    """The colours among the tokens as they are in the light or in the dark.

    >>> black = palette({"ink": "light-dark(oklch(0% 0 0), oklch(100% 0 0))"}, is_dark=False)
    >>> black["ink"].rgb
    (0.0, 0.0, 0.0)
    """
    plain = {name: paint for name, text in tokens.items() if (paint := _paint(text, is_dark))}
    mixed = {
        name: Paint(plain[found[1]].rgb, float(found[2]) / 100)
        for name, text in tokens.items()
        if (found := _MIX.fullmatch(text))
    }
    return plain | mixed


def _paint(text: str, is_dark: bool) -> Paint | None:
    pair = _PAIR.fullmatch(text)
    found = _OKLCH.fullmatch(pair[2 if is_dark else 1] if pair else text)
    if not found:
        return None
    lightness, chroma, hue, alpha = found.groups(default="1")
    return Paint(srgb_of(float(lightness) / 100, float(chroma), float(hue)), float(alpha))
