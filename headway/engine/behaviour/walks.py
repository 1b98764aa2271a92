"""Funnels of everybody at once, in time linear in events and steps.

Of all attempts that have filled some steps the one that began last has the most of its window left, so one
number per row is enough: the latest beginning of an attempt that has come this far. Rows of one instant stand in
the order of their steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from headway.engine.behaviour.histories import Codes, Flags, Longs, Masks, with_bit
from headway.engine.behaviour.rules import Funnel

CHUNK_ROWS = 1 << 18
KEY_MOST = 1 << 62
# Rows of a step that are this rare among all are looked up one by one, which is faster than counting through.
RARE = 6


@dataclass(frozen=True, slots=True)
class Rows:
    """The events that may fill steps: person (sorted), time (sorted within a person), and which steps."""

    person: Codes
    at_us: Longs
    masks: Masks


@dataclass(frozen=True)
class Walks:
    """Per person of `person`: how many steps the best attempt filled, and `times_us`, when (columns beyond are 0)."""

    person: Codes
    reached: Codes
    times: Longs | Callable[[], Longs]

    @cached_property
    def times_us(self) -> Longs:
        return self.times() if callable(self.times) else self.times

    def only(self, at: Flags | Longs) -> Walks:
        """The walks of some of them."""
        return Walks(self.person[at], self.reached[at], lambda: self.times_us[at])


def ordered_walks(rows: Rows, starts: Flags, funnel: Funnel) -> Walks:
    """The best attempts where no event fills two steps, or no two events share an instant; `starts` flags the
    rows that may begin an attempt. No exclusions."""
    rows, starts = _by_step_within_instants(rows, starts)
    if funnel.anchor == "first":
        starts = starts & _firsts(rows.person, starts)
    cuts = _cuts(rows, funnel.window_us)
    found = [
        _chunk(Rows(rows.person[a:b], rows.at_us[a:b], rows.masks[a:b]), starts[a:b], funnel) for a, b in cuts
    ]
    return joined(found, len(funnel.steps))


def strict_walks(rows: Rows, starts: Flags, funnel: Funnel) -> Walks:
    """The best attempts of consecutive events, for people no two of whose events share an instant."""
    if funnel.anchor == "first":
        starts = starts & _firsts(rows.person, starts)
    count = len(funnel.steps)
    begun = np.flatnonzero(starts)
    reached = np.ones(len(begun), np.int64)
    going = np.arange(len(begun))
    for step in range(1, count):
        row = begun[going] + step
        going, row = going[row < len(rows.person)], row[row < len(rows.person)]
        first = begun[going]
        fits = (rows.person[row] == rows.person[first]) & with_bit(rows.masks[row], step)
        fits &= rows.at_us[row] - rows.at_us[first] <= funnel.window_us
        going = going[fits]
        reached[going] = step + 1
    return _furthest(rows, begun, reached, count)


def joined(parts: list[Walks], count: int) -> Walks:
    """Several walks as one, by person."""
    if not parts:
        return Walks(np.empty(0, np.int64), np.empty(0, np.int64), np.empty((0, count), np.int64))
    person = np.concatenate([one.person for one in parts])
    if (np.diff(person) > 0).all():
        reached = np.concatenate([one.reached for one in parts])
        return Walks(person, reached, np.concatenate([one.times_us for one in parts]))
    order = np.argsort(person, kind="stable")
    reached = np.concatenate([one.reached for one in parts])
    return Walks(person[order], reached[order], np.concatenate([one.times_us for one in parts])[order])


def tied(rows: Rows) -> Flags:
    """Rows that share person and instant with the row before."""
    flags = np.zeros(len(rows.person), np.bool_)
    flags[1:] = (rows.person[1:] == rows.person[:-1]) & (rows.at_us[1:] == rows.at_us[:-1])
    return flags


def _by_step_within_instants(rows: Rows, starts: Flags) -> tuple[Rows, Flags]:
    same = tied(rows)
    same[1:] &= rows.masks[1:] < rows.masks[:-1]
    if not same.any():
        return rows, starts
    order = np.lexsort((rows.masks, rows.at_us, rows.person))
    return Rows(rows.person[order], rows.at_us[order], rows.masks[order]), starts[order]


def _firsts(person: Codes, starts: Flags) -> Flags:
    flags = np.zeros(len(person), np.bool_)
    begun = np.flatnonzero(starts)
    if len(begun):
        new = np.ones(len(begun), np.bool_)
        new[1:] = person[begun[1:]] != person[begun[:-1]]
        flags[begun[new]] = True
    return flags


def _cuts(rows: Rows, window_us: int) -> list[tuple[int, int]]:
    """Ranges of rows that hold whole people, small enough for the cache and for keys of 62 bits."""
    count = len(rows.person)
    if not count:
        return []
    span = int(rows.at_us.max()) - int(rows.at_us.min()) + window_us + 2
    people_most = max(1, KEY_MOST // span)
    cuts, start = [], 0
    while start < count:
        end = min(count, start + CHUNK_ROWS)
        if end < count:
            end = int(np.searchsorted(rows.person, rows.person[end - 1], "right"))
        last = int(rows.person[start]) + people_most
        end = min(end, int(np.searchsorted(rows.person, min(last, np.iinfo(np.int32).max), "left")))
        cuts.append((start, end))
        start = end
    return cuts


def _chunk(rows: Rows, starts: Flags, funnel: Funnel) -> Walks:
    person = rows.person.astype(np.int64) - int(rows.person[0])
    since = rows.at_us - rows.at_us.min()
    stride = int(since.max()) + funnel.window_us + 2
    key = person * stride + since
    never = -funnel.window_us - 2
    begun = np.flatnonzero(starts)
    firsts = begun[::-1]
    people = int(person[-1]) + 1
    reached, start_key = np.zeros(people, np.int64), np.full(people, never)
    reached[person[firsts]], start_key[person[firsts]] = 1, key[firsts]
    fitting, hits, begins = [begun], begun, key[begun]
    for step in range(1, len(funnel.steps)):
        rows_of = np.flatnonzero(with_bit(rows.masks, step))
        fitting.append(rows_of)
        before = _latest_before(rows_of, hits, begins, len(key), never)
        good = key[rows_of] - before <= funnel.window_us
        hits, begins = rows_of[good], before[good]
        if not len(hits):
            break
        # Written last to first, so that the first to come this far is what stays.
        who = person[hits[::-1]]
        reached[who], start_key[who] = step + 1, _last_of_instant(key[hits], begins)[::-1]
    return _timed(rows, key, fitting, (reached, start_key), len(funnel.steps))


def _latest_before(rows: Longs, hits: Longs, begins: Longs, count: int, never: int) -> Longs:
    """For each row the beginning of the last hit before it: an event fills one step of an attempt, so the row
    itself does not count, and the last to come this far is one that began last."""
    if len(rows) * RARE < count:
        place: Longs = np.searchsorted(hits, rows)
    else:
        flags = np.zeros(count + 1, np.int64)
        flags[hits + 1] = 1
        place = np.cumsum(flags)[rows]
    latest: Longs = np.concatenate(([never], begins))[place]
    return latest


def _last_of_instant(key: Longs, begins: Longs) -> Longs:
    """The latest beginning among the rows of each person's instant."""
    ends = np.append(key[1:] != key[:-1], True)
    if ends.all():
        return begins
    latest: Longs = begins[ends][np.cumsum(ends) - ends]
    return latest


def _timed(rows: Rows, key: Longs, fitting: list[Longs], best: tuple[Longs, Longs], count: int) -> Walks:
    """When the best attempts, each so far and begun at such a key, filled their steps."""
    reached, start_key = best
    who = np.flatnonzero(reached)
    times = np.zeros((len(who), count), np.int64)
    row = fitting[0][np.searchsorted(key[fitting[0]], start_key[who])] if len(who) else who
    times[:, 0] = rows.at_us[row]
    going = np.arange(len(who))
    for step in range(1, count):
        far = reached[who[going]] > step
        going, row = going[far], row[far]
        if not len(going):
            break
        row = fitting[step][np.searchsorted(fitting[step], row, "right")]
        times[going, step] = rows.at_us[row]
    return Walks(who + int(rows.person[0]), reached[who], times)


def _furthest(rows: Rows, begun: Longs, reached: Longs, count: int) -> Walks:
    """Of each person's attempts the furthest, then the first to be there."""
    order = np.lexsort((rows.at_us[begun + reached - 1], -reached, rows.person[begun]))
    begun, reached = begun[order], reached[order]
    new = np.ones(len(begun), np.bool_)
    new[1:] = rows.person[begun[1:]] != rows.person[begun[:-1]]
    begun, reached = begun[new], reached[new]
    times = np.zeros((len(begun), count), np.int64)
    for step in range(count):
        far = reached > step
        times[far, step] = rows.at_us[begun[far] + step]
    return Walks(rows.person[begun].astype(np.int64), reached, times)
