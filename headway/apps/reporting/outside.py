"""A dashboard as people outside see it: a row for each point of each tile, and never more than a viewer sees."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from headway.apps.reporting.answers import TileAnswer
from headway.apps.reporting.models import Dashboard, Goal
from headway.apps.reporting.ranges import Over
from headway.apps.reporting.showing import answers_of as tiles_answered
from headway.core.context import Context
from headway.core.roles import Role

POINTS_MOST = 60
MET = {True: "met", False: "not met", None: "unknown"}


@dataclass(frozen=True)
class Point:
    """A number of a tile: of which period or part, and what is aimed at."""

    tile: str
    part: str
    number: float | None
    unit: str
    target: float | None
    met: str
    reason: str


def as_viewer(context: Context) -> Context:
    """The same person without the right to see people."""
    return replace(context, role=Role.VIEWER)


def answers_of(context: Context, board: Dashboard, over: Over | None = None) -> list[TileAnswer]:
    """What every tile of a dashboard shows, in their order."""
    tiles = board.tiles.select_related("dashboard").order_by("place", "ref")
    return tiles_answered(context, list(tiles), over or Over())


def points_of(answers: Sequence[TileAnswer]) -> list[Point]:
    """The number of each tile, and behind it the latest points of its chart."""
    titles = _told_apart([one.tile.title for one in answers])
    return [point for title, answer in zip(titles, answers, strict=True) for point in _points(title, answer)]


def _told_apart(titles: Sequence[str]) -> list[str]:
    """Titles of which no two are the same.

    >>> _told_apart(["Openers", "Paid", "Openers"])
    ['Openers', 'Paid', 'Openers (2)']
    """
    before = [titles[:at].count(one) for at, one in enumerate(titles)]
    return [f"{one} ({many + 1})" if many else one for one, many in zip(titles, before, strict=True)]


def _points(title: str, answer: TileAnswer) -> list[Point]:
    tile, reading = answer.tile, answer.reading
    sums_up = Point(title, reading.period[:16] or "now", reading.value, reading.unit, answer.aim,
                    MET[answer.met] if tile.goal else "", reading.reason)  # fmt: skip
    rest = [] if tile.drawing == "number" else reading.points[-POINTS_MOST:]
    unit = reading.unit if reading.over_time else ""
    later = [Point(title, name[:16], value, unit, None, "", "") for name, value in reversed(rest)
             if name != reading.period]  # fmt: skip
    has_number = reading.value is not None or reading.over_time or not later
    return [sums_up, *later] if has_number else later


def aim_words(answer: TileAnswer) -> str:
    """What is aimed at and whether it is reached; empty without a target."""
    tile = answer.tile
    if not tile.goal:
        return ""
    least = "at least" if tile.goal == Goal.AT_LEAST else "at most"
    return f"target {least} {number_words(answer.aim, answer.reading.unit)}, {MET[answer.met]}"


def number_words(value: float | None, unit: str) -> str:
    """A number for plain text.

    >>> number_words(0.4213, "share"), number_words(1234.5, "people"), number_words(None, "")
    ('42.1 %', '1,234 people', 'unknown')
    """
    if value is None:
        return "unknown"
    if unit == "share":
        return f"{value * 100:.3g} %"
    size = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return f"{size} {unit}".strip()
