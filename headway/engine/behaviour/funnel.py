"""How far people come in a funnel, and how long each step takes them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from headway.engine.behaviour.attempts import Row, best_attempt
from headway.engine.behaviour.compiled import compiled_walks, walks_by_steps
from headway.engine.behaviour.histories import (
    MISSING,
    SECOND_US,
    Flags,
    Histories,
    Longs,
    Masks,
    chosen,
    rows_named,
    several_bits,
    step_masks,
    with_bit,
)
from headway.engine.behaviour.parts import Part, over_people
from headway.engine.behaviour.rules import Funnel
from headway.engine.behaviour.walks import Rows, Walks, joined, ordered_walks, strict_walks, tied


@dataclass(frozen=True, slots=True)
class FunnelFound:
    """Per person with an attempt: how many steps the best one filled, when, and whether more may yet come."""

    walks: Walks
    steps: int
    open: Flags

    @property
    def counts(self) -> list[int]:
        """People who filled the first step, the first two, and so on."""
        filled = np.bincount(self.walks.reached, minlength=self.steps + 1)[1 : self.steps + 1]
        return [int(n) for n in np.cumsum(filled[::-1])[::-1]]

    @property
    def provisional(self) -> int:
        """People who did not finish, but whose last chance is not over yet."""
        return int(self.open.sum())

    def seconds(self, from_step: int, to_step: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """How long it took from one step to another, in seconds, for each person who got there."""
        far = self.walks.reached > to_step
        took: Longs = self.walks.times_us[far, to_step] - self.walks.times_us[far, from_step]
        return took / SECOND_US


def funnel(
    histories: Histories, rules: Funnel, as_of_us: int | None = None, *, timed: bool = False
) -> FunnelFound:
    """The best attempt of each person at `rules`, known up to `as_of_us` (microseconds; None: all is over). Whoever
    will ask for the times of all has them `timed` on the way.

    Events before the range are left out; of later ones count those within the window of a first step in it.
    Linear in events and steps but for people whose history needs a closer look (exclusions, unordered steps,
    events of one instant that fill several steps), who are walked one by one.

    >>> from headway.engine.behaviour.histories import Step, histories_of
    >>> rows = histories_of(["a", "a", "b"], [0, 3_000_000, 0], ["open", "buy", "open"])
    >>> found = funnel(rows, Funnel((Step("open"), Step("buy")), 5_000_000))
    >>> found.counts, found.seconds(0, 1).tolist()
    ([2, 1], [3.0])
    """
    told = walks_by_steps(histories, rules, as_of_us, timed)
    if told is not None:
        return FunnelFound(told[0], len(rules.steps), told[1])
    found = over_people(histories, lambda part: _of_part(part, rules, as_of_us))
    if len(found) == 1:
        return found[0]
    walks = joined([one.walks for one in found], len(rules.steps))
    return FunnelFound(walks, len(rules.steps), np.concatenate([one.open for one in found]))


def _of_part(part: Part, rules: Funnel, as_of_us: int | None) -> FunnelFound:
    found = compiled_walks(part, rules, as_of_us)
    if found is None:
        return _shifted(_in_arrays(part.histories, rules, as_of_us), part.first)
    walks, still, closer = found
    if not closer.any():
        return _shifted(FunnelFound(walks, len(rules.steps), still), part.first)
    histories = part.histories
    rest = _in_arrays(chosen(histories, closer[histories.person]), rules, as_of_us)
    order = np.argsort(np.concatenate([walks.person, rest.walks.person]), kind="stable")
    both = joined([walks, rest.walks], len(rules.steps))
    return _shifted(
        FunnelFound(both, len(rules.steps), np.concatenate([still, rest.open])[order]), part.first
    )


def _shifted(found: FunnelFound, first: int) -> FunnelFound:
    return replace(found, walks=replace(found.walks, person=found.walks.person + first)) if first else found


def _in_arrays(histories: Histories, rules: Funnel, as_of_us: int | None) -> FunnelFound:
    histories = _in_range(_in_question(histories, rules), rules)
    masks = step_masks(histories, rules.steps)
    spoiling = step_masks(histories, [one.step for one in rules.exclusions])
    starts = _starts(histories, masks, rules)
    closer = _closer(histories, masks, spoiling, starts, rules)
    parts = _one_by_one(histories, masks, spoiling, closer, rules) if closer.any() else []
    rows, begins = _others(histories, masks, starts, closer)
    if len(rows.person):
        parts.append(_at_once(rows, begins, rules))
    walks = joined(parts, len(rules.steps))
    return FunnelFound(walks, len(rules.steps), _open(histories, starts, walks, rules, as_of_us))


def _in_question(histories: Histories, rules: Funnel) -> Histories:
    """Without the events that make no difference; in a strict funnel each does."""
    if rules.order == "strict":
        return histories
    rows = rows_named(histories, [*rules.steps, *(one.step for one in rules.exclusions)])
    named = {name for step in rules.steps for name in step.props}
    named |= {name for one in rules.exclusions for name in one.step.props}
    needed = {name: column for name, column in histories.properties.items() if name in named}
    return chosen(replace(histories, properties=needed), rows)


def _others(histories: Histories, masks: Masks, starts: Flags, closer: Flags) -> tuple[Rows, Flags]:
    """The rows of whoever is not walked one by one."""
    rows = Rows(histories.person, histories.at_us, masks)
    if not closer.any():
        return rows, starts
    flat = ~closer[histories.person]
    return Rows(rows.person[flat], rows.at_us[flat], masks[flat]), starts[flat]


def _in_range(histories: Histories, rules: Funnel) -> Histories:
    if rules.since_us is None and rules.until_us is None:
        return histories
    flags = np.ones(len(histories.person), np.bool_)
    if rules.since_us is not None:
        flags &= histories.at_us >= rules.since_us
    if rules.until_us is not None:
        flags &= histories.at_us <= rules.until_us + rules.window_us
    return histories if flags.all() else chosen(histories, flags)


def _starts(histories: Histories, masks: Masks, rules: Funnel) -> Flags:
    starts = masks > 0 if rules.order == "unordered" else with_bit(masks, 0)
    return starts if rules.until_us is None else starts & (histories.at_us <= rules.until_us)


def _closer(histories: Histories, masks: Masks, spoiling: Masks, starts: Flags, rules: Funnel) -> Flags:
    """Whose attempts have to be walked one by one."""
    people = np.zeros(len(histories.people), np.bool_)
    if rules.exclusions:
        people[histories.person[spoiling > 0]] = True
    if rules.order == "unordered":
        people[histories.person[_another_step(histories, masks)]] = True
    elif rules.order == "strict":
        people[histories.person[tied(Rows(histories.person, histories.at_us, masks))]] = True
    else:
        people[_muddled(histories, masks)] = True
    if people.any():
        begun = np.zeros(len(people), np.bool_)
        begun[histories.person[starts]] = True
        people &= begun
    return people


def _another_step(histories: Histories, masks: Masks) -> Flags:
    """Rows of steps that differ from the row of a step before them, or fill several; the rest is one step each."""
    rows = np.flatnonzero(masks)
    person, kinds = histories.person[rows], masks[rows]
    flags = np.zeros(len(masks), np.bool_)
    flags[rows] = several_bits(kinds)
    flags[rows[1:]] |= (person[1:] == person[:-1]) & (kinds[1:] != kinds[:-1])
    return flags


def _muddled(histories: Histories, masks: Masks) -> Longs:
    """People with events of one instant of which one may fill several steps and another fills others."""
    if not several_bits(masks).any():
        return np.empty(0, np.int64)
    rows = np.flatnonzero(masks)
    some = Rows(histories.person[rows], histories.at_us[rows], masks[rows])
    several = several_bits(some.masks)
    same = np.flatnonzero(tied(some))
    differ = some.masks[same] != some.masks[same - 1]
    muddled: Longs = some.person[same[differ & _any_several(some, same, several)]].astype(np.int64)
    return muddled


def _any_several(rows: Rows, same: Longs, several: Flags) -> Flags:
    """For each row that shares its instant: whether one of the instant's events fills several steps."""
    new = np.ones(len(rows.person), np.bool_)
    new[same] = False
    group = np.cumsum(new) - 1
    found = np.zeros(int(group[-1]) + 1 if len(group) else 0, np.bool_)
    found[group[several]] = True
    shared: Flags = found[group[same]]
    return shared


def _at_once(rows: Rows, starts: Flags, rules: Funnel) -> Walks:
    if rules.order == "ordered":
        return ordered_walks(rows, starts, rules)
    if rules.order == "strict":
        return strict_walks(rows, starts, rules)
    # Whoever is left has one step only, so that the first event is the best attempt.
    return ordered_walks(
        Rows(rows.person, rows.at_us, (rows.masks > 0).astype(rows.masks.dtype)), starts, rules
    )


def _one_by_one(
    histories: Histories, masks: Masks, spoiling: Masks, closer: Flags, rules: Funnel
) -> list[Walks]:
    keep = closer[histories.person]
    if rules.order != "strict":
        keep &= (masks > 0) | (spoiling > 0)
    rows = np.flatnonzero(keep)
    person = histories.person[rows]
    cuts = np.flatnonzero(np.diff(person, prepend=MISSING, append=MISSING))
    events = [
        Row(*one)
        for one in zip(
            histories.at_us[rows].tolist(), masks[rows].tolist(), spoiling[rows].tolist(), strict=True
        )
    ]
    found = [(int(person[a]), best_attempt(events[a:b], rules)) for a, b in pairwise(cuts.tolist())]
    return [_walks_of([one for one in found if one[1]], len(rules.steps))]


def _walks_of(found: list[tuple[int, tuple[int, ...]]], count: int) -> Walks:
    times = np.zeros((len(found), count), np.int64)
    for place, (_, attempt) in enumerate(found):
        times[place, : len(attempt)] = attempt
    return Walks(
        np.array([person for person, _ in found], np.int64),
        np.array([len(attempt) for _, attempt in found], np.int64),
        times,
    )


def _open(histories: Histories, starts: Flags, walks: Walks, rules: Funnel, as_of_us: int | None) -> Flags:
    unfinished = walks.reached < len(rules.steps)
    if as_of_us is None:
        return np.zeros(len(unfinished), np.bool_)
    last = np.zeros(len(histories.people), np.int64)
    begun = np.flatnonzero(starts)
    last[histories.person[begun]] = histories.at_us[begun]
    last_chance = walks.times_us[:, 0] if rules.anchor == "first" else last[walks.person]
    return unfinished & (last_chance + rules.window_us > as_of_us)
