"""A list on a calendar: a lane of months with a bar for each record, drawn in units of one month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from headway.core.lists.answers import ColumnShown, RowShown
from headway.engine.filters.periods import period_of
from headway.web.drawing.numbers import day
from headway.web.lists.cells import cut

# In pixels; the stylesheet draws the lines of the months with the same widths.
MONTH_PX = {"month": 96, "quarter": 36}
BAR_PX, LANE_PX, NARROWEST_PX, DATES_PX = 22, 30, 10, 170
MONTHS_MOST, TITLE_MOST = 48, 90
FIRM = {"committed", "firm"}
SURE_NAMES = ("committed", "commitment", "certainty", "confidence_level")


@dataclass(frozen=True)
class Calendar:
    """The months from the first to the last day that a list names, whole quarters, and today in them."""

    first: date
    months: int
    today: date
    zoom: str

    @property
    def month_px(self) -> int:
        return MONTH_PX[self.zoom]

    @property
    def width(self) -> int:
        return self.months * self.month_px

    def place(self, at: date) -> float:
        """Pixels from the start to a day; every month is as wide as any other."""
        months = (at.year - self.first.year) * 12 + at.month - self.first.month
        length = (_next_month(at.replace(day=1)) - at.replace(day=1)).days
        return (months + (at.day - 1) / length) * self.month_px


@dataclass(frozen=True)
class Lane:
    row: RowShown
    title: str
    bar: SafeString


def days_of(row: RowShown, start: str, end: str) -> tuple[date | None, date | None]:
    """The first and last day of a record; one that has only one of them happens on that day."""
    parts = [*_days(row.cells.get(start)), *_days(row.cells.get(end) if end else None)]
    return (min(parts), max(parts)) if parts else (None, None)


def _days(value: Any) -> list[date]:
    """The first and the last day that a value names: a day, a moment, a quarter, several of them."""
    if isinstance(value, list):
        return [day for one in value for day in _days(one)]
    if not value:
        return []
    try:
        period = period_of(str(value)[:10], date(2000, 1, 1))
    except ValueError:
        return []
    return [period.start, period.end - timedelta(days=1)]


def calendar(spans: Sequence[tuple[date, date]], today: date, zoom: str) -> Calendar:
    """Whole quarters around the spans and today, at most four years of them.

    >>> found = calendar([(date(2026, 11, 20), date(2027, 2, 1))], date(2026, 12, 1), "")
    >>> found.first, found.months, found.zoom
    (datetime.date(2026, 10, 1), 6, 'month')
    """
    near = [one for one in spans if abs((one[0] - today).days) < MONTHS_MOST * 15] or [(today, today)]
    first = _quarter(min(today, *(start for start, _ in near)))
    last = max(today, *(end for _, end in near))
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    months = min(MONTHS_MOST, -(-months // 3) * 3)
    return Calendar(
        first, months, today, zoom if zoom in MONTH_PX else "month" if months <= 15 else "quarter"
    )


def _quarter(at: date) -> date:
    return date(at.year, (at.month - 1) // 3 * 3 + 1, 1)


def _next_month(at: date) -> date:
    return (at.replace(day=1) + timedelta(days=32)).replace(day=1)


def heads(shown: Calendar) -> SafeString:
    """The head of the lanes: quarters, and under them months where there is room, and the line of today."""
    at, parts = shown.first, []
    for month in range(shown.months):
        x = month * shown.month_px
        if at.month % 3 == 1:
            parts.append(f'<text x="{x + 6}" y="14" class="quarter">{at.year} Q{(at.month + 2) // 3}</text>')
        if shown.zoom == "month":
            parts.append(f'<text x="{x + 6}" y="32">{at:%b}</text>')
        at = _next_month(at)
    tall = 38 if shown.zoom == "month" else 20
    now = shown.place(shown.today)
    parts.append(f'<line class="now" x1="{now:.1f}" x2="{now:.1f}" y1="0" y2="{tall}"/>')
    html = (
        f'<svg class="heads" width="{shown.width}" height="{tall}" aria-hidden="true">{"".join(parts)}</svg>'
    )
    return mark_safe(html)  # nosec B308 B703 # noqa: S308 - numbers and names of months


def lane(shown: Calendar, row: RowShown, days: tuple[date, date], sure: ColumnShown | None) -> Lane:
    """The lane of one record: its bar, dashed where nobody committed to it yet, and the line of today."""
    first, last = days
    firm = _firm(row.cells.get(sure.name)) if sure else True
    said = f"{day(first)} to {day(last)}" if first != last else day(first)
    words = escape(said if firm else f"{said}, a direction and no commitment")
    x, end = max(0.0, shown.place(first)), shown.place(last + timedelta(days=1))
    wide = max(NARROWEST_PX, min(end, shown.width) - x)
    # What ended before the calendar or begins after it has a lane and no bar.
    is_outside = x > shown.width or end < 0
    drawn = "" if is_outside else f"{_bar(x, wide, firm)}{_dates(shown, x, wide, said)}"
    now = shown.place(shown.today)
    html = (
        f'<svg class="lane" width="{shown.width}" height="{LANE_PX}" role="img" aria-label="{words}">'
        f"<title>{escape(cut(row.title, TITLE_MOST))}: {words}</title>"
        f'<line class="now" x1="{now:.1f}" x2="{now:.1f}" y1="0" y2="{LANE_PX}"/>{drawn}</svg>'
    )
    return Lane(row, cut(row.title, TITLE_MOST), mark_safe(html))  # nosec B308 B703 # noqa: S308 - numbers, and words that are escaped


def _bar(x: float, wide: float, firm: bool) -> str:
    kind, top = "firm" if firm else "soft", (LANE_PX - BAR_PX) // 2
    return f'<rect class="{kind}" x="{x:.1f}" y="{top}" width="{wide:.1f}" height="{BAR_PX}" rx="5"/>'


def _dates(shown: Calendar, x: float, wide: float, said: str) -> str:
    """The days in the bar where it is long enough, else after it, else before it."""
    words = escape(said)
    if wide > DATES_PX:
        return f'<text class="in" x="{x + 8:.1f}" y="19">{words}</text>'
    if x + wide + DATES_PX < shown.width:
        return f'<text x="{x + wide + 6:.1f}" y="19">{words}</text>'
    return f'<text x="{x - 6:.1f}" y="19" text-anchor="end">{words}</text>' if x > DATES_PX else ""


def _firm(value: Any) -> bool:
    return value is True or (isinstance(value, str) and value.lower() in FIRM)


def sure_column(columns: Sequence[ColumnShown]) -> ColumnShown | None:
    """The column that says how firm a record is, where its kind has one."""
    named = {one.name: one for one in columns if one.type in {"flag", "choice"}}
    return next((named[name] for name in SURE_NAMES if name in named), None)
