"""The table of events in a warehouse, and which of its rows a question is about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast

import ibis

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, IntegerValue, Table

COLUMNS = {
    "workspace": "string", "person": "string", "account": "string", "event": "string", "at_us": "int64",
    "properties": "string",
}  # fmt: skip


def stored(table: str) -> Table:
    """A table of events by name: who did what and when (microseconds since 1970, UTC), `properties` as a JSON text.

    >>> list(stored("events").columns)
    ['workspace', 'person', 'account', 'event', 'at_us', 'properties']
    """
    return ibis.table(COLUMNS, name=table)


def events_of(
    table: Table, workspace: str, by: Literal["person", "account"] = "person", as_of_us: int | None = None
) -> Table:
    """The events of a workspace up to a moment (None: all) as `who`, `event`, `at_us` and `properties`; `who` is
    the person or the account, and events of nobody are left out."""
    known = table.filter(table.workspace == workspace, table[by].notnull(), table[by] != "")
    if as_of_us is not None:
        known = known.filter(known.at_us <= as_of_us)
    return known.select(known[by].name("who"), "event", "at_us", "properties")


def spans(events: Table) -> Table:
    """By name of the `event`: when it was done `first` and `last`, in microseconds."""
    return events.group_by("event").agg(first=events.at_us.min(), last=events.at_us.max())


def named(events: Table, name: str | None) -> BooleanValue:
    """Which events have a name; with None all have."""
    return cast("BooleanValue", ibis.literal(True) if name is None else events.event == name)


def named_any(events: Table, names: Collection[str]) -> BooleanValue:
    """Which events have one of the names."""
    return cast("BooleanValue", events.event.isin(sorted(names)))


def period_of(at: Any, edges: Sequence[int]) -> IntegerValue:
    """The place of the period between `edges` (microseconds, rising) that a moment lies in; null outside of all.

    Halves are compared, so that an answer for many periods takes few comparisons a row.
    """

    def place(first: int, last: int) -> Any:
        if last - first == 1:
            return ibis.literal(first, "int64")
        middle = (first + last) // 2
        return ibis.ifelse(at < int(edges[middle]), place(first, middle), place(middle, last))

    inside = (at >= int(edges[0])) & (at < int(edges[-1]))
    return cast("IntegerValue", ibis.ifelse(inside, place(0, len(edges) - 1), ibis.null("int64")))


def visits(events: Table, name: str | None, edges: Sequence[int]) -> Table:
    """Who did an event in which period, each pair once: `who` and `period`."""
    rows = events.filter(named(events, name), events.at_us >= int(edges[0]), events.at_us < int(edges[-1]))
    return rows.select("who", period=period_of(rows.at_us, edges)).distinct()
