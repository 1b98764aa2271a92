"""Trends, stickiness, lifecycle and retention as numbers by period."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, cast

import ibis

from headway.engine.behaviour.activity import STATES
from headway.engine.warehouse.events import named, period_of, visits

if TYPE_CHECKING:
    from ibis.expr.types import Table

NEW, RETURNING, RESURRECTING, DORMANT = 1, 2, 3, 4
Rows = Sequence[Sequence[Any]]


def totals(events: Table, name: str | None, edges: Sequence[int]) -> Table:
    """By `period`: how many `events` of a name, and by how many different `people`."""
    rows = events.filter(named(events, name), events.at_us >= int(edges[0]), events.at_us < int(edges[-1]))
    placed = rows.select("who", period=period_of(rows.at_us, edges))
    return placed.group_by("period").agg(events=placed.count(), people=placed.who.nunique())


def by_event(events: Table, since_us: int) -> Table:
    """By name of the `event`, after a moment: how often, and by how many `people`."""
    rows = events.filter(events.at_us > since_us)
    return rows.group_by("event").agg(events=rows.count(), people=rows.who.nunique())


def people_of(events: Table, since_us: int) -> Table:
    """How many different `people` did anything after a moment."""
    rows = events.filter(events.at_us > since_us)
    return cast("Table", rows.aggregate(people=rows.who.nunique()))


def trailing(events: Table, name: str | None, edges: Sequence[int], length: int) -> Table:
    """By `period`: how many more people count from it on than before it (`change`), where a person counts from each
    visit for `length` periods; the sums of it are the people of the `length` periods that end with each."""
    count = len(edges) - 1
    there = visits(events, name, edges)
    following = ibis.window(group_by="who", order_by="period")
    ends = there.mutate(again=there.period.lead().over(following))
    until = ibis.least(ends.period + length, ibis.coalesce(ends.again, count), ibis.literal(count, "int64"))
    begun = ends.select("period", change=ibis.literal(1, "int64"))
    ended = ends.select(period=until.cast("int64"), change=ibis.literal(-1, "int64"))
    both = ibis.union(begun, ended)
    return both.group_by("period").agg(change=both.change.sum())


def stickiness(events: Table, name: str | None, edges: Sequence[int]) -> Table:
    """By number of `periods` with the event: how many `people`."""
    there = visits(events, name, edges)
    each = there.group_by("who").agg(periods=there.count())
    return each.group_by("periods").agg(people=each.count())


def lifecycle(events: Table, name: str | None, edges: Sequence[int]) -> Table:
    """By `period` (from 1; the one of 0 only says who was active before) and `state`: how many `people`."""
    count = len(edges) - 1
    there = visits(events, name, edges)
    rows = events.filter(named(events, name))
    firsts = rows.group_by("who").agg(first_us=rows.at_us.min())
    begun = firsts.select("who", begun=period_of(firsts.first_us, edges))
    known = there.join(begun, "who")
    by_time = ibis.window(group_by="who", order_by="period")
    known = known.mutate(before=known.period.lag().over(by_time), after=known.period.lead().over(by_time))
    state = ibis.cases(
        (ibis.coalesce(known.begun, -1) == known.period, NEW),
        (ibis.coalesce(known.before, -2) == known.period - 1, RETURNING),
        else_=RESURRECTING,
    )
    active = known.filter(known.period > 0).select("period", state=state.cast("int64"))
    gone = known.filter(
        known.period + 1 < count, ibis.coalesce(known.after, -1) != known.period + 1
    )  # fmt: skip
    dormant = gone.select(period=(gone.period + 1).cast("int64"), state=ibis.literal(DORMANT, "int64"))
    both = ibis.union(active, dormant)
    return both.group_by("period", "state").agg(people=both.count())


def retention(
    events: Table, start: str | None, back: str | None, edges: Sequence[int], *,
    recurring: bool, cumulative: bool,
) -> Table:  # fmt: skip
    """By `cohort` and periods `elapsed` since: how many `people`; the cohort's size stands at 0. With `cumulative`
    a person stands only where he came back last, so that sums from the end are to be taken."""
    began = visits(events, start, edges) if recurring else _first_visits(events, start, edges)
    began = began.select("who", cohort="period")
    returned = visits(events, back, edges)
    pairs = began.join(returned, "who")
    later = pairs.filter(pairs.period > pairs.cohort)
    elapsed = later.select("who", "cohort", elapsed=(later.period - later.cohort).cast("int64"))
    if cumulative:
        elapsed = elapsed.group_by("who", "cohort").agg(elapsed=elapsed.elapsed.max())
    sizes = began.group_by("cohort").agg(people=began.count())
    came = elapsed.group_by("cohort", "elapsed").agg(people=elapsed.count())
    whole = sizes.select("cohort", "people", elapsed=ibis.literal(0, "int64"))
    return cast("Table", ibis.union(whole, came.select("cohort", "people", "elapsed")))


def _first_visits(events: Table, name: str | None, edges: Sequence[int]) -> Table:
    """Whose first event ever of a name lies in which period."""
    rows = events.filter(named(events, name))
    firsts = rows.group_by("who").agg(first_us=rows.at_us.min())
    placed: Any = firsts.select("who", period=period_of(firsts.first_us, edges))
    return cast("Table", placed.filter(placed.period.notnull()))


def summed(rows: Rows, count: int) -> list[int]:
    """The sums of the changes that `trailing` gives, one for each of `count` periods.

    >>> summed([[0, 2], [2, -1]], 3)
    [2, 2, 1]
    """
    changes = {int(period): int(change) for period, change in rows}
    return list(accumulate(changes.get(period, 0) for period in range(count)))


def states_of(rows: Rows, count: int) -> dict[str, list[int]]:
    """What `lifecycle` gives, by state one number for each of `count` periods; dormant people count below zero.

    >>> states_of([[1, 1, 5], [2, 4, 3]], 2)["dormant"]
    [0, -3]
    """
    found = {name: [0] * count for name in STATES}
    for period, state, people in rows:
        name = STATES[int(state) - 1]
        found[name][int(period) - 1] = -int(people) if state == DORMANT else int(people)
    return found


def matrix_of(rows: Rows, count: int, cumulative: bool) -> list[list[int]]:
    """What `retention` gives as a row for each of `count` cohorts: its size, then who came back.

    >>> matrix_of([[0, 3, 0], [0, 1, 2]], 3, cumulative=True)
    [[3, 1, 1], [0, 0], [0]]
    """
    matrix = [[0] * (count - cohort) for cohort in range(count)]
    for cohort, people, elapsed in rows:
        matrix[int(cohort)][int(elapsed)] = int(people)
    if cumulative:
        return [[row[0], *list(accumulate(row[:0:-1]))[::-1]] for row in matrix]
    return matrix
