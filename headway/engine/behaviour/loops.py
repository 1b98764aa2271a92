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


def touched_loop(  # noqa: PLR0917 - compiled loops take no names
    bounds: Array,
    at_us: Array,
    event: Array,
    table: Array,
    allowed: Array,
    codes: Array,
    since_us: int,
    until_us: int,
    backwards: bool,
    found: Array,
) -> None:
    """Per person the code of the first event of a step in the range that has one, or backwards of the last."""
    # A time that need not be looked at is one wait for memory less per person.
    always = since_us == NEVER and until_us == LATEST
    for person in range(len(bounds) - 1):
        first, last = bounds[person], bounds[person + 1]
        for place in range(last - first):
            row = last - 1 - place if backwards else first + place
            mask = table[event[row]]
            if mask and len(allowed):
                mask &= allowed[row]
            if mask and codes[row] >= 0 and (always or since_us <= at_us[row] <= until_us):
                found[person] = codes[row]
                break


def periods_loop(  # noqa: PLR0917 - compiled loops take no names
    bounds: Array, at_us: Array, rows: Array, edges: Array, many: Array, people: Array
) -> None:
    """How many of the rows lie in each period, and of how many people."""
    count = len(edges) - 1
    per_us = count / (edges[count] - edges[0])
    for person in range(len(bounds) - 1):
        before = -1
        for row in range(bounds[person], bounds[person + 1]):
            if not rows[row]:
                continue
            at = at_us[row]
            if at < edges[0] or at >= edges[count]:
                continue
            if before < 0 or at >= edges[before + 1]:
                period = min(int((at - edges[0]) * per_us), count - 1)
                while at < edges[period]:
                    period -= 1
                while at >= edges[period + 1]:
                    period += 1
                before = period
                people[period] += 1
            many[before] += 1


def active_loop(bounds: Array, at_us: Array, rows: Array, edges: Array, found: Array) -> None:
    """Who (down) has one of the rows in which period (across)."""
    count = len(edges) - 1
    per_us = count / (edges[count] - edges[0])
    for person in range(len(bounds) - 1):
        before = -1
        for row in range(bounds[person], bounds[person + 1]):
            if not rows[row]:
                continue
            at = at_us[row]
            if at < edges[0] or at >= edges[count] or (before >= 0 and at < edges[before + 1]):
                continue
            period = min(int((at - edges[0]) * per_us), count - 1)
            while at < edges[period]:
                period -= 1
            while at >= edges[period + 1]:
                period += 1
            before = period
            found[person, period] = True


def pairs_loop(down: Array, across: Array, found: Array) -> None:
    """For each pair of columns in how many rows both are set."""
    for row in range(len(down)):
        for first in range(down.shape[1]):
            if down[row, first]:
                for second in range(across.shape[1]):
                    found[first, second] += across[row, second]


def adoption_loop(  # noqa: PLR0917 - compiled loops take no names
    bounds: Array,
    at_us: Array,
    exposures: Array,
    uses: Array,
    as_of_us: int,
    times: int,
    since: Array,
    took: Array,
) -> None:
    """When each person was first exposed, and how long after that the uses were `times` in number."""
    for person in range(len(bounds) - 1):
        first, last = bounds[person], bounds[person + 1]
        row = first
        while row < last and not exposures[row]:
            row += 1
        if row == last or at_us[row] > as_of_us:
            continue
        met_us = at_us[row]
        since[person] = met_us
        # Uses of the same instant count, whichever comes first.
        while row > first and at_us[row - 1] == met_us:
            row -= 1
        used = 0
        while row < last:
            if uses[row]:
                if at_us[row] > as_of_us:
                    break
                used += 1
                if used == times:
                    took[person] = at_us[row] - met_us
                    break
            row += 1
