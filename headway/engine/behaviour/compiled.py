"""Funnels by the compiled loops: what they are given, and what they give back."""

from __future__ import annotations

import numpy as np

from headway.engine.behaviour.attempt_loops import attempts_loop
from headway.engine.behaviour.histories import (
    MISSING,
    Codes,
    Flags,
    Histories,
    Longs,
    Step,
    step_masks,
)
from headway.engine.behaviour.loops import LATEST, funnel_loop, steps_loop, touched_loop
from headway.engine.behaviour.loops import NEVER as EARLIEST
from headway.engine.behaviour.parts import Part, over_people
from headway.engine.behaviour.quick import Loop, quick
from headway.engine.behaviour.rows import StepRows, rows_of_steps
from headway.engine.behaviour.rules import Funnel
from headway.engine.behaviour.strict_loops import strict_loop
from headway.engine.behaviour.walks import Walks

STEPS_MOST = 62
Compiled = tuple[Walks, Flags, Flags]
Told = tuple[Codes, Codes, Longs, Longs]


def walks_by_steps(
    histories: Histories, rules: Funnel, as_of_us: int | None, timed: bool
) -> tuple[Walks, Flags] | None:
    """The best attempts, and whose last window is not over, from the rows of the steps alone.

    None where no compiled loop answers such a funnel: it needs more than those rows (strict order, steps or exclusions
    that may be any event), or an event may fill two steps.
    """
    names = {step.event for step in rules.steps}
    alone = None not in names and len(names) == len(rules.steps) <= STEPS_MOST
    if not alone or rules.order == "strict" or None in {one.step.event for one in rules.exclusions}:
        return None
    is_plain = rules.order == "ordered" and not rules.exclusions
    loop = quick(steps_loop if is_plain else attempts_loop, histories.count)
    if loop is None:
        return None
    walk = _walked if is_plain else _tried
    steps = rows_of_steps(histories, [*rules.steps, *(one.step for one in rules.exclusions)])

    def walked(with_times: bool) -> Told:
        found = over_people(histories, lambda part: walk(loop, part, rules, steps, with_times))
        return tuple(np.concatenate(one) for one in zip(*found, strict=True))  # type: ignore[return-value]

    who, reached, last_start, times = walked(timed)
    walks = Walks(who, reached, times if timed else lambda: walked(with_times=True)[3])
    return walks, _open(walks, last_start, rules, as_of_us)


def _walked(loop: Loop, part: Part, rules: Funnel, steps: StepRows, with_times: bool) -> Told:
    begins, ends = steps.places(part)
    most, count = min(part.people, int(ends[0] - begins[0])), len(rules.steps)
    longest = int(np.diff(part.offsets).max(initial=0))
    who, reached = np.empty(most, np.int32), np.empty(most, np.uint8)
    last_start, times = np.empty(most, np.int64), np.zeros((most if with_times else 0, count), np.int64)
    found = loop(
        part.offsets, steps.rows, steps.at_us, begins, ends, rules.window_us, *_range_of(rules),
        rules.anchor == "first", np.empty(count, np.int64), *np.empty((2, 2, longest), np.int64),
        who, reached, last_start, times,
    )  # fmt: skip
    return who[:found] + np.int32(part.first), reached[:found], last_start[:found], times[:found]


def _tried(loop: Loop, part: Part, rules: Funnel, steps: StepRows, with_times: bool) -> Told:
    begins, ends = steps.places(part)
    people, count = part.people, len(rules.steps)
    between = np.array([(one.from_step, one.to_step) for one in rules.exclusions], np.int64).reshape(-1, 2)
    who, reached = np.empty(people, np.int32), np.empty(people, np.uint8)
    last_start, times = np.empty(people, np.int64), np.zeros((people if with_times else 0, count), np.int64)
    found = loop(
        part.offsets, steps.rows, steps.at_us, begins, ends, between, rules.window_us, *_range_of(rules),
        rules.anchor == "first", rules.order == "unordered", *np.empty((3, len(begins)), np.int64),
        *np.empty((2, count), np.int64), who, reached, last_start, times,
    )  # fmt: skip
    return who[:found] + np.int32(part.first), reached[:found], last_start[:found], times[:found]


def _range_of(rules: Funnel) -> tuple[int, int]:
    return (
        EARLIEST if rules.since_us is None else rules.since_us,
        LATEST if rules.until_us is None else rules.until_us,
    )


def compiled_walks(part: Part, rules: Funnel, as_of_us: int | None) -> Compiled | None:
    """The best attempts, whose last window is not over, and the people that have to be walked otherwise; events may
    fill several steps.

    None where no compiled loop answers such a funnel.
    """
    if rules.order == "unordered" or rules.exclusions or len(rules.steps) > STEPS_MOST:
        return None
    is_strict = rules.order == "strict"
    loop = quick(strict_loop if is_strict else funnel_loop, len(part))
    if loop is None:
        return None
    people, count, bounds = part.people, len(rules.steps), part.bounds
    longest = int(np.diff(bounds).max(initial=0)) + 1
    room = [] if is_strict else [*np.empty((3, longest), np.int64)]
    reached, last_start = np.zeros(people, np.uint8), np.zeros(people, np.int64)
    times, closer = np.zeros((people, count), np.int64), np.zeros(people, np.bool_)
    loop(
        bounds, part.at_us, part.event, *_fitting(part, rules.steps), rules.window_us, *_range_of(rules),
        rules.anchor == "first", *room, np.empty(count, np.int64), reached, times, last_start, closer,
    )  # fmt: skip
    reached[closer] = 0
    who = np.flatnonzero(reached)
    walks = Walks(who, reached[who], times[who])
    return walks, _open(walks, last_start[who], rules, as_of_us), closer


def _open(walks: Walks, last_start: Longs, rules: Funnel, as_of_us: int | None) -> Flags:
    if as_of_us is None:
        return np.zeros(len(walks.person), np.bool_)
    still: Flags = (walks.reached < len(rules.steps)) & (last_start + rules.window_us > as_of_us)
    return still


def _fitting(part: Part, steps: tuple[Step, ...]) -> tuple[Longs, Longs]:
    """The steps that each event of a name may fill, as bits, and those of each row where properties matter."""
    names = part.whole.events
    table = np.zeros(len(names) or 1, np.int64)
    for place, step in enumerate(steps):
        table[: len(names)] |= np.array([step.event in (None, name) for name in names], np.int64) << place
    if not any(step.props for step in steps):
        return table, np.empty(0, np.int64)
    return table, step_masks(part.histories, steps).astype(np.int64)


def compiled_touched(
    histories: Histories, rules: Funnel, who: Codes, codes: Codes, attribution: str
) -> Codes | None:
    """For each of `who` the code at the first (or last) event of a step in the range that has one; None: not
    compiled."""
    loop = quick(touched_loop, histories.count)
    if loop is None:
        return None
    steps = rows_of_steps(histories, rules.steps)
    who = np.asarray(who, np.int32)

    def touched(part: Part) -> Codes:
        begin, end = np.searchsorted(who, np.array([part.first, part.last], np.int32)).tolist()
        found: Codes = np.full(end - begin, MISSING, codes.dtype)
        loop(
            part.offsets, who[begin:end] - np.int32(part.first), steps.rows, steps.at_us, *steps.places(part),
            codes, *_range_of(rules), attribution == "last", found,
        )  # fmt: skip
        return found

    return np.concatenate(over_people(histories, touched))
