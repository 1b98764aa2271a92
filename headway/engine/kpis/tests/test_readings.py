"""Every KPI against a plain reading of its formula, on many small made-up cases."""

from bisect import bisect_left
from collections.abc import Iterator
from math import floor
from random import Random

import numpy as np
import pytest

from headway.engine.kpis.adoption import Exposed, Started, activated, adoption, time_to_value
from headway.engine.kpis.conversion import Entrant, funnel_conversion
from headway.engine.kpis.keeping import (
    attach_level,
    expansion_flow,
    gross_revenue_retention,
    logo_retention,
    net_revenue_retention,
)
from headway.engine.kpis.reliability import (
    Histogram,
    Window,
    budget_left,
    histogram_latency,
    latency,
    merged,
    slo_attainment,
)

CASES = 60
NOW = 40


def cases() -> Iterator[Random]:
    for seed in range(CASES):
        yield Random(seed)


def kaplan_meier(ends: list[tuple[float, bool]], until: float) -> float:
    """The share that ended until then, multiplied out day by day."""
    still = 1.0
    for day in sorted({days for days, over in ends if over and days <= until}):
        at_risk = sum(days >= day for days, _ in ends)
        still *= 1 - sum(over and days == day for days, over in ends) / at_risk
    return 100 * (1 - still)


def test_adoption_as_its_formula_reads() -> None:
    for rng in cases():
        people = [
            Exposed(rng.randint(-5, 45), tuple(rng.uniform(-5, 60) for _ in range(rng.randint(0, 5))))
            for _ in range(rng.randint(1, 12))
        ]
        window, times, distinct = rng.choice([5, 10, 30]), rng.randint(1, 3), rng.random() < 0.5
        ends = []
        for one in people:
            if not (0 <= one.exposed_day < window and one.exposed_day <= NOW):
                continue
            limit = min(one.exposed_day + window, NOW)
            used = sorted(day for day in one.adopted_days if one.exposed_day <= day <= limit)
            if distinct:
                used = [day for n, day in enumerate(used) if floor(day) not in map(floor, used[:n])]
            got = len(used) >= times
            ends.append(((used[times - 1] if got else limit) - one.exposed_day, got))
        found = adoption(people, 0, NOW, window_days=window, times=times, on_distinct_days=distinct)
        assert (found.numerator, found.denominator) == (sum(over for _, over in ends), len(ends))
        assert found.open_windows == sum(not over and days < window for days, over in ends)
        if found.value is not None:
            assert found.value == pytest.approx(kaplan_meier(ends, window))
        else:
            assert not ends or max(days for days, _ in ends) < window


def test_activation_and_time_to_value_as_their_formulas_read() -> None:
    for rng in cases():
        people = []
        for _ in range(rng.randint(1, 12)):
            signup = rng.randint(0, 45)
            people.append(Started(signup, signup + rng.randint(0, 30) if rng.random() < 0.7 else None))
        seen = [one for one in people if one.signup_day <= NOW]
        ends = [
            (one.value_day - one.signup_day, True) if one.value_day is not None and one.value_day <= NOW
            else (NOW - one.signup_day, False)
            for one in seen
        ]  # fmt: skip
        found = activated(people, NOW, window_days=14)
        assert found.numerator == sum(over and days <= 14 for days, over in ends)
        if found.value is not None:
            assert found.value == pytest.approx(kaplan_meier(ends, 14))
        median = time_to_value(people, NOW)
        half = [
            days
            for days in sorted({days for days, over in ends if over})
            if kaplan_meier(ends, days) >= 50 - 1e-9
        ]
        assert (median.value is None) == (not half)
        if median.value is not None:
            later = sorted(days for days, over in ends if over and days > half[0])
            flat = abs(kaplan_meier(ends, half[0]) - 50) < 1e-9 and bool(later)
            assert median.value == pytest.approx((half[0] + later[0]) / 2 if flat else half[0])


def test_retention_and_expansion_as_their_formulas_read() -> None:
    names = "abcdefgh"
    for rng in cases():
        then, now, due = ({one for one in names if rng.random() < 0.5} for _ in range(3))
        kept = [one in now for one in names if one in then and one in due]
        assert logo_retention(then, now, due=due).value == (100 * sum(kept) / len(kept) if kept else None)
        for formula in (expansion_flow, attach_level):
            hits = [one in now for one in names if one in then]
            assert formula(then, now).value == (100 * sum(hits) / len(hits) if hits else None)
        before = {one: float(rng.randint(1, 90)) for one in then}
        after = {one: float(rng.randint(0, 90)) for one in now}
        gross = sum(min(paid, after.get(one, 0)) for one, paid in before.items())
        net = sum(after.get(one, 0) for one in before)
        total = sum(before.values())
        assert gross_revenue_retention(before, after).value == (100 * gross / total if total else None)
        assert net_revenue_retention(before, after).value == (100 * net / total if total else None)


def test_conversion_as_its_formula_reads() -> None:
    for rng in cases():
        entrants = []
        for _ in range(rng.randint(1, 12)):
            day = rng.randint(0, 30)
            entrants.append(Entrant(day, day + rng.randint(0, 20) if rng.random() < 0.6 else None))
        done = [
            one.completed_day is not None
            and one.completed_day <= NOW
            and one.completed_day <= one.entered_day + 12
            for one in entrants
        ]
        found = funnel_conversion(entrants, NOW, window_days=12)
        assert found.value == 100 * sum(done) / len(done)
        still = [not got and one.entered_day + 12 > NOW for one, got in zip(entrants, done, strict=True)]
        assert found.open_windows == sum(still)


def test_attainment_and_budget_as_their_formulas_read() -> None:
    for rng in cases():
        target = rng.choice([0.9, 0.99, 0.999])
        windows = []
        for _ in range(rng.randint(1, 9)):
            total = rng.randint(0, 2000)
            windows.append(Window(total - min(total, rng.randint(0, 20)), total, target))
        told = [one.good / one.total >= target - 1e-12 for one in windows if one.total]
        assert slo_attainment(windows).value == (100 * sum(told) / len(told) if told else None)
        good, total = (sum(getattr(one, name) for one in windows) for name in ("good", "total"))
        left = budget_left(windows).value
        assert left == (pytest.approx(100 * (1 - (1 - good / total) / (1 - target))) if total else None)


def test_latency_of_durations_and_of_histograms_as_the_formula_reads() -> None:
    bounds = (10.0, 25.0, 60.0, 150.0)
    for rng in cases():
        parts = [[rng.expovariate(1 / 30) for _ in range(rng.randint(1, 30))] for _ in range(3)]
        every = [one for part in parts for one in part]
        share = rng.choice([0.5, 0.9, 0.95, 0.99])
        assert latency(every, share).value == pytest.approx(float(np.quantile(every, share)))
        drawn = []
        for part in parts:
            places = [bisect_left(bounds, one) for one in part]
            drawn.append(Histogram(bounds, tuple(places.count(n) for n in range(len(bounds) + 1))))
        found = histogram_latency(merged(drawn), share)
        # The duration of that rank lies in the very bucket that is named.
        ranked = sorted(every)[max(0, -floor(-share * len(every) + 1e-9) - 1)]
        assert found.low is not None
        assert found.low <= ranked <= (found.high if found.high is not None else ranked)
