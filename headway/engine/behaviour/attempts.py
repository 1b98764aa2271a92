"""The attempts of one person, walked one by one: for the few histories where no rule for all at once holds.

An attempt begins at an event of the first step (in an unordered funnel: of any step) and fills one step per
event at the earliest instant at which that many steps can be filled; events of one instant count in whichever
order fills most. An excluded event ends it with the first step after it, and whoever gets furthest only so has
made no attempt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from headway.engine.behaviour.rules import Funnel


@dataclass(frozen=True, slots=True)
class Row:
    """One event: when, which steps it may fill (bits), and which exclusions it is (bits)."""

    at_us: int
    steps: int
    excluded: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """When it filled each step (microseconds), and whether an exclusion spoilt it."""

    times: tuple[int, ...]
    is_spoilt: bool = False


def best_attempt(rows: Sequence[Row], funnel: Funnel) -> tuple[int, ...]:
    """The times (microseconds) of the steps of a person's best attempt; empty where there is none that counts.

    `rows` are sorted by time; a strict funnel needs all events of the person, the others those of steps and
    exclusions. The best is the furthest, then the one that was there first, then the one that began last; none
    counts where a spoilt one got further.

    >>> from headway.engine.behaviour.histories import Step
    >>> rows = [Row(0, 1), Row(8, 1), Row(12, 2), Row(15, 4)]
    >>> best_attempt(rows, Funnel((Step("a"), Step("b"), Step("c")), 10))
    (8, 12, 15)
    """
    tried = [_attempt(rows, start, funnel) for start in _starts(rows, funnel)]
    whole = [one.times for one in tried if not one.is_spoilt]
    best = max(whole, key=lambda times: (len(times), -times[-1], times[0]), default=())
    return best if all(len(one.times) <= len(best) for one in tried) else ()


def _starts(rows: Sequence[Row], funnel: Funnel) -> list[int]:
    first = ~0 if funnel.order == "unordered" else 1
    starts = [n for n, row in enumerate(rows) if row.steps & first and _in_range(row.at_us, funnel)]
    if funnel.anchor == "first" and starts:
        return [n for n in starts if rows[n].at_us == rows[starts[0]].at_us]
    return starts


def _in_range(at_us: int, funnel: Funnel) -> bool:
    return (funnel.since_us is None or at_us >= funnel.since_us) and (
        funnel.until_us is None or at_us <= funnel.until_us
    )


def _attempt(rows: Sequence[Row], start: int, funnel: Funnel) -> Attempt:
    instants = _instants(rows, start, rows[start].at_us + funnel.window_us)
    if funnel.order == "unordered":
        times = _in_any_order(instants, rows[start], len(funnel.steps))
        return Attempt(times if _spoilt_us(rows, times, funnel) is None else times[:1])
    times = _in_order(instants, rows[start].at_us, funnel)
    spoilt_us = _spoilt_us(rows, times, funnel)
    if spoilt_us is None:
        return Attempt(times)
    before = sum(at_us <= spoilt_us for at_us in times)
    return Attempt(times[: before + 1], is_spoilt=True)


def _instants(rows: Sequence[Row], start: int, last_us: int) -> list[tuple[int, list[int]]]:
    """From the first event on: each instant with the steps that its other events may fill."""
    found: list[tuple[int, list[int]]] = []
    for n, row in enumerate(rows):
        if n == start or not rows[start].at_us <= row.at_us <= last_us:
            continue
        if not found or found[-1][0] != row.at_us:
            found.append((row.at_us, []))
        found[-1][1].append(row.steps)
    return found


def _in_order(instants: list[tuple[int, list[int]]], start_us: int, funnel: Funnel) -> tuple[int, ...]:
    times = [start_us]
    for at_us, events in instants:
        filled = _filled(events, len(times), len(funnel.steps))
        times += [at_us] * filled
        if len(times) == len(funnel.steps) or (funnel.order == "strict" and not filled and at_us > start_us):
            break
    return tuple(times)


def _filled(events: list[int], first: int, count: int) -> int:
    """How many of the steps from `first` on the events of one instant fill, one event each."""
    taken: dict[int, int] = {}
    for step in range(first, count):
        if not _place(step, events, taken, set()):
            return step - first
    return count - first


def _place(step: int, events: list[int], taken: dict[int, int], seen: set[int]) -> bool:
    """Find an event for a step, moving other steps to other events where that makes room."""
    for n, steps in enumerate(events):
        if steps >> step & 1 and n not in seen:
            seen.add(n)
            if n not in taken or _place(taken[n], events, taken, seen):
                taken[n] = step
                return True
    return False


def _in_any_order(instants: list[tuple[int, list[int]]], start: Row, count: int) -> tuple[int, ...]:
    events, times = [start.steps], [start.at_us]
    holder: dict[int, int] = {}
    _settle(0, events, holder, count, set())
    for at_us, more in instants:
        for steps in more:
            events.append(steps)
            if _settle(len(events) - 1, events, holder, count, set()):
                times.append(at_us)
    return tuple(times)


def _settle(event: int, events: list[int], holder: dict[int, int], count: int, seen: set[int]) -> bool:
    """Find a step for an event, moving other events to other steps where that makes room."""
    for step in range(count):
        if events[event] >> step & 1 and step not in seen:
            seen.add(step)
            if step not in holder or _settle(holder[step], events, holder, count, seen):
                holder[step] = event
                return True
    return False


def _spoilt_us(rows: Sequence[Row], times: tuple[int, ...], funnel: Funnel) -> int | None:
    """When the first exclusion lies between its two steps, or after its first where the second is not reached."""
    found = []
    for place, exclusion in enumerate(funnel.exclusions):
        if len(times) <= exclusion.from_step:
            continue
        start = times[exclusion.from_step]
        done = len(times) > exclusion.to_step
        end = times[exclusion.to_step] if done else times[0] + funnel.window_us + 1
        found += [row.at_us for row in rows if row.excluded >> place & 1 and start < row.at_us < end]
    return min(found, default=None)
