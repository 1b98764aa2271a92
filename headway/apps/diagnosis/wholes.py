"""Why a number is shown only as a whole, or its day only as a range."""

from headway.engine.anomalies.since import Since
from headway.engine.metrics.model import Metric

ADDED = ("sum", "count", "count_distinct", "sum_boolean")
WEEK, FEW_A_DAY = 7, 30.0


def whole_only(metric: Metric, agg: str) -> str:
    """Why the parts of a metric do not add up to it, and what to ask instead; empty where they do.

    >>> whole_only(Metric("wait", "simple", "Wait"), "median")
    'It is the median of its rows, and those of parts do not add up to that of all; only the whole is shown.'
    """
    if metric.type == "simple" and agg in ADDED:
        return ""
    said = {
        "simple": f"It is the {agg.replace('_', ' ')} of its rows, and those of parts do not add up to that of all",
        "ratio": "What it divides is filtered or shifted, so that its parts do not add up to it; ask about both sides",
        "derived": f"It is worked out from {', '.join(one.name for one in metric.inputs)} by a formula, and parts of "
        "those do not add up to it; ask why each of them changed",
        "cumulative": "Each day of it holds the days before, so that a change is older than the day it shows on; ask "
        "about a metric that counts each day by itself",
        "conversion": "It counts who gets from one event to another within a time; ask about those events as steps",
    }
    return f"{said[metric.type]}; only the whole is shown."


def range_note(since: Since | None, counted_a_day: float) -> list[str]:
    """That the day is known only as a range, where it may lie anywhere in more than a week.

    >>> range_note(Since(40, 30, 50, 2.0, 1.0), 1.5)[0][:42]
    'With 1.5 counted a day, the day on which i'
    >>> range_note(Since(40, 38, 42, 2.0, 1.0), 1.5)
    []
    """
    if since is None or since.latest - since.earliest < WEEK:
        return []
    days = since.latest - since.earliest + 1
    few = (
        f"With {counted_a_day:,.3g} counted a day"
        if counted_a_day < FEW_A_DAY
        else "As much as its days differ"
    )
    words = f"the day on which it turned is only known to lie within {days} days; what happened in all of them counts"
    return [f"{few}, {words}."]
