"""Funnels and adoption: one row for each person, without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import ibis

from headway.engine.behaviour.rules import Funnel
from headway.engine.warehouse.events import named, named_any

if TYPE_CHECKING:
    from ibis.expr.types import Table

BEGUN, LAST_START = "begun", "last_start"


def is_walkable(rules: Funnel) -> bool:
    """Whether a warehouse can walk a funnel: in order, each step an event of its own by name alone, and nothing
    that spoils an attempt."""
    names = [step.event for step in rules.steps]
    plain = None not in names and len(set(names)) == len(names) and not any(one.props for one in rules.steps)
    return plain and rules.order == "ordered" and not rules.exclusions


def walked(events: Table, rules: Funnel) -> Table:
    """For each person with an attempt at a funnel that `is_walkable`: when the best one filled each step (`t0`,
    `t1`, ...; null where it did not come so far), and the `last_start` of all (microseconds)."""
    rows = _begun(events, rules)
    each = _furthest(rows, len(rules.steps))
    return _timed(rows.join(each, "who"), rules)


def _begun(events: Table, rules: Funnel) -> Table:
    """The events of the steps; `s0` has the moment of those that may begin an attempt."""
    names = [str(step.event) for step in rules.steps]
    rows = events.filter(named_any(events, names)).select("who", "event", "at_us")
    if rules.since_us is not None:
        rows = rows.filter(rows.at_us >= rules.since_us)
    first: Any = rows.event == names[0]
    if rules.until_us is not None:
        rows = rows.filter(rows.at_us <= rules.until_us + rules.window_us)
        first = (rows.event == names[0]) & (rows.at_us <= rules.until_us)
    rows = rows.mutate(s0=ibis.ifelse(first, rows.at_us, ibis.null("int64")))
    if rules.anchor == "first":
        earliest = rows.s0.min().over(ibis.window(group_by="who"))
        rows = rows.mutate(s0=ibis.ifelse(rows.s0 == earliest, rows.s0, ibis.null("int64")))
    for place, name in enumerate(names[1:], 1):
        # The latest beginning that came as far as the step before; events of one instant count in any order.
        until_now = ibis.range_window(group_by="who", order_by="at_us", preceding=None, following=0)
        carried = rows[f"s{place - 1}"].max().over(until_now)
        reached = rows.mutate(carried=carried)
        fits = (reached.event == name) & (reached.at_us - reached.carried <= rules.window_us)
        found = ibis.ifelse(fits, reached.carried, ibis.null("int64"))
        rows = reached.select(*rows.columns, **{f"s{place}": found})
    return rows


def _furthest(rows: Table, count: int) -> Table:
    """For each person the beginning of the best attempt: beginnings only grow with time, so that the smallest of
    those that came furthest is that of the first to come there."""
    begins = {f"b{place}": rows[f"s{place}"].min() for place in range(count)}
    each = rows.group_by("who").agg(**begins, **{LAST_START: rows.s0.max()})
    best = ibis.coalesce(*(each[f"b{place}"] for place in reversed(range(count))))
    reached = ibis.cases(
        *(
            (each[f"b{place}"].notnull(), ibis.literal(place + 1, "int64"))
            for place in reversed(range(count))
        ),
        else_=ibis.literal(0, "int64"),
    )
    chosen = each.select("who", LAST_START, begun=best, reached=reached)
    return chosen.filter(chosen.reached > 0)


def _timed(rows: Table, rules: Funnel) -> Table:
    """When each step of the chosen attempt was filled: by the first event that fits after the step before."""
    everybody = ibis.window(group_by="who")
    rows = rows.mutate(t0=rows.begun)
    for place, step in enumerate(rules.steps[1:], 1):
        before = rows[f"t{place - 1}"]
        fits = (rows.event == step.event) & (rows.at_us >= before) & (rows.reached > place)
        rows = rows.mutate(fitting=ibis.ifelse(fits, rows.at_us, ibis.null("int64")))
        filled = rows.fitting.min().over(everybody)
        rows = rows.select(*(one for one in rows.columns if one != "fitting"), **{f"t{place}": filled})
    times = {f"t{place}": rows[f"t{place}"].max() for place in range(len(rules.steps))}
    each = rows.group_by("who").agg(**times, **{LAST_START: rows[LAST_START].max()})
    return each.drop("who")


def adopted(
    events: Table, use: str | None, exposed: str | None, span_us: tuple[int, int] | None, times: int
) -> Table:
    """For each person who met something, when first (`since`), and how long it took until the `times`-th use from
    then on (`took`; null: not yet), in microseconds. One meets it by the event `exposed`, or with `span_us` by
    any event between two moments."""
    is_met: Any = named(events, exposed)
    if span_us is not None:
        is_met = (events.at_us >= span_us[0]) & (events.at_us <= span_us[1])
    rows = events.select(
        "who", "at_us", met=ibis.ifelse(is_met, events.at_us, ibis.null("int64")), use=named(events, use)
    )
    rows = rows.mutate(since=rows.met.min().over(ibis.window(group_by="who")))
    rows = rows.filter(rows.since.notnull())
    rows = rows.mutate(counts=rows.use & (rows.at_us >= rows.since))
    in_turn = ibis.row_number().over(ibis.window(group_by=["who", "counts"], order_by="at_us"))
    rows = rows.mutate(place=in_turn)
    # No outer join, of which not every warehouse makes a null.
    nth = rows.counts & (rows.place == times - 1)
    rows = rows.mutate(passed=ibis.ifelse(nth, rows.at_us - rows.since, ibis.null("int64")))
    each = rows.group_by("who").agg(since=rows.since.min(), took=rows.passed.min())
    return cast("Table", each.select("since", "took"))
