"""Walks through histories person by person, written so that numba can compile them (see quick.py).

Each takes the first row of each person (and the end of the last), columns of rows, and arrays that it fills. Steps
are bits of whole numbers of 64 bits with a sign, since numba makes a fraction of one with and one without.
"""

from __future__ import annotations

from typing import Any

import numpy as np

# mypy has no types for what is compiled, and the loops take columns of several widths.
Array = Any
NEVER, LATEST = np.iinfo(np.int64).min, np.iinfo(np.int64).max
TIED_MOST = 64


def funnel_loop(  # noqa: PLR0912, PLR0915, PLR0917 - a loop that calls another is compiled only with it
    bounds: Array,
    at_us: Array,
    event: Array,
    table: Array,
    allowed: Array,
    window_us: int,
    since_us: int,
    until_us: int,
    only_first: bool,
    picked: Array,
    ats: Array,
    masks: Array,
    carried: Array,
    reached: Array,
    times: Array,
    last_start: Array,
    closer: Array,
) -> None:
    """The best attempt of each person at an ordered funnel without exclusions; `closer` says whose events of one
    instant have to be looked at more closely.

    `table` has the steps of each event, and `allowed` (empty: all) those of each row; `picked`, `ats`,
    `masks` hold the events of one person, `carried` per step the latest beginning of an attempt that has come so far.
    """
    for person in range(len(bounds) - 1):
        found = 0
        # Without a branch, since which row fits is as good as chance.
        for row in range(bounds[person], bounds[person + 1]):
            picked[found] = row
            found += table[event[row]] != 0
        kept = 0
        several = False
        muddled = False
        collecting = False
        skipped_us = NEVER
        n = 0
        while n < found:
            row = picked[n]
            n += 1
            mask = table[event[row]]
            if len(allowed):
                mask &= allowed[row]
            at = at_us[row]
            if mask == 0 or at < since_us:
                continue
            if at - window_us > until_us:
                break
            if not collecting:
                if not mask & 1:
                    skipped_us = at
                    continue
                collecting = True
                if skipped_us == at:
                    # What came before the first step, but in the same instant, counts after all.
                    while n > 1 and at_us[picked[n - 2]] == at:
                        n -= 1
                    n -= 1
                    continue
            several_now = mask & (mask - 1) != 0
            place = kept
            if kept and ats[kept - 1] == at:
                several = several or several_now
                if several and masks[kept - 1] != mask:
                    muddled = True
                # Rows of one instant stand in the order of their steps.
                while place and ats[place - 1] == at and masks[place - 1] > mask:
                    ats[place] = ats[place - 1]
                    masks[place] = masks[place - 1]
                    place -= 1
                if kept - place > TIED_MOST:
                    muddled = True
                    break
            else:
                several = several_now
            ats[place] = at
            masks[place] = mask
            kept += 1
        if muddled:
            closer[person] = True
            continue
        if kept == 0:
            continue
        carried[:] = NEVER
        best, best_at, start = 0, NEVER, NEVER
        for n in range(kept):
            at, mask = ats[n], masks[n]
            # From the last step down, since an event fills one step of an attempt.
            left = mask
            step = len(carried) - 1
            while left > 1:
                while left >> step == 0:
                    step -= 1
                left -= 1 << step
                if step:
                    begun = carried[step - 1]
                    if begun != NEVER and at - begun <= window_us:
                        carried[step] = begun
                        if step >= best or (step + 1 == best and at == best_at):
                            best, best_at, start = step + 1, at, begun
            if mask & 1 and at <= until_us and not (only_first and carried[0] != NEVER):
                carried[0] = at
                if best == 0:
                    best, best_at, start = 1, at, at
        if best == 0:
            continue
        reached[person] = best
        last_start[person] = carried[0]
        n = 0
        while ats[n] != start or not masks[n] & 1:
            n += 1
        times[person, 0] = start
        step = 1
        while step < best:
            n += 1
            if masks[n] >> step & 1:
                times[person, step] = ats[n]
                step += 1


def steps_loop(  # noqa: PLR0912, PLR0915, PLR0917 - a loop that calls another is compiled only with it
    bounds: Array,
    rows: Array,
    at_us: Array,
    begins: Array,
    ends: Array,
    window_us: int,
    since_us: int,
    until_us: int,
    only_first: bool,
    place: Array,
    hits: Array,
    begun: Array,
    who: Array,
    reached: Array,
    last_start: Array,
    times: Array,
) -> int:
    """The best attempt of each person at an ordered funnel no event of which fills two steps; gives how many people
    made one.

    `rows[begins[n]:ends[n]]` are the numbers of the rows of step n, and `at_us` when they were; `place` has room for
    one number per step, `hits` and `begun` for two times as many as one person has rows. `times` may be empty: then
    nobody asks for them.
    """
    count = len(begins)
    place[:] = begins
    filling = len(times) > 0
    found = 0
    for person in range(len(bounds) - 1):
        n, end = place[0], ends[0]
        if n == end:
            break
        first, last = bounds[person], bounds[person + 1]
        if rows[n] >= last:
            continue
        kept = 0
        while n < end and rows[n] < last:
            at = at_us[n]
            n += 1
            if since_us <= at <= until_us and not (only_first and kept > 0):
                hits[0, kept] = at
                begun[0, kept] = at
                kept += 1
        place[0] = n
        if kept == 0:
            continue
        chance = hits[0, kept - 1]
        far = 1
        start = hits[0, 0]
        before, now = 0, 1
        for step in range(1, count):
            n, end = place[step], ends[step]
            while n < end and rows[n] < first:
                n += 1
            # Where the person's rows begin, for the times.
            place[step] = n
            earlier = kept
            kept, seen = 0, 0
            while n < end and rows[n] < last:
                at = at_us[n]
                n += 1
                # Of all attempts that have come so far the latest has the most of its window left.
                while seen < earlier and hits[before, seen] <= at:
                    seen += 1
                if seen > 0 and at - begun[before, seen - 1] <= window_us:
                    hits[now, kept] = at
                    begun[now, kept] = begun[before, seen - 1]
                    kept += 1
            if kept == 0:
                break
            far = step + 1
            start = begun[now, 0]
            before, now = now, before
        who[found] = person
        reached[found] = far
        last_start[found] = chance
        if filling:
            at = start
            times[found, 0] = at
            for step in range(1, far):
                n = place[step]
                while at_us[n] < at:
                    n += 1
                at = at_us[n]
                times[found, step] = at
        found += 1
    return found


def touched_loop(  # noqa: PLR0917 - compiled loops take no names
    bounds: Array,
    who: Array,
    rows: Array,
    at_us: Array,
    begins: Array,
    ends: Array,
    codes: Array,
    since_us: int,
    until_us: int,
    backwards: bool,
    found: Array,
) -> None:
    """For each of `who` the code of the first event of a step in the range that has one, or backwards of the last;
    `rows[begins[n]:ends[n]]` are the numbers of the rows of step n, and `at_us` when they were."""
    place = begins.copy()
    ranged = since_us != NEVER or until_us != LATEST
    for one in range(len(who)):
        first, last = bounds[who[one]], bounds[who[one] + 1]
        best = -1
        for step in range(len(begins)):
            n, end = place[step], ends[step]
            while n < end and rows[n] < first:
                n += 1
            place[step] = n
            while n < end and rows[n] < last:
                row = rows[n]
                if best >= 0 and not backwards and row > best:
                    break
                # Times are only read where they are asked about: they are twice as wide as all the rest.
                fits = codes[row] >= 0 and (not ranged or since_us <= at_us[n] <= until_us)
                n += 1
                if fits and (best < 0 or (row > best) == backwards):
                    best = row
        if best >= 0:
            found[one] = codes[best]
