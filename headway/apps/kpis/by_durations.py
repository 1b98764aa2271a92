"""K12 on a table of durations or of histograms of them, which is read once for all periods."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from headway.apps.kpis.answers import BehindRow, State
from headway.apps.kpis.counted import Counted
from headway.apps.kpis.formulas import Asked
from headway.apps.kpis.spans import Span
from headway.apps.kpis.tables import between, columns_checked, day_number, number, read, text
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.engine.kpis.answer import Kpi
from headway.engine.kpis.reliability import (
    Histogram,
    endpoints_within,
    histogram_latency,
    is_within,
    latency,
    merged,
)

NO_ENDPOINT = ""


@dataclass(frozen=True)
class Timed:
    """How slow all requests of a period were, and those of each endpoint where the table tells them apart."""

    whole: Kpi
    endpoints: Mapping[str, Kpi] = field(default_factory=dict)


def slowness(context: Context, asked: Asked, spans: Sequence[Span], period: str) -> list[Counted]:
    """K12 over all requests; which share of endpoints is within the threshold is told beside it."""
    label = f"Endpoints within {asked['threshold_ms']:g} ms"
    return [
        Counted(one.whole, ((label, _within(asked, one)),) if one.endpoints else (), _told(asked, one))
        for one in _timed(context, "latency", asked, spans)
    ]


def endpoints(context: Context, asked: Asked, spans: Sequence[Span], period: str) -> list[Counted]:
    """K12, the share of endpoints within the threshold; the quantile of all requests is told beside it."""
    label = f"p{asked['quantile_percent']:g} of all requests"
    return [
        Counted(_within(asked, one), ((label, one.whole),), _told(asked, one))
        for one in _timed(context, "endpoints_within", asked, spans)
    ]


def _within(asked: Asked, found: Timed) -> Kpi:
    return endpoints_within(found.endpoints, asked["threshold_ms"])


def _told(asked: Asked, found: Timed) -> Callable[[], list[BehindRow]]:
    return lambda: [_endpoint(asked, name, one) for name, one in sorted(found.endpoints.items())]


def _endpoint(asked: Asked, name: str, one: Kpi) -> BehindRow:
    fits = is_within(one, asked["threshold_ms"])
    state: State = "open" if fits is None else "counted" if fits else "not"
    return BehindRow(name=name or "(none)", state=state, value=one.value, unit="ms", n=one.n, note=one.reason)


def _timed(context: Context, formula: str, asked: Asked, spans: Sequence[Span]) -> list[Timed]:
    has = columns_checked(context, formula, asked)
    try:
        return (_single if "duration_ms" in has else _added)(context, asked, spans, "endpoint" in has)
    except ValueError as error:
        raise Invalid(f"The table {asked['table']} cannot be counted: {error}") from error


def _columns(
    context: Context, asked: Asked, spans: Sequence[Span], is_told_apart: bool, *numbers: str
) -> list[NDArray[Any]]:
    """The days, the endpoints and the numbers of the rows that were asked for."""
    name = f"coalesce({text('endpoint')}, '')" if is_told_apart else f"'{NO_ENDPOINT}'"
    found = read(context, asked, [day_number("day"), name, *map(number, numbers)], between(spans))
    found = [np.ma.filled(one, np.nan) if one.dtype.kind == "f" else np.asarray(one) for one in found]
    if wanted := asked.get("endpoint"):
        found = [one[found[1] == wanted] for one in found]
    return found


def _single(context: Context, asked: Asked, spans: Sequence[Span], is_told_apart: bool) -> list[Timed]:
    """Each row is one request."""
    days, names, durations = _columns(context, asked, spans, is_told_apart, "duration_ms")
    known = ~np.isnan(durations)
    days, durations = days[known], durations[known]
    named, codes = np.unique(names[known], return_inverse=True)
    share = asked["quantile_percent"] / 100
    found = []
    for span in spans:
        at = (days >= span.since.toordinal()) & (days <= span.until.toordinal())
        inside, who = durations[at], codes[at]
        each = {str(named[one]): latency(inside[who == one], share) for one in np.unique(who)}
        found.append(Timed(latency(inside, share), each if is_told_apart else {}))
    return found


def _added(context: Context, asked: Asked, spans: Sequence[Span], is_told_apart: bool) -> list[Timed]:
    """Each row is one bucket of the histogram of one endpoint on one day."""
    days, names, bounds, counts = _columns(context, asked, spans, is_told_apart, "bound_ms", "count")
    known = ~np.isnan(counts)
    columns = (days, names, np.where(np.isnan(bounds), inf, bounds), counts)
    buckets: dict[tuple[int, str], dict[float, int]] = {}
    for day, name, bound, count in zip(*(one[known].tolist() for one in columns), strict=True):
        own = buckets.setdefault((day, name), {})
        own[bound] = own.get(bound, 0) + int(count)
    drawn = {key: _histogram(one) for key, one in buckets.items()}
    return [_merged(asked, drawn, one, is_told_apart) for one in spans]


def _histogram(buckets: dict[float, int]) -> Histogram:
    bounds = tuple(sorted(one for one in buckets if one < inf))
    return Histogram(bounds, (*(buckets[one] for one in bounds), buckets.get(inf, 0)))


def _merged(
    asked: Asked, drawn: Mapping[tuple[int, str], Histogram], span: Span, is_told_apart: bool
) -> Timed:
    first, last = span.since.toordinal(), span.until.toordinal()
    inside: dict[str, list[Histogram]] = {}
    for (day, name), one in drawn.items():
        if first <= day <= last:
            inside.setdefault(name, []).append(one)
    share = asked["quantile_percent"] / 100
    if not inside:
        return Timed(latency([], share))
    whole = histogram_latency(merged([one for some in inside.values() for one in some]), share)
    each = {name: histogram_latency(merged(some), share) for name, some in inside.items()}
    return Timed(whole, each if is_told_apart else {})


WORKS = {"latency": slowness, "endpoints_within": endpoints}
