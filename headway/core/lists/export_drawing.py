"""A table as a drawing in SVG, for pictures and for paper: plain values in, one text out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from unicodedata import east_asian_width

LETTER_PX, WIDE_LETTER_PX, ROW_PX, PAD_PX, EDGE_PX = 6.0, 12.0, 24, 10, 24
NARROWEST_PX, WIDEST_PX = 56, 360
FONT = "Liberation Sans, DejaVu Sans, Noto Sans, sans-serif"
BIG = 'font-size="18" font-weight="bold"'
INK, QUIET, LINE, PAPER, BAND = "#1f1b16", "#6b645a", "#ddd6ca", "#ffffff", "#f5f1ea"
# What XML has no place for.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Sheet:
    """What is drawn: a title, a line under it, headings, rows of texts, which columns hold numbers, a foot."""

    title: str
    said: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()
    foot: str = ""


def table_svg(sheet: Sheet) -> str:
    """Draw a table; what does not fit a cell is cut and ends with an ellipsis.

    >>> svg = table_svg(Sheet("Problems", "1 row", ["Title"], [["<b>lost card</b>"]]))
    >>> "&lt;b&gt;lost card&lt;/b&gt;" in svg, svg.startswith("<svg "), "<b>" in svg
    (True, True, False)
    """
    widths = [_width(sheet, place) for place in range(len(sheet.headings))]
    wide = max(sum(widths), 360.0) + 2 * EDGE_PX
    top = EDGE_PX + 52
    tall = top + ROW_PX * (len(sheet.rows) + 1) + (30 if sheet.foot else 0) + EDGE_PX
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{tall}" ',
        f'font-family="{FONT}" font-size="12">',
        f'<rect width="100%" height="100%" fill="{PAPER}"/>',
        _text(EDGE_PX, EDGE_PX + 16, cut(sheet.title, wide - 2 * EDGE_PX, 1.6), INK, BIG),
        _text(EDGE_PX, EDGE_PX + 36, cut(sheet.said, wide - 2 * EDGE_PX), QUIET),
        f'<rect x="{EDGE_PX}" y="{top}" width="{sum(widths):.0f}" height="{ROW_PX}" fill="{BAND}"/>',
        _row(sheet, widths, sheet.headings, top, 'font-weight="bold"'),
    ]  # fmt: skip
    for place, row in enumerate(sheet.rows, 1):
        y = top + place * ROW_PX
        parts.append(_row(sheet, widths, row, y))
        parts.append(
            f'<line x1="{EDGE_PX}" x2="{EDGE_PX + sum(widths):.0f}" y1="{y}" y2="{y}" stroke="{LINE}"/>'
        )
    if sheet.foot:
        parts.append(_text(EDGE_PX, tall - EDGE_PX, cut(sheet.foot, wide - 2 * EDGE_PX), QUIET))
    return "".join([*parts, "</svg>"])


def length_px(text: str, scale: float = 1.0) -> float:
    """About how long a text is in pixels at 12 px.

    >>> length_px("ab"), length_px("日本")
    (12.0, 24.0)
    """
    return scale * sum(WIDE_LETTER_PX if east_asian_width(one) in "WF" else LETTER_PX for one in text)


def cut(text: str, room_px: float, scale: float = 1.0) -> str:
    """A text no longer than there is room for, in one line.

    >>> cut("a very long heading", 50)
    'a very…'
    """
    line = UNWRITABLE.sub("", " ".join(text[:2000].split()))
    if length_px(line, scale) <= room_px:
        return line
    room, kept = room_px - length_px("…", scale), ""
    for letter in line:
        room -= length_px(letter, scale)
        if room < 0:
            break
        kept += letter
    return kept.rstrip() + "…"


def _width(sheet: Sheet, place: int) -> float:
    texts = [sheet.headings[place], *(row[place] for row in sheet.rows)]
    longest = max(length_px(" ".join(text[:200].split()), 1.1) for text in texts)
    return min(max(longest, NARROWEST_PX), WIDEST_PX) + 2 * PAD_PX


def _row(sheet: Sheet, widths: Sequence[float], texts: Sequence[str], y: float, more: str = "") -> str:
    x, parts = float(EDGE_PX), []
    for place, (wide, text) in enumerate(zip(widths, texts, strict=True)):
        said = cut(text, wide - 2 * PAD_PX, 1.1 if more else 1.0)
        if place in sheet.numbers:
            parts.append(_text(x + wide - PAD_PX, y + 16, said, INK, f'text-anchor="end" {more}'))
        else:
            parts.append(_text(x + PAD_PX, y + 16, said, INK, more))
        x += wide
    return "".join(parts)


def _text(x: float, y: float, text: str, colour: str, more: str = "") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" fill="{colour}" {more}>{escape(text)}</text>' if text else ""
