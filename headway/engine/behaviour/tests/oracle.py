"""Funnels by trying everything: restart at every event that may begin, try every way to fill the steps.

Written apart from the engine and sharing nothing with it but the definitions of docs/behaviour.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations


@dataclass(frozen=True)
class Case:
    """Steps and exclusions are names of events; an event's name is a set of letters, each of which it answers to."""

    steps: Sequence[str]
    window: int
    order: str = "ordered"
    anchor: str = "best"
    exclusions: Sequence[tuple[str, int, int]] = ()
    since: int | None = None
    until: int | None = None


Event = tuple[int, str]


def best(history: Sequence[Event], case: Case) -> list[int]:
    """The times of the steps of the best attempt; empty for none."""
    history = sorted(history, key=lambda event: event[0])
    if case.since is not None:
        history = [event for event in history if event[0] >= case.since]
    wanted = set(case.steps) if case.order == "unordered" else {case.steps[0]}
    begins = [
        n
        for n, (at, name) in enumerate(history)
        if set(name) & wanted and (case.until is None or at <= case.until)
    ]
    if case.anchor == "first" and begins:
        begins = [n for n in begins if history[n][0] == history[begins[0]][0]]
    winner: list[int] = []
    lost = 0
    for begin in begins:
        times, is_spoilt = walk(history, begin, case)
        if is_spoilt:
            lost = max(lost, len(times))
        elif better(times, winner):
            winner = times
    return winner if len(winner) >= lost else []


def better(times: list[int], than: list[int]) -> bool:
    if len(times) != len(than):
        return len(times) > len(than)
    if not times or times[-1] != than[-1]:
        return bool(times) and times[-1] < than[-1]
    return times[0] > than[0]


def walk(history: list[Event], begin: int, case: Case) -> tuple[list[int], bool]:
    """The times of its steps, and whether it is spoilt: then it ends with the first step after the excluded event."""
    start = history[begin][0]
    later = [
        event for n, event in enumerate(history) if n != begin and start <= event[0] <= start + case.window
    ]
    times = {"ordered": ordered, "strict": strict, "unordered": unordered}[case.order](
        history[begin], later, case
    )
    spoiling: list[int] = []
    for name, first, second in case.exclusions:
        if len(times) > first:
            end = times[second] if len(times) > second else start + case.window + 1
            spoiling += [at for at, letters in history if name in letters and times[first] < at < end]
    if not spoiling:
        return times, False
    if case.order == "unordered":
        return times[:1], False
    before = [at for at in times if at <= min(spoiling)]
    return times[: len(before) + 1], True


def ordered(begin: Event, later: list[Event], case: Case) -> list[int]:
    soonest: dict[int, int] = {0: begin[0]}

    def follow(step: int, at: int, left: list[Event]) -> None:
        if step == len(case.steps):
            return
        for n, (when, name) in enumerate(left):
            if when >= at and case.steps[step] in name:
                soonest[step] = min(when, soonest.get(step, when))
                follow(step + 1, when, left[:n] + left[n + 1 :])

    follow(1, begin[0], later)
    return [soonest[step] for step in sorted(soonest)]


def strict(begin: Event, later: list[Event], case: Case) -> list[int]:
    times = [begin[0]]
    for at in sorted({when for when, _ in later}):
        names = [name for when, name in later if when == at]
        filled = max(fitting(order, case.steps[len(times) :]) for order in permutations(names))
        times += [at] * filled
        if not filled and at != begin[0]:
            break
    return times


def fitting(names: Sequence[str], steps: Sequence[str]) -> int:
    """How many of the steps these events fill, one after another, where others of the instant may stand between."""
    filled = 0
    for name in names:
        if filled < len(steps) and steps[filled] in name:
            filled += 1
    return filled


def unordered(begin: Event, later: list[Event], case: Case) -> list[int]:
    times: list[int] = []
    for at in sorted({begin[0], *(when for when, _ in later)}):
        there = [name for when, name in later if when <= at]
        most = max(
            1 + choices(there, case.steps[:step] + case.steps[step + 1 :])
            for step in range(len(case.steps))
            if case.steps[step] in begin[1]
        )
        times += [at] * (most - len(times))
    return times


def choices(names: list[str], steps: Sequence[str]) -> int:
    """The most of these steps that these events can fill, one each."""
    if not steps:
        return 0
    ways = [0 + choices(names, steps[1:])]
    for n, name in enumerate(names):
        if steps[0] in name:
            ways.append(1 + choices(names[:n] + names[n + 1 :], steps[1:]))
    return max(ways)
