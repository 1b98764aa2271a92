"""A series over time or by part as a line or as bars, with its target and with numbered marks of what happened."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from django.utils.safestring import SafeString, mark_safe

from headway.apps.reporting.answers import Mark
from headway.apps.reporting.marks import within
from headway.web.drawing.numbers import short

Points = Sequence[tuple[str, float | None]]
TALL, HEAD, FOOT = 46.0, 7.0, 44.0
DAY_LETTERS = len("2026-09-30")


@dataclass(frozen=True)
class Series:
    """What is drawn: points, words for who cannot see it, a target, what happened, and points that stand out.

    `baseline` is a line to hold it against; `up_to` what the scale reaches at least, so that several charts share it.
    """

    points: Points
    words: str
    target: float | None = None
    marks: Sequence[Mark] = ()
    strange: Collection[str] = ()
    baseline: float | None = None
    up_to: float = 0.0

    @property
    def numbers(self) -> list[float]:
        known = [value for _, value in self.points if value is not None]
        return [*known, 0.0, self.up_to, *(one for one in (self.target, self.baseline) if one is not None)]

    def height(self, value: float) -> float:
        """Where a value stands, counted from the top."""
        low, high = min(self.numbers), max(self.numbers)
        return FOOT - (value - low) / ((high - low) or 1) * (FOOT - HEAD)

    def across(self, at: float) -> float:
        """Where the middle of a point stands, in percent."""
        return (at + 0.5) * 100 / max(1, len(self.points))


def days_of(points: Points) -> tuple[str, str] | None:
    """The first and the last day of a series over time, whose last period is taken to be as long as the one before.

    >>> days_of([("2026-08-31", 2), ("2026-09-07", 1)])
    ('2026-08-31', '2026-09-13')
    """
    days = [date.fromisoformat(name[:DAY_LETTERS]) for name, _ in points]
    if not days:
        return None
    length = days[-1] - days[-2] if len(days) > 1 else timedelta(0)
    last = days[-1] + max(length - timedelta(days=1), timedelta(0))
    return days[0].isoformat(), last.isoformat()


def marks_of(points: Points, marks: Sequence[Mark]) -> list[Mark]:
    """The marks that lie in the time of a series."""
    days = days_of(points)
    return within(marks, *days) if days else []


def line_chart(series: Series) -> SafeString:
    """Points joined by lines; a gap is where nothing is known."""
    runs: list[list[str]] = [[]]
    for at, (_, value) in enumerate(series.points):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{series.across(at):.2f},{series.height(value):.2f}")
    # A single point between gaps would not be seen as a line.
    lines = "".join(
        f'<polyline points="{" ".join(run * 2 if len(run) == 1 else run)}"/>' for run in runs if run
    )
    return _framed(series, lines)


def bars_chart(series: Series) -> SafeString:
    """A bar for each point; those that stand out are marked."""
    ground, wide = series.height(0), 76 / max(1, len(series.points))
    parts = []
    for at, (name, value) in enumerate(series.points):
        if value is None:
            continue
        top = series.height(value)
        marked = ' class="marked"' if name in series.strange else ""
        parts.append(
            f'<rect x="{series.across(at) - wide / 2:.2f}" y="{min(top, ground):.2f}" width="{wide:.2f}" '
            f'height="{abs(ground - top):.2f}"{marked}/>'
        )
    return _framed(series, "".join(parts))


def _framed(series: Series, drawn: str) -> SafeString:
    ground = series.height(0)
    target = _level(series, "target", series.target) + _level(series, "baseline", series.baseline)
    html = (
        f'<svg class="series" role="img" aria-label="{escape(_said(series))}">{_spans(series)}'
        f'<svg viewBox="0 0 100 {TALL:g}" preserveAspectRatio="none" width="100%" height="100%">'
        f'<line class="ground" x1="0" x2="100" y1="{ground:.2f}" y2="{ground:.2f}"/>{drawn}{target}{_names(series)}'
        f"</svg>{_marks(series)}</svg>"
    )
    return mark_safe(html)  # nosec B308 B703 # noqa: S308 - numbers, and words that are escaped


def _level(series: Series, name: str, value: float | None) -> str:
    if value is None:
        return ""
    y = series.height(value)
    return f'<line class="{name}" x1="0" x2="100" y1="{y:.2f}" y2="{y:.2f}"/>'


def _said(series: Series) -> str:
    known = [(name, value) for name, value in series.points if value is not None]
    if not known:
        return f"{series.words}: nothing is known"
    ends = f"{known[0][0]} {short(known[0][1])} to {known[-1][0]} {short(known[-1][1])}"
    target = "" if series.target is None else f", target {short(series.target)}"
    baseline = "" if series.baseline is None else f", baseline {short(series.baseline)}"
    marks = f", {len(series.marks)} marked events" if series.marks else ""
    return f"{series.words}: {ends}{target}{baseline}{marks}"


def _names(series: Series) -> str:
    """What is read where a point is pointed at."""
    wide = 100 / max(1, len(series.points))
    return "".join(
        f'<rect class="point" x="{at * wide:.2f}" y="0" width="{wide:.2f}" height="{TALL:g}">'
        f"<title>{escape(name)}: {escape(short(value))}</title></rect>"
        for at, (name, value) in enumerate(series.points)
    )


def place_of(points: Points, day: str) -> int:
    """The point whose period a day lies in."""
    before = [at for at, (name, _) in enumerate(points) if name[:DAY_LETTERS] <= day]
    return before[-1] if before else 0


def _marks(series: Series) -> str:
    by_place: dict[int, list[int]] = {}
    for one in series.marks:
        by_place.setdefault(place_of(series.points, one.starts_on.isoformat()), []).append(one.number)
    return "".join(
        f'<line class="when" x1="{series.across(at):.2f}%" x2="{series.across(at):.2f}%" y1="16" y2="96%"/>'
        f'<text x="{series.across(at):.2f}%" y="11">{", ".join(map(str, numbers))}</text>'
        for at, numbers in by_place.items()
    )


def _spans(series: Series) -> str:
    parts = []
    for one in series.marks:
        if one.ends_on:
            first = series.across(place_of(series.points, one.starts_on.isoformat()))
            last = series.across(place_of(series.points, one.ends_on.isoformat()))
            parts.append(
                f'<rect class="during" x="{first:.2f}%" width="{last - first:.2f}%" y="16" height="82%"/>'
            )
    return "".join(parts)
