"""Attempts in which nothing may come between, written so that numba can compile them (see quick.py)."""

from __future__ import annotations

from headway.engine.behaviour.loops import NEVER, Array


def strict_loop(  # noqa: PLR0912, PLR0915, PLR0917 - a loop that calls another is compiled only with it
    bounds: Array,
    at_us: Array,
    event: Array,
    table: Array,
    allowed: Array,
    window_us: int,
    since_us: int,
    until_us: int,
    only_first: bool,
    attempt: Array,
    reached: Array,
    times: Array,
    last_start: Array,
    closer: Array,
) -> None:
    """The best attempt of each person at a strict funnel without exclusions; `closer` says whose events of one instant
    have to be looked at more closely, since one of them may fill several steps.

    `table` has the steps of each event, and `allowed` (empty: all) those of each row; `attempt` has room for a time for
    each step.
    """
    count = len(attempt)
    for person in range(len(bounds) - 1):
        first, last = bounds[person], bounds[person + 1]
        best, best_us, chance = 0, NEVER, NEVER
        row = first
        while row < last:
            begin = row
            row += 1
            if not table[event[begin]] & 1 or (len(allowed) and not allowed[begin] & 1):
                continue
            start = at_us[begin]
            if start < since_us or (only_first and best > 0 and start != chance):
                continue
            if start > until_us:
                break
            chance = start
            attempt[0] = start
            filled = 1
            n = begin
            while n > first and at_us[n - 1] == start:
                n -= 1
            while n < last and filled < count:
                at = at_us[n]
                if at - start > window_us:
                    break
                many, mask, several = 0, 0, False
                while n < last and at_us[n] == at:
                    if n != begin:
                        mine = table[event[n]]
                        if len(allowed):
                            mine &= allowed[n]
                        many += 1
                        mask |= mine
                        several = several or mine & (mine - 1) != 0
                    n += 1
                if several and many > 1:
                    closer[person] = True
                before = filled
                while filled < count and mask >> filled & 1:
                    attempt[filled] = at
                    filled += 1
                    if many == 1:
                        break
                if filled == before and at > start:
                    break
            # Whoever comes as far later, or as soon from an earlier beginning, is no better.
            ended = attempt[filled - 1]
            if filled > best or (filled == best and ended == best_us):
                best, best_us = filled, ended
                times[person, :filled] = attempt[:filled]
        if best:
            reached[person] = best
            last_start[person] = chance
