"""A timeline as a drawing in SVG: a lane for each row on a calendar of months, solid where somebody committed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from headway.core.lists.export_drawing import BAND, BIG, FONT, INK, LINE, PAPER, QUIET, cut

NAMES_PX, MONTH_PX, LANE_PX, BAR_PX, EDGE_PX, HEAD_PX = 280, 56, 26, 16, 24, 92
MONTHS_MOST, DAYS_BACK_MOST, SHORTEST_PX = 36, 366, 6
FIRM = "#5b7bd5"


@dataclass(frozen=True)
class Lane:
    """A row from its first to its last day; `firm` says that it is committed to."""

    title: str
    first: date
    last: date
    firm: bool = True


@dataclass(frozen=True)
class Timeline:
    title: str
    said: str
    lanes: Sequence[Lane]
    today: date
    foot: str = ""


def timeline_svg(drawn: Timeline) -> str:
    """Draw a timeline of at most three years, one of them past.

    >>> lane = Lane("Freeze cards", date(2026, 11, 1), date(2027, 1, 31), firm=False)
    >>> svg = timeline_svg(Timeline("Plan", "1 row", [lane], date(2026, 12, 1)))
    >>> "Freeze cards" in svg, "stroke-dasharray" in svg, ">2027 Q1<" in svg
    (True, True, True)
    """
    earliest = min([drawn.today, *(lane.first for lane in drawn.lanes)])
    begin = _quarter(max(earliest, drawn.today - timedelta(days=DAYS_BACK_MOST)))
    end = max([drawn.today, *(lane.last for lane in drawn.lanes)])
    months = min(MONTHS_MOST, -(-(_months(begin, end) + 1) // 3) * 3)
    wide = 2 * EDGE_PX + NAMES_PX + months * MONTH_PX
    tall = HEAD_PX + len(drawn.lanes) * LANE_PX + 2 * EDGE_PX
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{tall}" font-family="{FONT}" font-size="12">',
        f'<rect width="100%" height="100%" fill="{PAPER}"/>',
        _text(EDGE_PX, EDGE_PX + 16, cut(drawn.title, wide - 2 * EDGE_PX, 1.6), INK, BIG),
        _text(EDGE_PX, EDGE_PX + 36, cut(drawn.said, wide - 2 * EDGE_PX), QUIET),
        *_heads(begin, months, tall),
        *(_lane(lane, begin, months, HEAD_PX + place * LANE_PX) for place, lane in enumerate(drawn.lanes)),
        _now(drawn.today, begin, tall),
        _text(EDGE_PX, tall - EDGE_PX + 8, cut(drawn.foot, wide - 2 * EDGE_PX), QUIET),
    ]
    return "".join([*parts, "</svg>"])


def _heads(begin: date, months: int, tall: int) -> list[str]:
    parts = []
    for place in range(0, months, 3):
        at = begin.month - 1 + place
        x, said = _left() + place * MONTH_PX, f"{begin.year + at // 12} Q{at % 12 // 3 + 1}"
        if place // 3 % 2 == 0:
            parts.append(
                f'<rect x="{x}" y="{HEAD_PX - 22}" width="{3 * MONTH_PX}" height="{tall - HEAD_PX}" fill="{BAND}"/>'
            )
        parts.append(_text(x + 6, HEAD_PX - 7, said, QUIET, 'font-weight="bold"'))
    return parts


def _lane(lane: Lane, begin: date, months: int, y: float) -> str:
    least, most = float(_left()), float(_left() + months * MONTH_PX)
    x = min(max(_place(lane.first, begin), least), most)
    end = min(max(_place(lane.last + timedelta(days=1), begin), x + SHORTEST_PX), most + SHORTEST_PX)
    look = f'fill="{FIRM}"' if lane.firm else f'fill="{PAPER}" stroke="{FIRM}" stroke-dasharray="4 3"'
    top = y + (LANE_PX - BAR_PX) / 2
    return (
        f'<line x1="{EDGE_PX}" x2="{most:.0f}" y1="{y:.0f}" y2="{y:.0f}" stroke="{LINE}"/>'
        + _text(EDGE_PX, y + 17, cut(lane.title, NAMES_PX - 12), INK)
        + f'<rect x="{x:.1f}" y="{top:.1f}" width="{end - x:.1f}" height="{BAR_PX}" rx="4" {look}/>'
    )


def _now(today: date, begin: date, tall: int) -> str:
    x = _place(today, begin)
    return f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{HEAD_PX - 4}" y2="{tall - EDGE_PX - 8}" stroke="#b3261e"/>'


def _left() -> int:
    return EDGE_PX + NAMES_PX


def _place(at: date, begin: date) -> float:
    """Pixels from the edge to a day; every month is as wide as any other."""
    return _left() + (_months(begin, at) + (at.day - 1) / 31) * MONTH_PX


def _months(begin: date, at: date) -> int:
    return (at.year - begin.year) * 12 + at.month - begin.month


def _quarter(at: date) -> date:
    return date(at.year, (at.month - 1) // 3 * 3 + 1, 1)


def _text(x: float, y: float, text: str, colour: str, more: str = "") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" fill="{colour}" {more}>{escape(text)}</text>' if text else ""
