"""Funnels by the compiled loops: what they are given, and what they give back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from headway.engine.behaviour.histories import (
    MISSING,
    Codes,
    Flags,
    Longs,
    Step,
    step_masks,
)
from headway.engine.behaviour.loops import funnel_loop, touched_loop
from headway.engine.behaviour.parts import Part
from headway.engine.behaviour.quick import quick
from headway.engine.behaviour.rules import Funnel
from headway.engine.behaviour.walks import Walks

STEPS_MOST = 62
EARLIEST, LATEST = np.iinfo(np.int64).min, np.iinfo(np.int64).max
Compiled = tuple[Walks, Flags, Flags]


def compiled_walks(part: Part, rules: Funnel, as_of_us: int | None) -> Compiled | None:
    """The best attempts, whose last window is not over, and the people that have to be walked otherwise.

    None where no compiled loop answers such a funnel.
    """
    if rules.order != "ordered" or rules.exclusions or len(rules.steps) > STEPS_MOST:
        return None
    loop = quick(funnel_loop, len(part))
    if loop is None:
        return None
    people, count, bounds = part.people, len(rules.steps), part.bounds
    longest = int(np.diff(bounds).max(initial=0))
    reached, last_start = np.zeros(people, np.uint8), np.zeros(people, np.int64)
    times, closer = np.zeros((people, count), np.int64), np.zeros(people, np.bool_)
    loop(
        bounds, part.at_us, part.event, *_fitting(part, rules.steps), rules.window_us,
        EARLIEST if rules.since_us is None else rules.since_us,
        LATEST if rules.until_us is None else rules.until_us, rules.anchor == "first",
        *np.empty((3, longest + 1), np.int64), np.empty(count, np.int64),
        reached, times, last_start, closer,
    )  # fmt: skip
    who = np.flatnonzero(reached)
    walks = Walks(who, reached[who].astype(np.int64), times[who])
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


def compiled_touched(part: Part, rules: Funnel, codes: Codes, attribution: str) -> Codes | None:
    """Per person the code at the first (or last) event of a step in the range that has one; None: not compiled."""
    loop = quick(touched_loop, len(part))
    if loop is None or len(rules.steps) > STEPS_MOST:
        return None
    found: NDArray[np.int32] = np.full(part.people, MISSING, np.int32)
    loop(
        part.bounds, part.at_us, part.event, *_fitting(part, rules.steps), codes,
        EARLIEST if rules.since_us is None else rules.since_us,
        LATEST if rules.until_us is None else rules.until_us, attribution == "last", found,
    )  # fmt: skip
    return found
