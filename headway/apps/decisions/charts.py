"""The curve of how many decisions are still open after so many days, and the matrix of risks."""

from collections.abc import Sequence
from dataclasses import dataclass

from headway.apps.decisions.answers import CurveStep
from headway.apps.decisions.risk_queries import COLUMNS, RiskRow

WIDTH, HEIGHT = 100.0, 40.0
ROWS = ("likely", "possible", "unlikely", "rare", "unknown")


@dataclass(frozen=True)
class Curve:
    """Points of the steps, of the band around them, and where the median is read off."""

    line: str
    band: str
    half: float
    median: float | None
    days: float


def curve(steps: Sequence[CurveStep], median: float | None) -> Curve | None:
    """The curve on a canvas of 100 by 40; None where nothing has been decided.

    >>> found = curve([CurveStep(days=5, share=0.5, low=0.1, high=0.8)], 5.0)
    >>> found.line, found.half, found.median
    ('0,0 50,0 50,20 100,20', 20.0, 50.0)
    """
    if not steps:
        return None
    days = max(steps[-1].days * 1.1, 1.0) if len(steps) > 1 else max(steps[0].days * 2, 1.0)
    shares = [(one.days, one.share) for one in steps]
    low = [(one.days, one.low if one.low is not None else one.share) for one in steps]
    high = [(one.days, one.high if one.high is not None else one.share) for one in steps]
    band = [*_stairs(high, days), *reversed(_stairs(low, days))]
    place = None if median is None else round(median / days * WIDTH, 2)
    return Curve(_points(_stairs(shares, days)), _points(band), HEIGHT / 2, place, days)


def _stairs(steps: Sequence[tuple[float, float]], days: float) -> list[tuple[float, float]]:
    """Corners of a line that falls at each step and runs flat to the next, to the end."""
    corners, share = [(0.0, 1.0)], 1.0
    for at, below in steps:
        corners += [(at, share), (at, below)]
        share = below
    return [(x / days * WIDTH, (1 - y) * HEIGHT) for x, y in [*corners, (days, share)]]


def _points(corners: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.4g},{y:.4g}" for x, y in corners)


@dataclass(frozen=True)
class Cell:
    """A place in the matrix; `tone` says in a word how bad it is there."""

    column: str
    tone: str
    risks: list[RiskRow]


@dataclass(frozen=True)
class Line:
    likely: str
    cells: list[Cell]


def matrix(risks: Sequence[RiskRow]) -> list[Line]:
    """The risks by how likely and how bad they are, the likeliest on top; what nobody has estimated at the end."""
    columns = [*COLUMNS, "unknown"]
    lines = [
        Line(likely, [Cell(weight, _tone(likely, weight), _at(risks, likely, weight)) for weight in columns])
        for likely in ROWS
    ]
    return [line for line in lines if line.likely != "unknown" or any(cell.risks for cell in line.cells)]


def _at(risks: Sequence[RiskRow], likely: str, weight: str) -> list[RiskRow]:
    return [one for one in risks if (one.likely, one.weight) == (likely, weight)]


def _tone(likely: str, weight: str) -> str:
    if "unknown" in (likely, weight):
        return "unknown"
    badness = (3 - ROWS.index(likely)) + COLUMNS.index(weight)
    return "high" if badness >= 4 else "middle" if badness >= 2 else "low"
