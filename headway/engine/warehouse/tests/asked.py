"""Each form of a question with the engine's own answer, as comparable lists."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from headway.engine.behaviour.activity import STATES, lifecycle, stickiness
from headway.engine.behaviour.adoption import adoption
from headway.engine.behaviour.funnel import funnel
from headway.engine.behaviour.histories import Histories, Step, matching
from headway.engine.behaviour.retention import retention
from headway.engine.behaviour.rules import Funnel
from headway.engine.behaviour.trend import totals, trailing_uniques, uniques
from headway.engine.warehouse import counting, walking
from headway.engine.warehouse.events import events_of, stored
from headway.engine.warehouse.tests.happened import LAST_US, WORKSPACE

if TYPE_CHECKING:
    from ibis.expr.types import Table

EDGES = list(range(0, LAST_US + 1, 10))
Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Asked:
    """A form, its rows made comparable, and what the engine says."""

    name: str
    form: Table
    read: Callable[[Rows], list[Any]]
    expected: list[Any]


def asked(histories: Histories, funnels: int) -> Iterator[Asked]:
    """Every form, funnels of random rules among them."""
    events = events_of(stored("events"), WORKSPACE)
    yield from _funnels(events, histories, funnels)
    yield from _retentions(events, histories)
    yield from _counts(events, histories)
    for times, span in ((1, None), (2, (5, 20))):
        yield _adoption(events, histories, times, span)


def _funnels(events: Table, histories: Histories, count: int) -> Iterator[Asked]:
    chance = random.Random(8)
    for place in range(count):
        steps = tuple(Step(name) for name in chance.sample("ABCD", chance.randint(1, 4)))
        since, until = chance.choice([(None, None), (5, None), (None, 30), (5, 30)])
        rules = Funnel(
            steps, chance.choice([3, 10, 40]), anchor="first" if place % 3 else "best", since_us=since,
            until_us=until,
        )  # fmt: skip
        found = funnel(histories, rules, LAST_US)
        walks = zip(found.walks.reached.tolist(), found.walks.times_us.tolist(), strict=True)
        expected = sorted([times[:reached] for reached, times in walks])
        count_of = len(steps)

        def read(rows: Rows, count_of: int = count_of) -> list[Any]:
            return sorted([int(at) for at in row[:count_of] if at is not None] for row in rows)

        yield Asked(f"funnel {place}", walking.walked(events, rules), read, expected)


def _retentions(events: Table, histories: Histories) -> Iterator[Asked]:
    for start, back, kind, cumulative in (
        ("A", "B", "recurring", False), ("A", "A", "first_time", False), ("A", "B", "recurring", True),
        (None, "C", "first_time", True),
    ):  # fmt: skip
        form = counting.retention(
            events, start, back, EDGES, recurring=kind == "recurring", cumulative=cumulative
        )
        found = retention(
            histories, Step(start), Step(back), np.array(EDGES), kind=kind, cumulative=cumulative  # type: ignore[arg-type]
        )  # fmt: skip

        def read(rows: Rows, cumulative: bool = cumulative) -> list[Any]:
            return counting.matrix_of(rows, len(EDGES) - 1, cumulative)

        yield Asked(f"retention {start} {back} {kind} {cumulative}", form, read, found.matrix)


def _counts(events: Table, histories: Histories) -> Iterator[Asked]:
    edges, rows, count = np.array(EDGES), matching(histories, Step("A")), len(EDGES) - 1
    yield Asked(
        "totals", counting.totals(events, "A", EDGES), lambda found: sorted(map(list, found)),
        [list(one) for one in zip(range(count), totals(histories, rows, edges), uniques(histories, rows, edges), strict=True)],
    )  # fmt: skip
    yield Asked(
        "trailing", counting.trailing(events, "A", EDGES, 2), lambda found: counting.summed(found, count),
        trailing_uniques(histories, rows, edges, 2),
    )  # fmt: skip
    active = np.bincount(stickiness(histories, Step("A"), edges), minlength=count + 1)[1:].tolist()
    yield Asked(
        "stickiness", counting.stickiness(events, "A", EDGES),
        lambda found: [dict(map(tuple, found)).get(one + 1, 0) for one in range(count)], active,
    )  # fmt: skip
    states = lifecycle(histories, Step("A"), edges)
    yield Asked(
        "lifecycle", counting.lifecycle(events, "A", EDGES),
        lambda found: [counting.states_of(found, count - 1)[one] for one in STATES],
        [states.counts(one) for one in STATES],
    )  # fmt: skip


def _adoption(events: Table, histories: Histories, times: int, span: tuple[int, int] | None) -> Asked:
    met = matching(histories, Step("A"))
    if span:
        met = (histories.at_us >= span[0]) & (histories.at_us <= span[1])
    found = adoption(
        histories, met, matching(histories, Step("B")), window_us=1000, as_of_us=LAST_US, times=times
    )
    took = sorted(int(one) for one in found.took_us[found.adopted])

    def read(rows: Rows) -> list[Any]:
        return [len(rows), sorted(int(row[1]) for row in rows if row[1] is not None)]

    form = walking.adopted(events, "B", "A", span, times)
    return Asked(f"adoption {times} {span}", form, read, [len(found.person), took])
