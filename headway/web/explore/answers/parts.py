"""What an answer about behaviour is shown with: sentences, drawings, and tables whose numbers lead to people."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString

from headway.apps.analytics.behaviour.answers import Number
from headway.apps.reporting.answers import Mark
from headway.core.figures import Figure
from headway.web.drawing.charts import bars_chart
from headway.web.drawing.numbers import percent, short
from headway.web.drawing.several import with_axis
from headway.web.explore.forms.fields import words_of
from headway.web.reporting.drawing import Series, marks_of, place_of
from headway.web.reporting.drawing import bars_chart as series_chart

Cell = str | SafeString
ROWS_DRAWN_MOST = 400
LENGTHS = (("d", 86_400), ("h", 3_600), ("min", 60))


@dataclass(frozen=True)
class Behind:
    """Where a number of an answer leads: to whom it counts, for those who may see people."""

    address: str
    query: str
    question: Mapping[str, Any]
    is_open: bool

    @property
    def steps(self) -> Sequence[str]:
        """The names of the steps that were asked about."""
        return [words_of(one) for one in self.question.get("steps", ())]

    @property
    def who(self) -> str:
        """Who is counted."""
        return "accounts" if self.question.get("by") == "account" else "people"

    @property
    def column(self) -> str:
        return self.who.capitalize()

    def __call__(self, **number: Any) -> str:
        if not self.is_open or not self.query:
            return ""
        asked = {"query": self.query, "question": json.dumps(self.question)} | number
        return (
            f"{self.address}?{urlencode({name: value for name, value in asked.items() if value is not None})}"
        )


@dataclass(frozen=True)
class Drawn:
    """One drawing and its table; a column is {"label", "number"}; `marks` is what happened meanwhile;
    `is_open` where the table is read first."""

    title: str
    note: str
    drawing: SafeString | str
    columns: list[dict[str, Any]]
    rows: list[list[Cell]]
    marks: Sequence[Mark] = ()
    is_open: bool = False


@dataclass(frozen=True)
class Shown:
    """What the page shows of an answer: sentences first, then drawings; where there are several of a kind, one of them
    `together` and the others to be opened."""

    said: list[str] = field(default_factory=list)
    drawn: list[Drawn] = field(default_factory=list)
    together: Drawn | None = None


def columns_of(first: str, *numbers: str) -> list[dict[str, Any]]:
    return [{"label": first, "number": False}, *({"label": one, "number": True} for one in numbers)]


def number_of(value: Number) -> str:
    return "Unknown" if value is None else short(value)


def who_cell(number: Number, address: str, words: str = "") -> Cell:
    """A number, in words where they are given, that leads to whom it counts."""
    said = words or number_of(number)
    return format_html('<a href="{}">{}</a>', address, said) if address and number else said


def share_of(figure: Figure) -> str:
    """A share with its interval."""
    if figure.value is None:
        return "Unknown"
    between = (
        ""
        if figure.low is None or figure.high is None
        else f" ({percent(figure.low)} to {percent(figure.high)})"
    )
    return f"{percent(figure.value)}{between}"


def part_of(part: float, whole: float) -> str:
    """A share of a whole that may be none."""
    return percent(part / whole) if whole else "Unknown"


def time_of(seconds: float | None) -> str:
    """A length of time in the unit that suits it.

    >>> time_of(90), time_of(7200), time_of(None)
    ('1.5 min', '2.0 h', '')
    """
    if seconds is None:
        return ""
    for unit, length in LENGTHS:
        if seconds >= length:
            return f"{seconds / length:.1f} {unit}"
    return f"{seconds:.0f} s"


def span_of(points: Sequence[tuple[str, Number]]) -> str:
    return f"{points[0][0]} to {points[-1][0]}" if points else ""


def bars_over(
    points: Sequence[tuple[str, Number]], words: str, told: Callable[[float], str] = short
) -> SafeString:
    """Bars over the names of what they stand for."""
    return with_axis(bars_chart(points, words, told=told), points, told)


def over_time(drawn: Drawn, series: Series, marks: Sequence[Mark]) -> Drawn:
    """A series drawn over time with what happened on the chart and in the table."""
    points = series.points[-ROWS_DRAWN_MOST:]
    met = marks_of(points, marks)
    drawing = with_axis(series_chart(replace(series, points=points, marks=met)), points)
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
