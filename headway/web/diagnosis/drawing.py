"""A change as drawings and tables: the days of both periods, the parts that add up to it, a series with its band."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from headway.apps.analytics.signals.answers import AnomaliesAnswer
from headway.apps.diagnosis.answers import Breakdown, ChangeAnswer, EffectRow
from headway.apps.reporting.answers import Mark
from headway.core.figures import Figure
from headway.web.drawing.numbers import percent, short
from headway.web.reporting.drawing import DAY_LETTERS, Series, line_chart, marks_of, place_of

POINTS_DRAWN_MOST = 183
Band = Sequence[tuple[float | None, float | None]]
Cell = str | SafeString


@dataclass(frozen=True)
class Table:
    """A table as parts/table.html takes it."""

    title: str
    columns: list[dict[str, Any]]
    rows: list[list[Cell]]
    note: str = ""


@dataclass(frozen=True)
class Drawn:
    """What the page shows of a change besides its words."""

    drawing: SafeString | str
    marks: Sequence[Mark]
    days: Table
    tables: list[Table]
    moved: Table | None


def columns_of(first: str, *numbers: str) -> list[dict[str, Any]]:
    return [{"label": first, "number": False}, *({"label": one, "number": True} for one in numbers)]


def amount(value: float | None, unit: str) -> str:
    """A number of a change in its unit."""
    if value is None:
        return "Unknown"
    return f"{short(value * 100)}\u202f%" if unit == "share" else short(value)


def moved_by(value: float, unit: str) -> str:
    """A difference with its sign, of shares in points.

    >>> moved_by(-0.1667, "share"), moved_by(2.0, "events a day"), moved_by(0.0, "share")
    ('-16.7 points', '+2', '0 points')
    """
    size = value * 100 if unit == "share" else value
    words = short(abs(round(size, 1) if unit == "share" else size))
    sign = "" if words == "0" else "-" if value < 0 else "+"
    return f"{sign}{words} points" if unit == "share" else f"{sign}{words}"


def between(figure: Figure, unit: str) -> str:
    """The interval of a figure; empty where it has none."""
    if figure.low is None or figure.high is None:
        return ""
    return f"{amount(figure.low, unit)} to {amount(figure.high, unit)}"


def drawn_of(answer: ChangeAnswer) -> Drawn:
    """The drawing of the days and every table of a change."""
    points = answer.points[-POINTS_DRAWN_MOST:]
    marks = marks_of(points, answer.happenings)
    series = Series(
        points, answer.title, baseline=answer.before.value if answer.before else None, marks=marks
    )
    days = Table(
        answer.title,
        columns_of("Day", "Number"),
        [[day, amount(value, answer.unit)] for day, value in points],
    )
    tables = [_breakdown(one, answer) for one in answer.breakdowns]
    return Drawn(line_chart(series) if len(points) > 1 else "", marks, days, tables, _moved(answer))


def _breakdown(one: Breakdown, answer: ChangeAnswer) -> Table:
    is_share = answer.unit == "share"
    # A sum has no mix: each part moves it by what it counts more or less.
    effects = ("By doing otherwise", "By another mix", "Together") if is_share else ("By so much",)
    rows = [_row(row, answer, is_share=is_share) for row in one.rows]
    if one.left:
        share = one.left / answer.change if answer.change else None
        rest = EffectRow(name=f"Left over: {one.left_words}", before=None, now=None, rate=one.left, mix=0.0,
                         effect=one.left, share=share)  # fmt: skip
        rows.append(_row(rest, answer, is_share=is_share))
    rows.append(_total(one, answer, is_share=is_share))
    title = one.by if one.by[:1].isupper() else f"By {one.by}"
    return Table(title, columns_of("Part", "Before", "Now", *effects, "Of the change"), rows)


def _row(row: EffectRow, answer: ChangeAnswer, *, is_share: bool) -> list[Cell]:
    own = ["" if one is None else amount(one, answer.unit) for one in (row.before, row.now)]
    parts = [row.rate, row.mix, row.effect] if is_share else [row.effect]
    moved = [moved_by(one, answer.unit) for one in parts]
    return [row.name, *own, *moved, "Unknown" if row.share is None else percent(row.share)]


def _total(one: Breakdown, answer: ChangeAnswer, *, is_share: bool) -> list[Cell]:
    whole = [amount(figure.value if figure else None, answer.unit) for figure in (answer.before, answer.now)]
    rate, mix = sum(row.rate for row in one.rows) + one.left, sum(row.mix for row in one.rows)
    parts = [rate, mix, answer.change or 0.0] if is_share else [answer.change or 0.0]
    return ["The whole", *whole, *(moved_by(part, answer.unit) for part in parts), percent(1.0)]


def _moved(answer: ChangeAnswer) -> Table | None:
    rows: list[list[Cell]] = [
        [format_html('<a href="{}">{}</a>', one.address, one.name), short(one.before), short(one.now)]
        for one in answer.moved
    ]
    title = "Other numbers that are another since then, a day"
    return Table(title, columns_of("Number", "Before", "Now"), rows) if rows else None


def banded_chart(answer: AnomaliesAnswer, marks: Sequence[Mark], verdicts: Mapping[str, str]) -> SafeString:
    """A series with the range of the same time in the cycles before behind it, and its anomalies; false ones are
    left plain."""
    points, band = answer.points[-POINTS_DRAWN_MOST:], answer.band[-POINTS_DRAWN_MOST:]
    strange = {one.period for one in answer.anomalies if verdicts.get(one.period) != "false"}
    top = max((high for _, high in band if high is not None), default=0.0)
    series = Series(points, "The series", marks=marks_of(points, marks), strange=strange, up_to=top)
    plain = line_chart(
        replace(series, words=f"The series with what was usual at that time, {len(strange)} anomalies")
    )
    wide = 100 / max(1, len(points))
    parts = [
        f'<rect class="during" x="{at * wide:.2f}" y="{series.height(high):.2f}" width="{wide:.2f}" '
        f'height="{max(series.height(low) - series.height(high), 0.4):.2f}"/>'
        for at, (low, high) in enumerate(band)
        if low is not None and high is not None
    ]
    parts += [
        f'<rect class="marked" x="{at * wide:.2f}" y="{series.height(value) - 1:.2f}" width="{wide:.2f}" height="2">'
        f"<title>{escape(name)}</title></rect>"
        for at, (name, value) in enumerate(points)
        if name in strange and value is not None
    ]
    # The band lies behind the line, right after the ground that the frame draws first.
    begin = max(0, plain.find("<polyline"))
    return mark_safe(plain[:begin] + "".join(parts) + plain[begin:])  # nosec B308 B703 # noqa: S308 - escaped above


def series_table(answer: AnomaliesAnswer, marks: Sequence[Mark], verdicts: Mapping[str, str]) -> Table:
    """The same numbers as a table, with what was usual and what happened."""
    points, band = answer.points[-POINTS_DRAWN_MOST:], answer.band[-POINTS_DRAWN_MOST:]
    told = {one.period for one in answer.anomalies}
    happened: dict[int, list[str]] = {}
    for mark in marks_of(points, marks):
        happened.setdefault(place_of(points, mark.starts_on.isoformat()), []).append(mark.title)
    words = {"real": "Real", "false": "False alarm", "": "Stands out"}
    rows: list[list[Cell]] = [
        [name[:16] if len(name) > DAY_LETTERS else name, short(value), _range(limits),
         words[verdicts.get(name, "")] if name in told else "", "; ".join(happened.get(at, ()))]
        for at, ((name, value), limits) in enumerate(zip(points, band, strict=True))
    ]  # fmt: skip
    columns = columns_of("Period", "Count", "Usual at that time")
    return Table("The series", [*columns, *columns_of("Anomaly"), *columns_of("What happened")], rows)


def _range(limits: tuple[float | None, float | None]) -> str:
    low, high = limits
    return "Unknown" if low is None or high is None else f"{short(low)} to {short(high)}"
