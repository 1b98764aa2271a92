"""K11 attainment of service levels with the error budget left, and K12 latency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, inf

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binom

from headway.engine.kpis.answer import ANY, PERCENT, Kpi, Least, share_of

K11, K11_BUDGET, K12, K12_SHARE = "k11.attainment@1", "k11.budget_left@1", "k12.latency@1", "k12.within@1"
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Window:
    """One service level over one window: good of total events, and the share that must be good (0 to 1)."""

    good: int
    total: int
    target: float

    def __post_init__(self) -> None:
        if not 0 <= self.good <= self.total:
            raise ValueError(f"{self.good} good of {self.total}; give good events from 0 to all of them.")
        if not 0 < self.target <= 1:
            raise ValueError(f"target is {self.target}; give a share above 0 up to 1, such as 0.999.")


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts of durations by bucket: `bounds_ms` are upper bounds that rise, the last count is for all above them."""

    bounds_ms: tuple[float, ...]
    counts: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.counts) != len(self.bounds_ms) + 1 or min(self.counts) < 0:
            raise ValueError(
                "give one count of zero or more for each bound, and one for what lies above the last."
            )
        if list(self.bounds_ms) != sorted(set(self.bounds_ms)) or min(self.bounds_ms, default=0) < 0:
            raise ValueError("the bounds must rise, from zero or more.")


def slo_attainment(windows: Sequence[Window], *, least: Least = ANY) -> Kpi:
    """K11: the percent of service-level windows whose share of good events reached its target.

    Windows without any event tell nothing and are left out.

    >>> slo_attainment([Window(999, 1000, 0.999), Window(990, 1000, 0.999), Window(0, 0, 0.99)]).value
    50.0
    """
    told = [one for one in windows if one.total]
    met = sum(one.good >= one.target * one.total - 1e-9 for one in told)
    return share_of(K11, met, len(told), "windows with events", least)


def budget_left(windows: Sequence[Window]) -> Kpi:
    """K11: the percent of the error budget of one service level left over its windows; below zero it is overspent.

    1 - (1 - SLI) / (1 - target), where SLI is all good of all total events. Where the target changed between the
    windows, what each allowed is added up, which is the same for one target.

    >>> round(budget_left([Window(9995, 10000, 0.999)]).value, 6)
    50.0
    """
    total, good = sum(one.total for one in windows), sum(one.good for one in windows)
    allowed = sum(one.total * (1 - one.target) for one in windows)
    counted = (good, total, total, 0)
    if not allowed:
        reason = "a target of 100 % leaves no budget" if total else "there are no events to count"
        return Kpi(K11_BUDGET, "%", None, None, None, *counted, reason)
    return Kpi(K11_BUDGET, "%", PERCENT * (1 - (total - good) / allowed), None, None, *counted)


def least_budget(levels: Mapping[str, Sequence[Window]]) -> tuple[str, Kpi]:
    """K11: the service level with the least budget left, and what is left of it; unknown where none has one.

    >>> found = least_budget({"checkout": [Window(999, 1000, 0.99)], "search": [Window(995, 1000, 0.99)]})
    >>> found[0], round(found[1].value, 6)
    ('search', 50.0)
    """
    left = {name: budget_left(windows) for name, windows in levels.items()}
    known = [(one.value, name) for name, one in left.items() if one.value is not None]
    if known:
        name = min(known)[1]
        return name, left[name]
    reason = next((one.reason for one in left.values()), "there are no events to count")
    return "", Kpi(K11_BUDGET, "%", None, reason=reason)


def latency(durations_ms: ArrayLike, quantile: float = 0.95, *, least: Least = ANY) -> Kpi:
    """K12: a quantile of raw durations in ms, interpolated between neighbours (Hyndman and Fan's type 7).

    The interval is exact, from the ordered values themselves; a limit is None where there are too few. Raises
    ValueError for a duration that is negative or not finite and for a quantile outside 0 to 1.

    >>> latency([10, 20, 30, 40, 50], 0.5).value
    30.0
    """
    _check(quantile)
    ordered = np.sort(np.asarray(durations_ms, np.float64))
    n = len(ordered)
    # What is not a number is sorted to the end.
    if n and not (ordered[0] >= 0 and ordered[-1] < inf):
        raise ValueError("a duration is below zero or not a number; leave it out or mend it.")
    if reason := least.missing(n, "requests"):
        return Kpi(K12, "ms", None, None, None, None, None, n, 0, reason)
    low, high = _limits(ordered, quantile)
    return Kpi(K12, "ms", _between(ordered, quantile), low, high, None, None, n)


def merged(histograms: Sequence[Histogram]) -> Histogram:
    """One histogram of all the requests in several with the same bounds. Raises ValueError for other bounds or none.

    >>> merged([Histogram((1, 2), (1, 0, 2)), Histogram((1, 2), (0, 5, 1))]).counts
    (1, 5, 3)
    """
    if len({one.bounds_ms for one in histograms}) != 1:
        raise ValueError(
            "histograms of other bounds cannot be merged; give one or more with the same bounds."
        )
    return Histogram(
        histograms[0].bounds_ms, tuple(map(sum, zip(*(one.counts for one in histograms), strict=True)))
    )


def histogram_latency(histogram: Histogram, quantile: float = 0.95, *, least: Least = ANY) -> Kpi:
    """K12: a quantile in ms from a (merged) histogram, even within its bucket; the interval is the bucket itself.

    Unknown where it lies above the last bound. Raises ValueError for a quantile outside 0 to 1.

    >>> histogram_latency(Histogram((100, 200, 400), (50, 40, 10, 0)), 0.95).value
    300.0
    """
    _check(quantile)
    n = sum(histogram.counts)
    if reason := least.missing(n, "requests"):
        return Kpi(K12, "ms", None, None, None, None, None, n, 0, reason)
    totals = [sum(histogram.counts[: place + 1]) for place in range(len(histogram.counts))]
    rank = quantile * n
    place = next(at for at, total in enumerate(totals) if total >= rank and histogram.counts[at])
    if place == len(histogram.bounds_ms):
        bound = histogram.bounds_ms[-1] if histogram.bounds_ms else 0
        return Kpi(
            K12, "ms", None, bound, None, None, None, n, 0, f"it lies above the last bound, {bound:g} ms"
        )
    low, high = histogram.bounds_ms[place - 1] if place else 0.0, histogram.bounds_ms[place]
    inside = (rank - (totals[place] - histogram.counts[place])) / histogram.counts[place]
    return Kpi(K12, "ms", low + (high - low) * inside, low, high, None, None, n)


def endpoints_within(latencies: Mapping[str, Kpi], threshold_ms: float, *, least: Least = ANY) -> Kpi:
    """K12: the percent of endpoints whose own quantile is within the threshold.

    Unknown ones are left out, but for those that lie above a last bound which is not below the threshold.

    >>> endpoints_within({"/a": latency([10.0]), "/b": latency([900.0]), "/c": latency([])}, 300).value
    50.0
    """
    told = [within for one in latencies.values() if (within := is_within(one, threshold_ms)) is not None]
    return share_of(K12_SHARE, sum(told), len(told), "endpoints with requests", least)


def is_within(found: Kpi, threshold_ms: float) -> bool | None:
    """Whether a latency is within the threshold; None where that is not known.

    >>> above = histogram_latency(Histogram((100, 400), (0, 0, 9)))
    >>> is_within(above, 300), is_within(above, 500)
    (False, None)
    """
    if found.value is not None:
        return found.value <= threshold_ms
    return False if found.low is not None and found.low >= threshold_ms else None


def _check(quantile: float) -> None:
    if not 0 < quantile < 1:
        raise ValueError(f"quantile is {quantile}; give a share between 0 and 1, such as 0.95.")


def _between(ordered: Values, quantile: float) -> float:
    place = (len(ordered) - 1) * quantile
    below, above = ordered[floor(place)], ordered[ceil(place)]
    return float(below + (above - below) * (place - floor(place)))


def _limits(ordered: Values, quantile: float) -> tuple[float | None, float | None]:
    """The order statistics between which the true quantile lies with at least 95 %."""
    n = len(ordered)
    lowest, highest = int(binom.ppf(0.025 + 1e-15, n, quantile)), int(binom.ppf(0.975, n, quantile))
    low = float(ordered[lowest - 1]) if lowest else None
    return low, float(ordered[highest]) if highest < n else None
