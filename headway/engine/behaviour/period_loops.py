"""Periods and uptake counted person by person, written so that numba can compile them (see quick.py).

Rows are given by their numbers and when they were; `bounds` are the first rows of the people and the end of the last.
"""

from __future__ import annotations

from headway.engine.behaviour.loops import LATEST, Array


def periods_loop(  # noqa: PLR0917 - compiled loops take no names
    bounds: Array, rows: Array, at_us: Array, every: bool, edges: Array, many: Array, people: Array
) -> None:
    """How many of the rows lie in each period, and of how many people; `every`: of all rows, else of those whose
    numbers are in `rows`."""
    count = len(edges) - 1
    per_us = count / (edges[count] - edges[0])
    n, end = (bounds[0], bounds[-1]) if every else (0, len(rows))
    for person in range(len(bounds) - 1):
        last = bounds[person + 1]
        before = -1
        while n < end:
            if (n if every else rows[n]) >= last:
                break
            at = at_us[n]
            n += 1
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


def active_loop(  # noqa: PLR0917 - compiled loops take no names
    bounds: Array, rows: Array, at_us: Array, every: bool, edges: Array, found: Array
) -> None:
    """Who (down) has one of the rows in which period (across); `every`: of all rows, else of those whose numbers are
    in `rows`."""
    count = len(edges) - 1
    per_us = count / (edges[count] - edges[0])
    n, end = (bounds[0], bounds[-1]) if every else (0, len(rows))
    for person in range(len(bounds) - 1):
        last = bounds[person + 1]
        before = -1
        while n < end:
            if (n if every else rows[n]) >= last:
                break
            at = at_us[n]
            n += 1
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


def firsts_loop(bounds: Array, rows: Array, found: Array) -> None:
    """Which of the rows, given by their numbers, are the first of their person."""
    person, before = 0, -1
    for n in range(len(rows)):
        while bounds[person + 1] <= rows[n]:
            person += 1
        found[n] = person != before
        before = person


def adoption_loop(  # noqa: PLR0917 - compiled loops take no names
    bounds: Array,
    exposures: Array,
    exposed_us: Array,
    uses: Array,
    used_us: Array,
    as_of_us: int,
    times: int,
    who: Array,
    since: Array,
    took: Array,
) -> int:
    """When each person was first exposed, and how long after that the uses were `times` in number; gives how many
    people were exposed. Both by the numbers of their rows, and when they were."""
    n, used, person, found = 0, 0, 0, 0
    while n < len(exposures):
        row, met_us = exposures[n], exposed_us[n]
        while bounds[person + 1] <= row:
            person += 1
        first, last = bounds[person], bounds[person + 1]
        while n < len(exposures) and exposures[n] < last:
            n += 1
        if met_us > as_of_us:
            continue
        who[found] = person
        since[found] = met_us
        took[found] = LATEST
        while used < len(uses) and uses[used] < first:
            used += 1
        many = 0
        while used < len(uses) and uses[used] < last:
            at = used_us[used]
            used += 1
            if at > as_of_us:
                break
            # Uses of the same instant count, whichever comes first.
            if at >= met_us:
                many += 1
                if many == times:
                    took[found] = at - met_us
                    break
        found += 1
    return found
