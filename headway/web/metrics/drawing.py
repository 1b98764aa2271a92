"""A metric over time as its page shows it: the number in words, a chart of the whole or of each part, the table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from headway.apps.metrics.answers import MetricSeries
from headway.apps.reporting.answers import Mark
from headway.core.context import Context
from headway.core.perform import is_open
from headway.core.registry import entry_named
from headway.web.diagnosis.points import COLUMN, Whys
from headway.web.drawing.numbers import day, percent, unit_word, with_unit
from headway.web.reporting.drawing import Series, line_chart, marks_of

GRAINS = {"day": "Day", "week": "Week", "month": "Month"}
Cell = str | SafeString
Points = Sequence[tuple[str, float | None]]


@dataclass(frozen=True)
class Chart:
    title: str
    drawing: SafeString


@dataclass(frozen=True)
class Shown:
    """A series with everything in it said or drawn; `verdict` is good or bad where the direction is known."""

    series: MetricSeries
    number: str
    unit: str
    said: str
    verdict: str
    baseline: str
    target: str
    is_met: bool | None
    charts: Sequence[Chart] = ()
    marks: Sequence[Mark] = ()
    splits: dict[str, str] = field(default_factory=dict)
    columns: Sequence[dict[str, object]] = ()
    rows: Sequence[Sequence[Cell]] = ()


def series_shown(found: MetricSeries, marks: Sequence[Mark], here: Context) -> Shown:
    metric = found.metric
    met = marks_of(found.whole, marks)
    return Shown(
        found, with_unit(found.value, metric.unit), unit_word(metric.unit), _said(found), _verdict(found),
        _baseline(found), _target(found), _is_met(found), _charts(found, met), met,
        {one: split_word(one) for one in found.splits}, _columns(found), _rows(found, here),
    )  # fmt: skip


def split_word(name: str) -> str:
    """A column to split by in words.

    >>> split_word("user__app_version")
    'app version'
    """
    return name.partition("__")[2].replace("_", " ") or name


def _said(found: MetricSeries) -> str:
    if found.value is None:
        return ""
    period = f"in the {found.grain} from {day(found.period)}"
    if found.change is None:
        return period
    moved = (
        f"{'up' if found.change > 0 else 'down'} by {percent(abs(found.change))}"
        if found.change
        else "no change"
    )
    return f"{period}, {moved} against the {found.grain} before"


def _verdict(found: MetricSeries) -> str:
    if not found.change or found.metric.direction == "none":
        return ""
    return "good" if (found.change > 0) == (found.metric.direction == "up") else "bad"


def _baseline(found: MetricSeries) -> str:
    metric = found.metric
    if metric.baseline is None:
        return ""
    unit = unit_word(metric.unit)
    words = f"{with_unit(metric.baseline, metric.unit)} {unit}".strip()
    if found.value is None or not metric.baseline:
        return words
    change = (found.value - metric.baseline) / abs(metric.baseline)
    moved = (
        f"{percent(abs(change))} {'above' if change > 0 else 'below'} it now" if change else "the same now"
    )
    return f"{words}, {moved}"


def _target(found: MetricSeries) -> str:
    metric = found.metric
    if metric.target is None:
        return ""
    word = {"up": "at least ", "down": "at most "}.get(metric.direction, "")
    until = f" by {day(metric.target_on)}" if metric.target_on else ""
    return f"{word}{with_unit(metric.target, metric.unit)}{until}"


def _is_met(found: MetricSeries) -> bool | None:
    metric = found.metric
    if metric.target is None or found.value is None or metric.direction == "none":
        return None
    return found.value >= metric.target if metric.direction == "up" else found.value <= metric.target


def _charts(found: MetricSeries, marks: Sequence[Mark]) -> list[Chart]:
    metric = found.metric
    if not found.parts:
        words = f"{metric.label} by {found.grain}"
        drawn = Series(found.whole, words, metric.target, marks, baseline=metric.baseline)
        return [Chart(metric.label, line_chart(drawn))] if found.whole else []
    names = [(one.value or "none", one.points) for one in found.parts]
    # One scale for all parts, so that they can be held against each other.
    top = max((value or 0 for _, points in names for _, value in points), default=0)
    return [
        Chart(name, line_chart(Series(points, f"{metric.label}, {name}", marks=marks, up_to=top)))
        for name, points in names
    ]


def _columns(found: MetricSeries) -> list[dict[str, object]]:
    names = [one.value or "none" for one in found.parts]
    labels = [found.metric.unit or "Value"] if not names else ["All", *names]
    return (
        [{"label": f"{GRAINS[found.grain]} from", "number": False}]
        + [{"label": one, "number": True} for one in labels]
        + [COLUMN]
    )


def _rows(found: MetricSeries, here: Context) -> list[list[Cell]]:
    """The latest period first; a number leads to the rows it counts, for whoever may see them."""
    may = found.has_rows and is_open(entry_named("metrics.metric_rows", "query"), here)
    address = reverse("metrics:rows", args=[here.workspace.slug, found.metric.id]) if may else ""
    rows: list[list[Cell]] = []
    columns = [f"metric_time__{found.grain}", *filter(None, [found.by])]
    whys = Whys(here, "metrics.metric_value", {"metrics": [found.metric.id], "by": columns})
    for at, (period, value) in enumerate(found.whole):
        asked = {"grain": found.grain, "period": period}
        cells = [_cell(value, found.metric.unit, address, asked)]
        for one in found.parts:
            part = asked | {"by": found.by, "value": one.value or ""}
            cells.append(_cell(one.points[at][1], found.metric.unit, address, part))
        note = " (not over yet)" if period == found.open_period else ""
        rows.append([f"{day(period)}{note}", *cells, whys.link(day(period), period=period)])
    return rows[::-1]


def _cell(value: float | None, unit: str, address: str, asked: dict[str, str]) -> Cell:
    words = "Unknown" if value is None else with_unit(value, unit)
    return (
        format_html('<a href="{}?{}">{}</a>', address, urlencode(asked), words)
        if address and value
        else words
    )
