"""Attempts tried from each beginning, written so that numba can compile them (see quick.py)."""

from __future__ import annotations

from headway.engine.behaviour.loops import LATEST, NEVER, Array


def attempts_loop(  # noqa: PLR0912, PLR0915, PLR0917 - a loop that calls another is compiled only with it
    bounds: Array,
    rows: Array,
    at_us: Array,
    begins: Array,
    ends: Array,
    between: Array,
    window_us: int,
    since_us: int,
    until_us: int,
    only_first: bool,
    unordered: bool,
    place: Array,
    stops: Array,
    moved: Array,
    attempt: Array,
    best: Array,
    who: Array,
    reached: Array,
    last_start: Array,
    times: Array,
) -> int:
    """The best attempt of each person at a funnel with exclusions or in any order, no event of which fills two steps;
    gives how many people made one.

    `rows[begins[n]:ends[n]]` are the numbers of the rows of the steps, then of the exclusions, and `at_us` when they
    were; `between` has the two steps of each exclusion. `place`, `stops`, `moved` have room for a number for each of
    these, `attempt` and `best` for one per step. `times` may be empty: then nobody asks for them. Whoever got further
    in a spoilt attempt has made none.
    """
    count = len(attempt)
    kinds = count if unordered else 1
    place[:] = begins
    found = 0
    for person in range(len(bounds) - 1):
        first, last = bounds[person], bounds[person + 1]
        for one in range(len(begins)):
            n = place[one]
            while n < ends[one] and rows[n] < first:
                n += 1
            place[one] = n
            while n < ends[one] and rows[n] < last:
                n += 1
            stops[one] = n
        first_us, chance = LATEST, NEVER
        for step in range(kinds):
            for n in range(place[step], stops[step]):
                if since_us <= at_us[n] <= until_us:
                    first_us = min(first_us, at_us[n])
                    chance = max(chance, at_us[n])
        if chance == NEVER:
            continue
        far, best_us, best_start = 0, LATEST, NEVER
        spoilt_far = 0
        for step in range(kinds):
            # What comes first after a beginning never comes earlier after a later one.
            moved[:] = place
            for n in range(place[step], stops[step]):
                start = at_us[n]
                if start < since_us or start > until_us or (only_first and start > first_us):
                    continue
                attempt[0] = start
                filled = 1
                for other in range(count):
                    if other == step:
                        continue
                    before = start if unordered else attempt[filled - 1]
                    m = moved[other]
                    while m < stops[other] and at_us[m] < before:
                        m += 1
                    moved[other] = m
                    if m == stops[other] or at_us[m] - start > window_us:
                        if unordered:
                            continue
                        break
                    at = at_us[m]
                    m = filled
                    while attempt[m - 1] > at:
                        attempt[m] = attempt[m - 1]
                        m -= 1
                    attempt[m] = at
                    filled += 1
                spoilt_us = LATEST
                for one in range(len(between)):
                    opened, closed = between[one, 0], between[one, 1]
                    if filled <= opened:
                        continue
                    end = attempt[closed] if filled > closed else start + window_us + 1
                    m = moved[count + one]
                    while m < stops[count + one] and at_us[m] <= attempt[opened]:
                        m += 1
                    moved[count + one] = m
                    if m < stops[count + one] and at_us[m] < end:
                        spoilt_us = min(spoilt_us, at_us[m])
                if spoilt_us < LATEST and unordered:
                    filled = 1
                elif spoilt_us < LATEST:
                    m = 1
                    while m < filled and attempt[m - 1] <= spoilt_us:
                        m += 1
                    spoilt_far = max(spoilt_far, m)
                    continue
                at = attempt[filled - 1]
                if filled > far or (
                    filled == far and (at < best_us or (at == best_us and start > best_start))
                ):
                    far, best_us, best_start = filled, at, start
                    best[:] = attempt
        if far == 0 or far < spoilt_far:
            continue
        who[found] = person
        reached[found] = far
        last_start[found] = first_us if only_first else chance
        if len(times) > 0:
            times[found, :far] = best[:far]
        found += 1
    return found
