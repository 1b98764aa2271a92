"""Hours, days, weeks and months of a calendar, as edges in microseconds, and the events that lie in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

import numpy as np

from headway.engine.behaviour.errors import BehaviourError
from headway.engine.behaviour.histories import SECOND_US, Codes, Flags, Histories, Longs, Numbers
from headway.engine.behaviour.parts import Part, over_people
from headway.engine.behaviour.period_loops import active_loop
from headway.engine.behaviour.quick import quick
from headway.engine.behaviour.rows import Selected, flagged

Period = Literal["hour", "day", "week", "month"]
WeekStart = Literal["sunday", "monday"]
PERIODS_MOST = 1000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(moment: datetime) -> int:
    """Microseconds since 1970 (UTC) of a moment that knows its time zone, exactly.

    >>> micros(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    gone = moment - EPOCH
    return (gone.days * 86_400 + gone.seconds) * SECOND_US + gone.microseconds


def moment_of(at_us: int) -> datetime:
    """The moment (UTC) of microseconds since 1970.

    >>> moment_of(1_000_000).isoformat()
    '1970-01-01T00:00:01+00:00'
    """
    return EPOCH + timedelta(microseconds=int(at_us))


def period_begin(moment: datetime, period: Period, week_start: WeekStart = "sunday") -> datetime:
    """The beginning of the period that a moment lies in, in the moment's own time zone.

    >>> period_begin(datetime(2026, 9, 30, 12, tzinfo=UTC), "week", "monday").date().isoformat()
    '2026-09-28'
    """
    if period == "hour":
        return moment.replace(minute=0, second=0, microsecond=0)
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if period == "week":
        return day - timedelta(days=(day.weekday() + (week_start == "sunday")) % 7)
    return day.replace(day=1) if period == "month" else day


def period_edges(
    first: datetime, period: Period, count: int, week_start: WeekStart = "sunday", before: int = 0
) -> tuple[datetime, ...]:
    """The beginnings of `count` periods and the end of the last, from the one that `first` lies in.

    `first` knows its time zone, and days, weeks and months are of its calendar (a day may have 23 or 25 hours).
    `before` puts so many earlier periods in front. Raises BehaviourError for no periods, more than 1,000, or
    dates outside the calendar.

    >>> [edge.date().isoformat() for edge in period_edges(datetime(2026, 1, 31, tzinfo=UTC), "month", 2)]
    ['2026-01-01', '2026-02-01', '2026-03-01']
    """
    if not 1 <= count <= PERIODS_MOST:
        raise BehaviourError(f"There are {count} periods; ask for 1 to {PERIODS_MOST}.")
    try:
        begin = period_begin(first, period, week_start)
        return tuple(_later(begin, period, n) for n in range(-before, count + 1))
    except (OverflowError, ValueError) as error:
        raise BehaviourError("The periods reach outside the calendar; take nearer dates.") from error


def _later(begin: datetime, period: Period, count: int) -> datetime:
    if period == "hour":
        return (begin.astimezone(UTC) + timedelta(hours=count)).astimezone(begin.tzinfo)
    if period == "month":
        months = begin.year * 12 + begin.month - 1 + count
        return begin.replace(year=months // 12, month=months % 12 + 1)
    return begin + timedelta(days=count * (7 if period == "week" else 1))


def periods_between(first: datetime, last: datetime, period: Period, week_start: WeekStart = "sunday") -> int:
    """How many periods it takes from the one of `first` to the one of `last`. Raises BehaviourError for none.

    >>> periods_between(datetime(2026, 1, 31, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC), "month")
    2
    """
    if last < first:
        raise BehaviourError("The range ends before it begins; swap its dates.")
    begin, end = period_begin(first, period, week_start), period_begin(last, period, week_start)
    if period == "hour":
        return int((end.astimezone(UTC) - begin.astimezone(UTC)) / timedelta(hours=1)) + 1
    if period == "month":
        return (end.year - begin.year) * 12 + end.month - begin.month + 1
    return (end.date() - begin.date()).days // (7 if period == "week" else 1) + 1


def edges_us(edges: tuple[datetime, ...]) -> Longs:
    """Edges as microseconds.

    >>> edges_us((EPOCH, EPOCH + timedelta(seconds=1))).tolist()
    [0, 1000000]
    """
    return np.array([micros(edge) for edge in edges], np.int64)


def period_index(at_us: Longs, edges: Longs) -> Longs:
    """The period of each moment, -1 before the first edge and the number of periods from the last edge on.

    >>> period_index(np.array([-1, 0, 9, 10, 20]), np.array([0, 10, 20])).tolist()
    [-1, 0, 0, 1, 2]
    """
    return np.searchsorted(edges, at_us, "right").astype(np.int64) - 1


def visits(histories: Histories, rows: Flags | Longs | slice, edges: Longs) -> tuple[Codes, Longs]:
    """Person and period of the chosen rows that lie between the edges; the same may come several times running.

    >>> from headway.engine.behaviour.histories import histories_of
    >>> found = histories_of(["a", "a", "b"], [0, 11, 20], ["open"] * 3)
    >>> [one.tolist() for one in visits(found, np.ones(3, bool), np.array([0, 10, 20]))]
    [[0, 0], [0, 1]]
    """
    person, at_us = histories.person[rows], histories.at_us[rows]
    if len(at_us) and (int(at_us.min()) < edges[0] or int(at_us.max()) >= edges[-1]):
        inside = (at_us >= edges[0]) & (at_us < edges[-1])
        person, at_us = person[inside], at_us[inside]
    widths = np.diff(edges)
    even = bool((widths == widths[0]).all())
    return person, (at_us - edges[0]) // widths[0] if even else period_index(at_us, edges)


def active(histories: Histories, rows: Selected, edges: Longs) -> Flags:
    """Who (down) did one of the chosen events in which period (across)."""
    count, asked = len(edges) - 1, flagged(histories, rows)
    found = np.zeros((len(histories.people), count), np.bool_)
    loop = quick(active_loop, histories.count)

    def fill(part: Part) -> None:
        mine = found[part.first : part.last]
        if loop:
            loop(part.offsets, *asked.looped(part), edges, mine)
            return
        person, period = visits(part.histories, asked.within(part), edges)
        mine.reshape(-1)[person * np.int64(count) + period] = True

    over_people(histories, fill)
    return found


def first_rows(person: Codes, rows: Flags | Numbers) -> Longs:
    """The first of the chosen rows of each person who has one."""
    at = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
    who = person[at]
    new = np.ones(len(at), np.bool_)
    new[1:] = who[1:] != who[:-1]
    return at[new].astype(np.int64)
