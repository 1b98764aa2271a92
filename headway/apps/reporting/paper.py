"""A dashboard as a drawing in SVG, for pictures, paper and mails: plain values in, one text out."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from headway.apps.reporting.answers import TileAnswer
from headway.apps.reporting.outside import aim_words, number_words
from headway.core.lists.export_drawing import BIG, FONT, INK, LINE, PAPER, QUIET, cut

WIDE_PX, EDGE_PX, TILE_PX, CHART_PX, PARTS_MOST, PARTS_SAID = 760, 28, 168, 70, 60, 10
PAINT, TARGET = "#5b7bd5", "#3f7d58"


@dataclass(frozen=True)
class Sheet:
    """What is drawn: a title, a line under it, and the answers of the tiles."""

    title: str
    said: str
    answers: Sequence[TileAnswer]


def board_svg(sheet: Sheet) -> str:
    """Draw a dashboard, a tile under another, each with its number, its target and its chart."""
    tall = EDGE_PX * 2 + 60 + TILE_PX * len(sheet.answers)
    room = WIDE_PX - 2 * EDGE_PX
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE_PX}" height="{tall}" ',
        f'font-family="{FONT}" font-size="12">',
        f'<rect width="100%" height="100%" fill="{PAPER}"/>',
        _text(EDGE_PX, EDGE_PX + 16, cut(sheet.title, room, 1.6), INK, BIG),
        _text(EDGE_PX, EDGE_PX + 36, cut(sheet.said, room), QUIET),
        *(_tile(one, EDGE_PX + 60 + at * TILE_PX) for at, one in enumerate(sheet.answers)),
    ]
    return "".join([*parts, "</svg>"])


def _tile(answer: TileAnswer, y: float) -> str:
    reading, room = answer.reading, WIDE_PX - 2 * EDGE_PX
    value = _value(answer)
    said = ", ".join(one for one in (period_words(answer), aim_words(answer)) if one) or reading.reason
    return "".join(
        [
            f'<line x1="{EDGE_PX}" x2="{WIDE_PX - EDGE_PX}" y1="{y}" y2="{y}" stroke="{LINE}"/>',
            _text(EDGE_PX, y + 22, cut(answer.tile.title, room, 1.1), INK, 'font-weight="bold"'),
            _text(EDGE_PX, y + 46, value, INK, BIG),
            _text(EDGE_PX, y + 64, cut(said, room), QUIET),
            _chart(answer, y + 74),
        ]
    )


def _value(answer: TileAnswer) -> str:
    """The number; nothing where a table of parts has none that sums it up."""
    reading = answer.reading
    has_none = reading.value is None and not reading.reason and bool(reading.points)
    return "" if has_none else number_words(reading.value, reading.unit)


def period_words(answer: TileAnswer) -> str:
    """Of which period the number is, and how it moved."""
    reading = answer.reading
    parts = [f"in the period from {reading.period[:16]}"] if reading.period else []
    if answer.change is not None:
        parts.append(f"{answer.change * 100:+.3g} % against the period before")
    return ", ".join(parts)


def _chart(answer: TileAnswer, y: float) -> str:
    points = answer.reading.points[-PARTS_MOST:] if answer.tile.drawing != "number" else []
    known = [value for _, value in points if value is not None]
    if not known:
        return ""
    aim = answer.aim if answer.reading.over_time else None
    low, high = min([0.0, *known]), max([0.0, *known, *([aim] if aim is not None else [])])
    scale, wide = CHART_PX / ((high - low) or 1), (WIDE_PX - 2 * EDGE_PX) / len(points)
    ground = y + high * scale
    bars = "".join(
        f'<rect x="{EDGE_PX + (at + 0.12) * wide:.1f}" y="{min(ground, ground - value * scale):.1f}" '
        f'width="{wide * 0.76:.1f}" height="{abs(value) * scale:.1f}" fill="{PAINT}"/>'
        for at, (_, value) in enumerate(points)
        if value is not None
    )
    line = "" if aim is None else _across(ground - aim * scale, TARGET, ' stroke-dasharray="6 4"')
    ends = _text(EDGE_PX, y + CHART_PX + 14, points[0][0][:16], QUIET) + _text(
        WIDE_PX - EDGE_PX, y + CHART_PX + 14, points[-1][0][:16], QUIET, 'text-anchor="end"'
    )
    return bars + _across(ground, LINE) + line + ends


def _across(y: float, paint: str, more: str = "") -> str:
    return f'<line x1="{EDGE_PX}" x2="{WIDE_PX - EDGE_PX}" y1="{y:.1f}" y2="{y:.1f}" stroke="{paint}"{more}/>'


def _text(x: float, y: float, text: str, colour: str, more: str = "") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" fill="{colour}" {more}>{escape(text)}</text>' if text else ""


def board_text(sheet: Sheet) -> str:
    """The same as plain text, for who reads mails without pictures."""
    lines = [sheet.title, sheet.said, ""]
    for one in sheet.answers:
        more = [part for part in (_value(one), period_words(one), aim_words(one)) if part]
        reason = f" ({one.reading.reason})" if one.reading.value is None and one.reading.reason else ""
        lines.append(f"{one.tile.title}: {', '.join(more)}{reason}".rstrip())
        if one.reading.value is None:
            lines += [
                f"  {name}: {number_words(number, '')}" for name, number in one.reading.points[:PARTS_SAID]
            ]
    return "\n".join(lines) + "\n"
