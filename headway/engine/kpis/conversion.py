"""K8: how many of those who enter a funnel come out at its end."""

from collections.abc import Sequence
from dataclasses import dataclass

from headway.engine.kpis.answer import ANY, Kpi, Least, share_of

K8 = "k8.conversion@1"


@dataclass(frozen=True, slots=True)
class Entrant:
    """A distinct user who did the first step in the period, and when all steps in order were done; None is never."""

    entered_day: float
    completed_day: float | None = None


def funnel_conversion(
    entrants: Sequence[Entrant],
    now_day: float,
    *,
    window_days: float,
    least: Least = ANY,
) -> Kpi:
    """K8: the percent of entrants with all steps in order within the window; open windows make it provisional.

    `entrants` are those who did the first step in the period, each once, with the attempt that got furthest; which
    attempts complete the steps is the funnel's question. An entrant without the last step whose window is not over
    counts as not converted and as open. Raises ValueError for an end before its beginning.

    >>> found = funnel_conversion([Entrant(0, 3), Entrant(0, 9), Entrant(1), Entrant(28)], 30, window_days=7)
    >>> found.value, found.open_windows
    (25.0, 1)
    """
    converted = sum(_converts(one, now_day, window_days) for one in entrants)
    still_open = sum(
        not _converts(one, now_day, window_days) and one.entered_day + window_days > now_day
        for one in entrants
    )
    return share_of(K8, converted, len(entrants), "entrants", least, open_windows=still_open)


def _converts(one: Entrant, now_day: float, window_days: float) -> bool:
    if one.completed_day is None:
        return False
    if one.completed_day < one.entered_day:
        raise ValueError(
            f"the last step on day {one.completed_day:g} is before the first on day {one.entered_day:g}; mend it."
        )
    return one.completed_day <= now_day and one.completed_day - one.entered_day <= window_days
