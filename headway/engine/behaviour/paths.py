"""What people do next, or did before: the commonest sequences around an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from headway.engine.behaviour.errors import BehaviourError
from headway.engine.behaviour.histories import Histories, Longs, Step
from headway.engine.behaviour.periods import first_rows
from headway.engine.behaviour.rows import picked

STEPS_MOST = 10
END = -1


@dataclass(frozen=True, slots=True)
class Path:
    """Names of events in the order in which they happened, and how many people walked it."""

    events: tuple[str, ...]
    people: int


def paths(
    histories: Histories,
    anchor: Step,
    direction: Literal["after", "before"] = "after",
    length: int = 3,
    window_us: int | None = None,
) -> list[Path]:
    """The sequences of up to `length` (1 to 10) events after a person's first `anchor`, or before it, within
    `window_us` of it; the commonest first. A person counts once; one with nothing there has the empty sequence.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> rows = histories_of(["a", "a", "b", "b", "c"], [0, 1, 0, 1, 0], ["open", "buy", "open", "buy", "open"])
    >>> [(path.events, path.people) for path in paths(rows, Step("open"))]
    [(('buy',), 2), ((), 1)]
    """
    if not 1 <= length <= STEPS_MOST:
        raise BehaviourError(f"The path has {length} steps; ask for 1 to {STEPS_MOST}.")
    begins = first_rows(histories.person, picked(histories, anchor).rows)
    codes = _neighbours(histories, begins, 1 if direction == "after" else -1, length, window_us)
    found, people = np.unique(codes, axis=0, return_counts=True)
    order = np.argsort(-people, kind="stable")
    forward = 1 if direction == "after" else -1
    return [
        Path(tuple(histories.events[code] for code in found[n][::forward] if code != END), int(people[n]))
        for n in order
    ]


def _neighbours(histories: Histories, begins: Longs, way: int, length: int, window_us: int | None) -> Longs:
    codes = np.full((len(begins), length), END, np.int64)
    for place in range(length):
        row = begins + way * (place + 1)
        inside = (row >= 0) & (row < len(histories.person))
        near = np.clip(row, 0, max(0, len(histories.person) - 1))
        inside &= histories.person[near] == histories.person[begins]
        if window_us is not None:
            inside &= abs(histories.at_us[near] - histories.at_us[begins]) <= window_us
        codes[inside, place] = histories.event[near[inside]]
    return codes
