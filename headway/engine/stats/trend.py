"""Whether a theme grows or shrinks against everything that customers say, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import beta, norm

Direction = Literal["rising", "falling", "flat"]
Weeks = NDArray[np.int64]

SMALLEST_CHANGE_RATIO = 1.2
_FALSE_DISCOVERY_RATE = 0.05


@dataclass(frozen=True, slots=True)
class Trend:
    """How the share of all messages changed from the first half of the weeks to the last.

    `ratio` is last share / first share, `low` and `high` its exact interval (`high` may be infinite); all three
    are None, with a `reason`, when nothing was counted. `p` is the chance of so steady a climb or fall over the
    weeks under a constant share; `first` and `last` are the counts of the halves.
    """

    direction: Direction
    ratio: float | None
    low: float | None
    high: float | None
    p: float
    first: int
    last: int
    reason: str = ""


def trend(counts: ArrayLike, totals: ArrayLike, level: float = 0.95) -> Trend:
    """The trend of one theme from its weekly counts against all messages of the same weeks.

    `counts` and `totals` are whole numbers of equal length (two weeks or more). The ratio compares the halves
    (without the middle week of an odd number); its interval is exact, since given both halves' sum the last half
    is binomial under a constant share (Clopper-Pearson). p is two-sided from the trend in proportions over all
    weeks, which sees a steady change that the halves alone would miss. Judged alone at 5 %; for many themes use
    `trends`. Raises ValueError for other shapes and for counts above their totals.
    Source: Przyborowski and Wilenski 1940 (ratio); Cochran 1954 and Armitage 1955 (trend).

    >>> found = trend([2, 3, 9, 16], [100, 100, 100, 100])
    >>> found.direction, found.ratio, round(found.low, 2), round(found.high, 2)
    ('rising', 5.0, 1.88, 16.72)
    """
    return _judged([_measured(*_checked(counts, totals), level)])[0]


def trends(counts: ArrayLike, totals: ArrayLike | None = None, level: float = 0.95) -> list[Trend]:
    """The trend of each theme (a row of `counts`, themes x weeks), with at most 5 % false calls among the calls.

    `totals` are all messages per week; left out, the column sums. A theme is called rising or falling when its
    trend passes Benjamini and Hochberg's (1995) control over all themes and its ratio is beyond 1.2 either way.

    >>> [found.direction for found in trends([[40, 40], [40, 8], [40, 41]])]
    ['flat', 'falling', 'flat']
    """
    rows = np.asarray(counts)
    if rows.ndim != 2:
        raise ValueError(f"counts has {rows.ndim} dimensions; give one row of weekly counts per theme.")
    sums = rows.sum(axis=0) if totals is None else totals
    return _judged([_measured(*_checked(row, sums), level) for row in rows])


def weekly_counts(days: ArrayLike, labels: ArrayLike, last_day: int, weeks: int) -> NDArray[np.int64]:
    """Messages per label and week (labels x weeks) for the `weeks` full weeks that end with `last_day`.

    `days` are day numbers (any origin, one per message), `labels` are 0..k-1; earlier and later days are left
    out. Raises ValueError for unequal lengths.

    >>> weekly_counts([1, 7, 8, 14, 15], [0, 1, 0, 0, 1], last_day=14, weeks=2).tolist()
    [[1, 2], [1, 0]]
    """
    when, what = np.asarray(days, np.int64), np.asarray(labels, np.int64)
    if when.shape != what.shape:
        raise ValueError(f"days has {when.size} entries for {what.size} labels; give one day per message.")
    week = weeks - 1 - (last_day - when) // 7
    table = np.zeros((int(what.max(initial=-1)) + 1, weeks), np.int64)
    inside = (week >= 0) & (week < weeks) & (when <= last_day)
    np.add.at(table, (what[inside], week[inside]), 1)
    return table


def _checked(counts: ArrayLike, totals: ArrayLike) -> tuple[Weeks, Weeks]:
    own, everything = np.asarray(counts), np.asarray(totals)
    if own.ndim != 1 or own.shape != everything.shape or len(own) < 2:
        raise ValueError(
            f"counts has shape {own.shape} and totals {everything.shape}; give two weeks or more of both."
        )
    if (own < 0).any() or (own > everything).any():
        week = int(np.argmax((own < 0) | (own > everything)))
        raise ValueError(
            f"week {week} counts {own[week]} of {everything[week]}; give 0 up to the week's total."
        )
    return own, everything


def _measured(own: Weeks, everything: Weeks, level: float) -> Trend:
    (first, last), (before, after) = _halves(own), _halves(everything)
    if not first + last or not before or not after:
        return Trend("flat", None, None, None, 1.0, first, last, "no messages to compare in these weeks")
    scale = before / after
    low, high = (_odds(share) * scale for share in _share_interval(last, first + last, level))
    ratio = last / first * scale if first else float("inf")
    return Trend("flat", ratio, low, high, _chance(own, everything), first, last)


def _halves(weeks: Weeks) -> tuple[int, int]:
    half = len(weeks) // 2
    return int(weeks[:half].sum()), int(weeks[-half:].sum())


def _share_interval(hits: int, trials: int, level: float) -> tuple[float, float]:
    tail = (1 - level) / 2
    low = float(beta.ppf(tail, hits, trials - hits + 1)) if hits else 0.0
    high = float(beta.ppf(1 - tail, hits + 1, trials - hits)) if hits < trials else 1.0
    return low, high


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else float("inf")


def _chance(own: Weeks, everything: Weeks) -> float:
    """Two-sided p of the score for trend, given the theme's and every week's number of messages."""
    counted, total = int(own.sum()), int(everything.sum())
    week = np.arange(len(own)) - np.average(np.arange(len(own)), weights=everything)
    variance = counted * np.average(week**2, weights=everything) * (total - counted) / max(total - 1, 1)
    return float(2 * norm.sf(abs(own @ week) / np.sqrt(variance))) if variance > 0 else 1.0


def _judged(measured: Sequence[Trend]) -> list[Trend]:
    limit = _largest_discovery([one.p for one in measured])
    return [replace(one, direction=_direction(one)) if one.p <= limit else one for one in measured]


def _largest_discovery(chances: Sequence[float]) -> float:
    """The largest p that Benjamini and Hochberg's step-up rule still calls a discovery; -1 for none."""
    ordered = sorted(chances)
    bars = (_FALSE_DISCOVERY_RATE * rank / len(ordered) for rank in range(1, len(ordered) + 1))
    return max((p for p, bar in zip(ordered, bars, strict=True) if p <= bar), default=-1.0)


def _direction(one: Trend) -> Direction:
    """A sure change that is too small to matter stays flat."""
    ratio = 1.0 if one.ratio is None else one.ratio
    if ratio >= SMALLEST_CHANGE_RATIO:
        return "rising"
    return "falling" if ratio <= 1 / SMALLEST_CHANGE_RATIO else "flat"
