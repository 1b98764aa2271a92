"""A list as bubbles: two numbers place a record, a third gives its area."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from headway.core.lists.answers import ColumnShown, RowShown
from headway.web.lists.cells import cut, inside, number_of, total

WIDTH, HEIGHT = 960, 460
LEFT, RIGHT, TOP, BOTTOM = 68, 28, 22, 46
SMALLEST, LARGEST, SAME = 5.0, 30.0, 8.0
NAMED_MOST, TICKS = 12, 5
LETTER_PX, LINE_PX = 7.0, 15
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Axis:
    column: ColumnShown
    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        return (value - self.low) / ((self.high - self.low) or 1)


@dataclass(frozen=True)
class Bubble:
    row: RowShown
    x: float
    y: float
    radius: float
    words: str


@dataclass(frozen=True)
class Matrix:
    """`columns` and `lines` say in a table what the drawing shows."""

    drawing: SafeString
    bubbles: tuple[Bubble, ...]
    unplaced: int
    columns: tuple[ColumnShown, ...] = ()

    @property
    def lines(self) -> list[tuple[RowShown, list[SafeString]]]:
        return [(one.row, facts(one, self.columns)) for one in self.bubbles]


def axis(column: ColumnShown, values: Sequence[float]) -> Axis:
    """An axis over the values with round ticks; it starts at zero where that costs little room.

    >>> axis(ColumnShown(name="n", label="N", type="number"), [3, 41]).ticks
    (0.0, 10.0, 20.0, 30.0, 40.0, 50.0)
    """
    low, high = min(values), max(values)
    low = 0.0 if 0 < low < (high - low) * 2 or low == high > 0 else low
    step = _round_step(((high - low) or abs(high) or 1) / TICKS)
    start, end = math.floor(low / step), math.ceil(high / step)
    end = end if end > start else start + 1
    return Axis(
        column, start * step, end * step, tuple(round(one * step, 10) for one in range(start, end + 1))
    )


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(one * power for one in (1, 2, 2.5, 5, 10) if one * power >= rough * 0.999)


def matrix(
    rows: Sequence[RowShown], x: ColumnShown, y: ColumnShown, size: ColumnShown | None, peek: str
) -> Matrix:
    """The drawing of the rows that have both numbers; `peek` is the address to which a ref is added."""
    placed = [row for row in rows if None not in (_value(x, row), _value(y, row))]
    if not placed:
        return Matrix(SafeString(""), (), len(rows))
    across, up = axis(x, [_known(x, row) for row in placed]), axis(y, [_known(y, row) for row in placed])
    most = max((abs(_value(size, row) or 0) for row in placed), default=0) if size else 0
    bubbles = [_bubble(row, across, up, size, most) for row in placed]
    bubbles.sort(key=lambda one: -one.radius)
    html = (
        f'<svg class="lst-bubbles" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" '
        f'aria-label="{escape(f"{len(bubbles)} records by {x.label} and {y.label}")}">'
        f"{_axes(across, up)}{''.join(_drawn(one, peek) for one in bubbles)}{_names(bubbles)}</svg>"
    )
    drawing = mark_safe(html)  # nosec B308 B703 # noqa: S308 - numbers, and words that are escaped
    return Matrix(drawing, tuple(bubbles), len(rows) - len(placed), tuple(one for one in (x, y, size) if one))


def _value(column: ColumnShown | None, row: RowShown) -> float | None:
    return number_of(column, row.cells.get(column.name)) if column else None


def _known(column: ColumnShown, row: RowShown) -> float:
    return _value(column, row) or 0.0


def _bubble(row: RowShown, across: Axis, up: Axis, size: ColumnShown | None, most: float) -> Bubble:
    x = LEFT + across.share(_known(across.column, row)) * (WIDTH - LEFT - RIGHT)
    y = HEIGHT - BOTTOM - up.share(_known(up.column, row)) * (HEIGHT - TOP - BOTTOM)
    weight = math.sqrt(abs(_value(size, row) or 0) / most) if most else 0
    radius = max(SMALLEST, LARGEST * weight) if size else SAME
    said = ", ".join(_said(one, row) for one in (across.column, up.column, size) if one)
    return Bubble(row, x, y, radius, f"{cut(row.title, 80)}: {said}")


def _said(column: ColumnShown, row: RowShown) -> str:
    value = _value(column, row)
    return f"{column.label} {'unknown' if value is None else total(column, _minor(column, value))}"


def _minor(column: ColumnShown, value: float) -> float:
    return value * 100 if column.type == "money" else value


def _axes(across: Axis, up: Axis) -> str:
    floor, wide = HEIGHT - BOTTOM, WIDTH - LEFT - RIGHT
    parts = [f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{floor}" y2="{floor}"/>']
    for tick in across.ticks:
        x = LEFT + across.share(tick) * wide
        parts.append(f'<text x="{x:.0f}" y="{floor + 18}" text-anchor="middle">{_tick(across, tick)}</text>')
    for tick in up.ticks:
        y = floor - up.share(tick) * (floor - TOP)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.0f}" y2="{y:.0f}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.0f}" text-anchor="end">{_tick(up, tick)}</text>')
    end, name = (
        f'x="{WIDTH - RIGHT}" y="{HEIGHT - 8}" text-anchor="end"',
        escape(cut(across.column.label, 60)),
    )
    parts.append(f'<text class="name" {end}>{name} →</text>')
    parts.append(f'<text class="name" x="6" y="12">↑ {escape(cut(up.column.label, 60))}</text>')
    return f'<g aria-hidden="true">{"".join(parts)}</g>'


def _tick(on: Axis, value: float) -> str:
    return escape(total(on.column, _minor(on.column, value)))


def _drawn(bubble: Bubble, peek: str) -> str:
    words, place = escape(bubble.words), f'cx="{bubble.x:.1f}" cy="{bubble.y:.1f}" r="{bubble.radius:.1f}"'
    return (
        f'<a href="{escape(peek)}{escape(bubble.row.ref)}" hx-boost="true" aria-label="{words}">'
        f"<circle {place}><title>{words}</title></circle></a>"
    )


def _names(bubbles: Sequence[Bubble]) -> str:
    """The names of the largest, each where neither another name nor another bubble stands."""
    taken = [_around(one) for one in bubbles]
    parts: list[str] = []
    for at, bubble in enumerate(bubbles):
        name = cut(" ".join(bubble.row.title.split()), 34)
        others = taken[:at] + taken[at + 1 :]
        box = next((one for one in _beside(bubble, len(name) * LETTER_PX) if _is_free(one, others)), None)
        if box and len(parts) < NAMED_MOST:
            taken.append(box)
            parts.append(f'<text x="{box[0]:.1f}" y="{bubble.y + 4:.1f}">{escape(name)}</text>')
    return f'<g class="names" aria-hidden="true">{"".join(parts)}</g>'


def _around(bubble: Bubble) -> Box:
    x, y, radius = bubble.x, bubble.y, bubble.radius
    return x - radius, y - radius, x + radius, y + radius


def _beside(bubble: Bubble, wide: float) -> tuple[Box, Box]:
    """Where a name may stand: after the bubble, else before it."""
    y, high = bubble.y, LINE_PX / 2
    after, before = bubble.x + bubble.radius + 5, bubble.x - bubble.radius - 5 - wide
    return (after, y - high, after + wide, y + high), (before, y - high, before + wide, y + high)


def _is_free(box: Box, taken: Sequence[Box]) -> bool:
    return box[0] >= LEFT and box[2] <= WIDTH and not any(_meet(box, one) for one in taken)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def facts(bubble: Bubble, columns: Sequence[ColumnShown]) -> list[SafeString]:
    """The numbers of a bubble for the table beneath."""
    return [inside(column, bubble.row.cells.get(column.name)) for column in columns]
