"""What else was otherwise at that time: what began near it, and other numbers that moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

import numpy as np
from django.urls import reverse

from headway.apps.analytics.behaviour.answers import TrendAnswer
from headway.apps.analytics.queries import UsageSummary
from headway.apps.diagnosis.answers import MovedRow
from headway.apps.diagnosis.gathered import Gathered
from headway.apps.diagnosis.periods import Daily, Periods
from headway.apps.metrics.answers import MetricValues
from headway.apps.metrics.kinds import METRIC
from headway.apps.metrics.models import Metric
from headway.apps.reporting.answers import Mark
from headway.apps.reporting.marks import marks_between
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import HeadwayError
from headway.core.perform import ask
from headway.engine.anomalies.since import chance_of

BEFORE, AFTER = timedelta(days=14), timedelta(days=7)
EVENTS_MOST, METRICS_MOST, MOVED_MOST = 12, 12, 8
UNLIKELY = 0.01
ALL_DAYS = 3_660
DAY_LETTERS = len("2026-09-30")


@dataclass(frozen=True)
class Days:
    """Since which day it is another, and the first and last day that is left open."""

    day: date
    earliest: date
    latest: date


def days_of(found: Gathered) -> Days:
    """Since when, as the series says; as asked where it has no step in the days that are compared."""
    first = found.periods.now.first
    since = found.since
    if (
        since is None
        or not found.periods.base.first <= found.daily.day(since.place) <= found.periods.now.last
    ):
        return Days(first, first, first)
    return Days(*(found.daily.day(one) for one in (since.place, since.earliest, since.latest)))


def happenings_near(context: Context, days: Days) -> list[Mark]:
    """What began from two weeks before to a week after."""
    found = marks_between(context, days.earliest - BEFORE, days.latest + AFTER)
    return [one for one in found if one.starts_on >= days.earliest - BEFORE]


def moved_with(context: Context, found: Gathered) -> list[MovedRow]:
    """Other events and metrics whose days differ by more than luck gives once in a hundred, the surest first."""
    series = [*_events(context, found), *_metrics(context, found)]
    return sorted(series, key=lambda one: (one.chance, -abs(one.now - one.before)))[:MOVED_MOST]


def _events(context: Context, found: Gathered) -> Iterator[MovedRow]:
    usage = ask("analytics.usage_summary", {"days": ALL_DAYS}, context)
    assert isinstance(usage, UsageSummary)
    names = [one.event for one in usage.events if one.event not in found.source.steps][:EVENTS_MOST]
    if not names:
        return
    asked = {
        "series": [{"event": name} for name in names], "period": "day",
        "from": found.periods.base.first.isoformat(), "to": found.periods.now.last.isoformat(),
    }  # fmt: skip
    answer = ask("analytics.trend", asked, context)
    assert isinstance(answer, TrendAnswer)
    for name, one in zip(names, answer.series or [], strict=False):
        points = {date.fromisoformat(period[:DAY_LETTERS]): float(value or 0) for period, value in one.points}
        address = f"{reverse('explore:explore', args=[context.workspace.slug])}?" + urlencode(
            {"ask": "trend", "event": name, "math": "total", "period": "day"}
        )
        if row := _moved(points, found.periods, name, "event", address):
            yield row


def _metrics(context: Context, found: Gathered) -> Iterator[MovedRow]:
    others = rows(Metric, context).filter(computable=True).exclude(state=Metric.State.RETIRED)
    for metric in others.exclude(ref=found.source.metric).order_by("ref")[:METRICS_MOST]:
        asked = {
            "metrics": [metric.ref], "by": ["metric_time__day"],
            "from_day": found.periods.base.first.isoformat(), "to_day": found.periods.now.last.isoformat(),
        }  # fmt: skip
        try:
            answer = ask("metrics.metric_value", asked, context)
        except HeadwayError:
            # One that cannot be worked out by day is not known to have moved; its own page says why.
            continue
        assert isinstance(answer, MetricValues)
        points = {
            date.fromisoformat(str(day)[:DAY_LETTERS]): float(value)
            for day, value in answer.rows
            if day and isinstance(value, int | float)
        }
        address = METRIC.address(context.workspace.slug, metric.ref)
        if row := _moved(points, found.periods, metric.label or metric.ref, "metric", address):
            yield row


def _moved(
    points: dict[date, float], periods: Periods, name: str, kind: str, address: str
) -> MovedRow | None:
    if not points:
        return None
    first, last = min(points), max(points)
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    known = np.array([day in points for day in days], dtype=float)
    daily = Daily(first, np.array([points.get(day, 0.0) for day in days]), known)
    base, now = daily.of_span(periods.base), daily.of_span(periods.now)
    chance = chance_of(base, now)
    if chance is None or chance > UNLIKELY:
        return None
    return MovedRow(
        name=name, kind=kind, before=float(base.mean()), now=float(now.mean()), chance=chance, address=address
    )
