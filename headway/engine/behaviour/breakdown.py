"""A funnel apart by the values of a property, and under which value each person counts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

import numpy as np

from headway.engine.behaviour.compiled import compiled_touched
from headway.engine.behaviour.errors import BehaviourError
from headway.engine.behaviour.funnel import FunnelFound, funnel
from headway.engine.behaviour.histories import (
    MISSING,
    Codes,
    Column,
    Histories,
    chosen,
    rows_named,
    step_masks,
)
from headway.engine.behaviour.parts import Part, over_people
from headway.engine.behaviour.rules import Funnel

Attribution = Literal["first", "last", "all", "step"]
NONE = ""
NEVER = np.iinfo(np.int64).min


def funnel_by_value(
    histories: Histories,
    rules: Funnel,
    name: str,
    attribution: Attribution = "first",
    as_of_us: int | None = None,
    *,
    step: int = 0,
    found: FunnelFound | None = None,
) -> dict[str, FunnelFound]:
    """The funnel of each value of the property `name`; '' stands for people or events without it.

    A person counts under the value of the `first` or of the `last` event of a step in the range that has the
    property; with `step` of the event that filled that step (from 0) in the attempt that counts, '' where it was
    not reached. With `all` each value has a funnel of only the events with it, so that one person may count under
    several. `found` is the funnel of everybody where it is known, so that events are not walked twice. Raises
    BehaviourError for an attribution that is none of these, and for a step that there is not.

    >>> from headway.engine.behaviour.histories import Step, histories_of
    >>> rows = histories_of(["a", "b"], [0, 0], ["open", "open"], [{"plan": "pro"}, {}])
    >>> found = funnel_by_value(rows, Funnel((Step("open"),), 5), "plan")
    >>> {value: one.counts for value, one in found.items()}
    {'': [1], 'pro': [1]}
    """
    if attribution not in ("first", "last", "all", "step"):
        raise BehaviourError(f"The attribution {attribution!r} is unknown; take first, last, step or all.")
    if not 0 <= step < len(rules.steps):
        raise BehaviourError(f"The funnel has no step {step}; count from 0 to {len(rules.steps) - 1}.")
    column = histories.properties.get(name, Column(np.full(histories.count, MISSING, np.int32), ()))
    if attribution == "all":
        return dict(_by_event(histories, rules, column, as_of_us))
    found = found or funnel(histories, rules, as_of_us)
    if attribution == "step":
        return _by_person(found, _at_step(histories, rules, found, column, step), column)
    return _by_person(found, _touched(histories, rules, found.walks.person, column, attribution), column)


def _by_event(
    histories: Histories, rules: Funnel, column: Column, as_of_us: int | None
) -> Iterator[tuple[str, FunnelFound]]:
    for code in sorted(set(np.unique(column.codes).tolist())):
        found = funnel(chosen(histories, column.codes == code), rules, as_of_us)
        if len(found.walks.person):
            yield (NONE if code == MISSING else column.values[code]), found


def _touched(
    histories: Histories, rules: Funnel, who: Codes, column: Column, attribution: Attribution
) -> Codes:
    """For each of `who` the code of the first or last event of a step that has the property."""
    codes = compiled_touched(histories, rules, who, column.codes, attribution)
    if codes is not None:
        return codes
    found = over_people(
        histories, lambda part: _touched_in(part.histories, rules, column.codes[part.rows], attribution)
    )
    return np.concatenate(found)[who]


def _touched_in(histories: Histories, rules: Funnel, mine: Codes, attribution: Attribution) -> Codes:
    rows = rows_named(histories, rules.steps)
    at_us, had = histories.at_us[rows], mine[rows]
    flags = (step_masks(chosen(histories, rows), rules.steps) > 0) & (had != MISSING)
    if rules.since_us is not None:
        flags &= at_us >= rules.since_us
    if rules.until_us is not None:
        flags &= at_us <= rules.until_us
    rows = rows[flags]
    rows = rows[::-1] if attribution == "first" else rows
    codes = np.full(len(histories.people), MISSING, np.int32)
    # Of several rows of a person, the last one written stays.
    codes[histories.person[rows]] = mine[rows]
    return codes


def _at_step(histories: Histories, rules: Funnel, found: FunnelFound, column: Column, step: int) -> Codes:
    """Per person the code of the event that filled the step; of events of that instant the first that has one."""
    far = found.walks.reached > step
    when = np.full(len(histories.people), NEVER)
    when[found.walks.person[far]] = found.walks.times_us[far, step]
    fitting = rules.steps if rules.order == "unordered" else rules.steps[step : step + 1]

    def at_step(part: Part) -> Codes:
        mine = part.histories
        codes = column.codes[part.rows]
        flags = mine.at_us == when[part.first : part.first + len(mine.people)][mine.person]
        rows = np.flatnonzero(flags & (codes != MISSING))
        rows = rows[step_masks(chosen(mine, rows), fitting) > 0][::-1]
        values = np.full(len(mine.people), MISSING, np.int32)
        # Of several rows of a person, the last one written stays.
        values[mine.person[rows]] = codes[rows]
        return values

    return np.concatenate(over_people(histories, at_step))[found.walks.person]


def _by_person(found: FunnelFound, codes: Codes, column: Column) -> dict[str, FunnelFound]:
    """The funnel apart by the code of each person in it."""
    order = np.argsort(codes, kind="stable")
    sorted_codes = codes[order]
    cuts = [0, *(np.flatnonzero(sorted_codes[1:] != sorted_codes[:-1]) + 1).tolist(), len(order)]
    parts = {}
    for begin, end in pairwise(cuts if len(order) else []):
        code, at = int(sorted_codes[begin]), order[begin:end]
        value = NONE if code == MISSING else column.values[code]
        parts[value] = FunnelFound(found.walks.only(at), found.steps, found.open[at])
    return parts
