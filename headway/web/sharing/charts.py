"""The charts of a shared page, drawn from the very cells that its table shows and from nothing else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString

from headway.core.sharing.answers import SharedPage, SharedRow
from headway.web.drawing.numbers import day, short, with_unit
from headway.web.reporting.drawing import DAY_LETTERS, Series, bars_chart, line_chart

NOW = "now"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Point = tuple[str, float | None]


@dataclass(frozen=True)
class Chart:
    """One chart: its number in words, what is aimed at, its drawing, and the table of the same numbers."""

    title: str
    number: str
    said: str
    drawing: SafeString | str
    columns: Sequence[dict[str, Any]]
    rows: Sequence[Sequence[str]]


def charts_of(page: SharedPage) -> tuple[Chart, ...]:
    """A chart for each title of the page, in their order."""
    if page.view != "chart":
        return ()
    return tuple(_chart(page, title, list(rows)) for title, rows in groupby(page.rows, lambda row: row.title))


def _chart(page: SharedPage, title: str, rows: list[SharedRow]) -> Chart:
    part, number = page.chart
    told: list[Point] = [(str(row.cells.get(part) or ""), _known(row.cells.get(number))) for row in rows]
    is_over_time = all(DAY.match(name) for name, _ in told if name != NOW)
    points = [one for one in told if one[0] != NOW][::-1]
    points = sorted(points) if is_over_time else points
    sums_up = rows[0].cells if is_over_time or told[0][0] == NOW else {}
    target = _known(sums_up.get("target"))
    series = Series(points, title, target if is_over_time else None)
    drawing = (line_chart if is_over_time else bars_chart)(series) if len(points) > 1 else ""
    labels = [one.label for name in page.chart for one in page.columns if one.name == name]
    return Chart(
        title=title,
        number=with_unit(told[0][1], str(sums_up.get("unit") or ""))
        if sums_up and told[0][1] is not None
        else "",
        said=_said(told[0][0] if sums_up else NOW, target, sums_up),
        drawing=drawing,
        columns=[{"label": label, "number": at == 1} for at, label in enumerate(labels)],
        rows=[[name, "Unknown" if value is None else short(value)] for name, value in points],
    )


def _said(period: str, target: float | None, sums_up: dict[str, Any]) -> str:
    parts = [] if period == NOW else [f"in the period from {day(period[:DAY_LETTERS])}"]
    if target is not None:
        met = sums_up.get("met")
        parts.append(f"target {with_unit(target, str(sums_up.get('unit') or ''))}{f', {met}' if met else ''}")
    if reason := sums_up.get("reason"):
        parts.append(f"unknown: {reason}")
    return ", ".join(parts)


def _known(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
