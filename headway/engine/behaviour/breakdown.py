"""A funnel apart by the values of a property, and under which value each person counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import numpy as np

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
from headway.engine.behaviour.rules import Funnel

Attribution = Literal["first", "last", "all"]
NONE = ""


def funnel_by_value(
    histories: Histories,
    rules: Funnel,
    name: str,
    attribution: Attribution = "first",
    as_of_us: int | None = None,
) -> dict[str, FunnelFound]:
    """The funnel of each value of the property `name`; '' stands for people or events without it.

    A person counts under the value of the `first` or of the `last` event of a step in the range that has the
    property. With `all` each value has a funnel of only the events with it, so that one person may count under
    several. Raises BehaviourError for an attribution that is none of these.

    >>> from headway.engine.behaviour.histories import Step, histories_of
    >>> rows = histories_of(["a", "b"], [0, 0], ["open", "open"], [{"plan": "pro"}, {}])
    >>> found = funnel_by_value(rows, Funnel((Step("open"),), 5), "plan")
    >>> {value: one.counts for value, one in found.items()}
    {'': [1], 'pro': [1]}
    """
    if attribution not in ("first", "last", "all"):
        raise BehaviourError(f"The attribution {attribution!r} is unknown; take first, last or all.")
    column = histories.properties.get(name, Column(np.full(len(histories.person), MISSING, np.int32), ()))
    if attribution == "all":
        return dict(_by_event(histories, rules, column, as_of_us))
    return _by_person(
        funnel(histories, rules, as_of_us), _touched(histories, rules, column, attribution), column
    )


def _by_event(
    histories: Histories, rules: Funnel, column: Column, as_of_us: int | None
) -> Iterator[tuple[str, FunnelFound]]:
    for code in sorted(set(np.unique(column.codes).tolist())):
        found = funnel(chosen(histories, column.codes == code), rules, as_of_us)
        if len(found.walks.person):
            yield (NONE if code == MISSING else column.values[code]), found


def _touched(histories: Histories, rules: Funnel, column: Column, attribution: Attribution) -> Codes:
    """Per person the code of the first or last event of a step that has the property."""
    rows = rows_named(histories, rules.steps)
    at_us, mine = histories.at_us[rows], column.codes[rows]
    flags = (step_masks(chosen(histories, rows), rules.steps) > 0) & (mine != MISSING)
    if rules.since_us is not None:
        flags &= at_us >= rules.since_us
    if rules.until_us is not None:
        flags &= at_us <= rules.until_us
    rows = rows[flags]
    rows = rows[::-1] if attribution == "first" else rows
    codes = np.full(len(histories.people), MISSING, np.int32)
    # Of several rows of a person, the last one written stays.
    codes[histories.person[rows]] = column.codes[rows]
    return codes


def _by_person(found: FunnelFound, codes: Codes, column: Column) -> dict[str, FunnelFound]:
    walks = found.walks
    mine = codes[walks.person]
    parts = {}
    for code in np.unique(mine).tolist():
        at = mine == code
        part = replace(walks, person=walks.person[at], reached=walks.reached[at], times_us=walks.times_us[at])
        parts[NONE if code == MISSING else column.values[code]] = FunnelFound(
            part, found.steps, found.open[at]
        )
    return parts
