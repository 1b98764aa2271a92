"""What every KPI gives back: the value, what it was divided from, how sure it is, or why it is not known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from headway.engine.stats.shares import wilson

PERCENT = 100.0
Z = 1.959963984540054
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Kpi:
    """A KPI's value in its `unit`, with its 95 % interval; None is unknown, for the `reason` given.

    `numerator` and `denominator` are what was counted; `provisional` says that windows inside are still open, and
    `open_windows` how many; `definition` is `name@version`, so that only like is compared with like.
    """

    definition: str
    unit: str
    value: float | None
    low: float | None = None
    high: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    n: int = 0
    open_windows: int = 0
    reason: str = ""

    @property
    def provisional(self) -> bool:
        return self.open_windows > 0


@dataclass(frozen=True, slots=True)
class Change:
    """A KPI against an earlier period: `ratio` is relative (0.1 is 10 % more), `points` the plain difference."""

    ratio: float | None
    points: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Least:
    """The smallest denominator that a KPI is shown for; below it the answer is unknown, never zero."""

    n: int = 1

    def missing(self, n: int, noun: str) -> str:
        """Why so few are not enough; empty where they are."""
        if not n:
            return f"there are no {noun} to count"
        return f"only {n} {noun}; at least {self.n} are needed" if n < self.n else ""


ANY = Least()


def share_of(
    definition: str, hits: int, trials: int, noun: str, least: Least, *, open_windows: int = 0
) -> Kpi:
    """Hits of trials in percent with Wilson's interval; unknown where there are too few trials.

    >>> share_of("K7@1", 3, 10, "accounts", Least()).value
    30.0
    """
    if reason := least.missing(trials, noun):
        return Kpi(definition, "%", None, None, None, hits, trials, trials, open_windows, reason)
    low, high = (PERCENT * limit for limit in wilson(hits, trials))
    return Kpi(definition, "%", PERCENT * hits / trials, low, high, hits, trials, trials, open_windows)


def share_ended_by(
    definition: str, days: ArrayLike, ended: ArrayLike, window_days: float, *, noun: str, least: Least
) -> Kpi:
    """The percent that ended within the window; Kaplan-Meier while any window is open.

    `days` is how long each was followed, `ended` whether that was until its end. Where every window is over this is
    the plain share with Wilson's interval. While some are open it is one less the Kaplan-Meier curve at the window's
    end with Greenwood's interval, and unknown as long as nobody was followed for that long.

    >>> share_ended_by("K4@1", [3, 90, 10], [True, False, False], 90, noun="people", least=Least()).value
    33.33333333333333
    """
    followed, over = np.asarray(days, np.float64), np.asarray(ended, np.bool_)
    inside = int((over & (followed <= window_days)).sum())
    still_open = int((~over & (followed < window_days)).sum())
    if not still_open or least.missing(len(followed), noun):
        return share_of(definition, inside, len(followed), noun, least, open_windows=still_open)
    counted = (inside, len(followed), len(followed), still_open)
    # At (not just before) the end of the window somebody still has to be followed.
    if float(followed.max()) < window_days:
        reason = f"nobody has been followed for {window_days:g} days yet"
        return Kpi(definition, "%", None, None, None, *counted, reason)
    return Kpi(definition, "%", *_ended(followed, over & (followed <= window_days)), *counted)


def _ended(days: Values, ended: NDArray[np.bool_]) -> tuple[float, float | None, float | None]:
    """The Kaplan-Meier share that ended, with Greenwood's interval on the log(-log) scale where it can be told.

    The last point of `survival`, which is worked out here without those before it: there may be a million.
    """
    times, ends = np.unique(days[ended], return_counts=True)
    if not len(times):
        return 0.0, None, None
    at_risk = len(days) - np.searchsorted(np.sort(days), times, "left")
    still = float(np.prod(1 - ends / at_risk))
    if still <= 0:
        return PERCENT, None, None
    spread = Z * np.sqrt(float(np.sum(ends / (at_risk * (at_risk - ends))))) / abs(np.log(still))
    low, high = (PERCENT * (1 - float(still ** np.exp(sign * spread))) for sign in (-1, 1))
    return PERCENT * (1 - still), low, high


def changed(now: Kpi, before: Kpi) -> Change:
    """How a KPI moved against an earlier period; only within one version of its definition.

    >>> changed(Kpi("K8@1", "%", 12.0), Kpi("K8@1", "%", 10.0))
    Change(ratio=0.2, points=2.0, reason='')
    """
    if now.definition != before.definition:
        return Change(
            None,
            None,
            f"{now.definition} and {before.definition} count differently; use one of them for both",
        )
    if now.value is None or before.value is None:
        return Change(None, None, now.reason or before.reason)
    points = now.value - before.value
    if not before.value:
        return Change(None, points, "it was zero before, so there is no relative change")
    return Change(points / before.value, points)
