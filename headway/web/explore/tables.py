"""An answer about behaviour as sentences, a drawing and the table of the same numbers."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString

from headway.apps.analytics.behaviour.answers import FunnelAnswer, Number, RetentionAnswer, TrendAnswer
from headway.apps.analytics.signals.answers import AnomaliesAnswer, DiagnosisAnswer
from headway.apps.reporting.answers import Mark
from headway.core.figures import Figure
from headway.web.drawing.charts import bars_chart
from headway.web.drawing.numbers import percent, short
from headway.web.reporting.drawing import Series, days_of, marks_of, place_of
from headway.web.reporting.drawing import bars_chart as series_chart

Cell = str | SafeString
ROWS_DRAWN_MOST = 400


@dataclass(frozen=True)
class Behind:
    """Where a number of an answer leads: to whom it counts, for those who may see people."""

    address: str
    query: str
    question: dict[str, Any]
    is_open: bool

    @property
    def steps(self) -> Sequence[str]:
        """The names of the steps that were asked about."""
        return [str(one) for one in self.question.get("steps", ())]

    def __call__(self, **number: Any) -> str:
        if not self.is_open or not self.query:
            return ""
        asked = {"query": self.query, "question": json.dumps(self.question)} | number
        return (
            f"{self.address}?{urlencode({name: value for name, value in asked.items() if value is not None})}"
        )


@dataclass(frozen=True)
class Drawn:
    """One drawing and its table; a column is {"label", "number"}; `marks` is what happened meanwhile."""

    title: str
    note: str
    drawing: SafeString | str
    columns: list[dict[str, Any]]
    rows: list[list[Cell]]
    marks: Sequence[Mark] = ()


@dataclass(frozen=True)
class Shown:
    """What the page shows of an answer: sentences first, then drawings."""

    said: list[str] = field(default_factory=list)
    drawn: list[Drawn] = field(default_factory=list)


def _columns(first: str, *numbers: str) -> list[dict[str, Any]]:
    return [{"label": first, "number": False}, *({"label": one, "number": True} for one in numbers)]


def _number(value: Number) -> str:
    return "Unknown" if value is None else short(value)


def _who(number: Number, address: str) -> Cell:
    """A number that leads to whom it counts."""
    return (
        format_html('<a href="{}">{}</a>', address, _number(number))
        if address and number
        else _number(number)
    )


def _share(figure: Figure) -> str:
    if figure.value is None:
        return "Unknown"
    between = (
        ""
        if figure.low is None or figure.high is None
        else f" ({percent(figure.low)} to {percent(figure.high)})"
    )
    return f"{percent(figure.value)}{between}"


def _time(seconds: float | None) -> str:
    if seconds is None:
        return ""
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= length:
            return f"{seconds / length:.1f} {unit}"
    return f"{seconds:.0f} s"


def days_drawn(answer: object) -> tuple[str, str] | None:
    """The first and the last day of what an answer draws over time; None where it draws nothing so."""
    if isinstance(answer, TrendAnswer):
        return days_of(answer.series[0].points[-ROWS_DRAWN_MOST:]) if answer.series else None
    return days_of(answer.points[-ROWS_DRAWN_MOST:]) if isinstance(answer, AnomaliesAnswer) else None


def _over_time(drawn: Drawn, series: Series, marks: Sequence[Mark]) -> Drawn:
    """A series drawn over time with what happened on the chart and in the table."""
    points = series.points[-ROWS_DRAWN_MOST:]
    met = marks_of(points, marks)
    drawing = series_chart(replace(series, points=points, marks=met))
    if not met:
        return replace(drawn, drawing=drawing)
    left = len(series.points) - len(points)
    said: dict[int, list[str]] = {}
    for one in met:
        said.setdefault(left + place_of(points, one.starts_on.isoformat()), []).append(one.title)
    return replace(
        drawn, drawing=drawing, marks=met, columns=[*drawn.columns, {"label": "What happened", "number": False}],
        rows=[[*row, "; ".join(said.get(at, ()))] for at, row in enumerate(drawn.rows)],
    )  # fmt: skip


def trend_shown(answer: TrendAnswer, behind: Behind, marks: Sequence[Mark]) -> Shown:
    drawn = []
    for row, one in enumerate(answer.series or []):
        # A split is one series of the question, told apart by its value.
        place = {"row": 0, "value": one.value} if one.value is not None else {"row": row}
        rows: list[list[Cell]] = [
            [period, _who(value, behind(column=at, **place))] for at, (period, value) in enumerate(one.points)
        ]
        table = Drawn(one.label, _span(one.points), "", _columns("Period", "Count"), rows)
        drawn.append(_over_time(table, Series(one.points, f"{one.label}, by period"), marks))
    return Shown([], drawn)


def _span(points: Sequence[tuple[str, Number]]) -> str:
    return f"{points[0][0]} to {points[-1][0]}" if points else ""


def funnel_shown(answer: FunnelAnswer, behind: Behind, marks: Sequence[Mark]) -> Shown:
    names, counts = behind.steps, answer.counts or []
    before, times = ["", *map(_share, answer.share_of_previous)], ["", *map(_time, answer.median_seconds)]
    rows: list[list[Cell]] = [
        [names[at], _who(count, behind(step=at)), _share(answer.share_of_start[at]), before[at], times[at]]
        for at, count in enumerate(counts)
    ]
    said = [f"{short(counts[-1])} of {short(counts[0])} people get through."] if counts else []
    drawing = bars_chart(list(zip(names, counts, strict=False)), "People at each step")
    columns = _columns("Step", "People", "Of the first", "Of the step before", "Median time")
    return Shown(said, [Drawn("Funnel", "people at each step", drawing, columns, rows)] if counts else [])


def retention_shown(answer: RetentionAnswer, behind: Behind, marks: Sequence[Mark]) -> Shown:
    matrix = answer.matrix or []
    widest = max((len(row) for row in matrix), default=1)
    rows: list[list[Cell]] = []
    for at, (period, cohort) in enumerate(zip(answer.periods, matrix, strict=False)):
        size = cohort[0] if cohort else 0
        shares = [f"{percent(back / size)}" if size else "Unknown" for back in cohort[1:]]
        rows.append([period, _who(size, behind(row=at, column=0)), *shares, *[""] * (widest - len(cohort))])
    later = [(f"+{at}", _mean([row for row in matrix if len(row) > at], at)) for at in range(1, widest)]
    drawing = bars_chart(later, "Share that came back, by how many periods later, in percent")
    columns = _columns("Began in", "People", *(f"+{at}" for at in range(1, widest)))
    return Shown(
        [], [Drawn("Who came back", "share of those who began, by periods later", drawing, columns, rows)]
    )


def _mean(rows: list[list[int]], at: int) -> float | None:
    began = sum(row[0] for row in rows)
    return 100 * sum(row[at] for row in rows) / began if began else None


def anomalies_shown(answer: AnomaliesAnswer, behind: Behind, marks: Sequence[Mark]) -> Shown:
    said = [one.text for one in answer.anomalies]
    said += [
        f"From {one.period} on the level is {short(one.after)} instead of {short(one.before)}."
        for one in answer.changes
    ]
    if answer.watched is not None and not said:
        said.append(f"Nothing stands out in the {answer.watched} periods that were watched.")
    if answer.backtest:
        drops = " or ".join(percent(one.drop) for one in answer.backtest)
        found = ", ".join(str(one.found) for one in answer.backtest)
        said.append(
            f"Had it dropped by {drops} for a cycle, {found} of {answer.backtest[0].planted} drops would be told."
        )
    strange = {one.period for one in answer.anomalies}
    rows: list[list[Cell]] = [
        [period, short(value), "Stands out" if period in strange else ""] for period, value in answer.points
    ]
    columns = [*_columns("Period", "Count"), {"label": "", "number": False}]
    table = Drawn("The series", _span(answer.points), "", columns, rows)
    series = Series(answer.points, "The series", strange=strange)
    return Shown(said, [_over_time(table, series, marks)] if rows else [])


def diagnosis_shown(answer: DiagnosisAnswer, behind: Behind, marks: Sequence[Mark]) -> Shown:
    said = []
    if answer.before and answer.now:
        found = "" if answer.found_by == "asked" else f" ({answer.found_by})"
        said.append(f"Since {answer.changed_at}{found}: from {_rate(answer.before)} to {_rate(answer.now)}.")
    said += [one.text for one in answer.causes]
    said += [one.check for one in answer.causes[:1]]
    if answer.changed_at and not answer.causes and not answer.reason:
        said.append("No part of it moved more than the rest.")
    rows: list[list[Cell]] = [
        [", ".join(f"{name}: {value}" for name, value in one.where.items()), _rate(one.before), _rate(one.now),
         "Unknown" if one.explains is None else percent(one.explains), short(one.evidence)]
        for one in answer.causes
    ]  # fmt: skip
    columns = _columns("Where", "Before", "Now", "Of the change", "Evidence")
    return Shown(said, [Drawn("What explains it", "", "", columns, rows)] if rows else [])


def _rate(figure: Figure) -> str:
    if figure.value is None:
        return "unknown"
    return _share(figure) if figure.unit == "share" else f"{short(figure.value)} a day"


SHOWN: dict[str, Callable[[Any, Behind, Sequence[Mark]], Shown]] = {
    "trend": trend_shown,
    "funnel": funnel_shown,
    "retention": retention_shown,
    "anomalies": anomalies_shown,
    "diagnosis": diagnosis_shown,
}
