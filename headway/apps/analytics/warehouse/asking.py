"""A question put to the warehouse: numbers where it can count them, else the events that the question needs."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from django.conf import settings

from headway.apps.analytics.behaviour.asked import text_of
from headway.apps.analytics.behaviour.questions import BehaviourQuestion
from headway.apps.analytics.warehouse.connecting import Rows, Run, is_there, warehouse
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.engine.behaviour.adoption import NEVER, AdoptionFound
from headway.engine.behaviour.funnel import FunnelFound
from headway.engine.behaviour.histories import Histories, Step, histories_of
from headway.engine.behaviour.periods import micros
from headway.engine.behaviour.rules import Funnel
from headway.engine.behaviour.walks import Walks

if TYPE_CHECKING:
    from ibis.expr.types import Table

ROWS_MOST = 5_000_000
Edges = Sequence[int]


def is_asked(question: BehaviourQuestion) -> bool:
    """Whether the events of a question are in the warehouse and not here or sent along."""
    return is_there() and question.events is None


def counts_there(question: BehaviourQuestion, steps: Sequence[Step], *columns: str | None) -> bool:
    """Whether the warehouse can count for a question: by names of events alone, with no property or cohort."""
    return (
        is_asked(question)
        and not question.cohort
        and not any(columns)
        and not any(one.props for one in steps)
    )


@dataclass(frozen=True)
class Store:
    """An open warehouse: the events that a question may see, and when each was done first and last."""

    dialect: str
    run: Run
    events: Table
    spans: Mapping[str, tuple[int, int]]
    as_of_us: int | None

    def rows(self, form: Table) -> Rows:
        import ibis  # noqa: PLC0415 - an extra, and slow to load

        return self.run(str(ibis.to_sql(form, dialect=self.dialect)))

    def extent(self, names: Collection[str | None]) -> tuple[int, int]:
        """When the first and the last event of some names were done (None: of any); noughts where there is none."""
        found = [span for name, span in self.spans.items() if None in names or name in names]
        return (min(first for first, _ in found), max(last for _, last in found)) if found else (0, 0)


@contextmanager
def store_open(context: Context, question: BehaviourQuestion) -> Iterator[Store]:
    """The warehouse, with what a question may see: its persons or accounts, up to the moment that is asked about.
    Raises Invalid."""
    with store_of(context, question.by, question.as_of) as store:
        yield store


@contextmanager
def store_of(
    context: Context, by: Literal["person", "account"] = "person", as_of: datetime | None = None
) -> Iterator[Store]:
    """The warehouse, with the events of the workspace up to a moment (None: all). Raises Invalid."""
    from headway.engine.warehouse.events import events_of, spans, stored  # noqa: PLC0415 - Ibis is an extra

    until = None if as_of is None else micros(as_of if as_of.tzinfo else as_of.replace(tzinfo=UTC))
    events = events_of(stored(settings.WAREHOUSE_EVENTS), context.workspace.slug, by, until)
    with warehouse(settings.WAREHOUSE_URL) as (dialect, run):
        empty = Store(dialect, run, events, {}, None)
        found = {str(name): (int(first), int(last)) for name, first, last in empty.rows(spans(events))}
        last_us = max((last for _, last in found.values()), default=None)
        yield Store(dialect, run, events, found, last_us if until is None or last_us is None else until)


def taken(store: Store, names: Collection[str] | None, properties: Sequence[str]) -> Histories:
    """The events of some names (None: all) with some properties, for what the warehouse cannot count itself.
    Raises Invalid for more than can be taken over."""
    from headway.engine.warehouse.events import named_any  # noqa: PLC0415 - Ibis is an extra

    events = store.events if names is None else store.events.filter(named_any(store.events, names))
    columns = ["who", "event", "at_us", *(["properties"] if properties else [])]
    rows = store.rows(events.select(*columns).limit(ROWS_MOST + 1))
    if len(rows) > ROWS_MOST:
        raise Invalid(
            f"The question needs more than {ROWS_MOST:,} events of the warehouse, which cannot count it itself; "
            "ask by names of events alone, without properties, cohort, exclusions or another order."
        )
    props = [_texts(str(row[3]), properties) for row in rows] if properties else None
    return histories_of(
        [row[0] for row in rows], [int(row[2]) for row in rows], [row[1] for row in rows], props
    )


def _texts(properties: str, wanted: Sequence[str]) -> dict[str, str]:
    try:
        found = json.loads(properties or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: text for name in wanted if (text := text_of(found.get(name))) is not None}


def walks_there(rules: Funnel) -> bool:
    """Whether the warehouse can walk such a funnel."""
    from headway.engine.warehouse.walking import is_walkable  # noqa: PLC0415 - Ibis is an extra

    return is_walkable(rules)


def walks(store: Store, rules: Funnel) -> FunnelFound:
    """A funnel that the warehouse can walk, as the engine has it."""
    from headway.engine.warehouse.walking import walked  # noqa: PLC0415 - Ibis is an extra

    rows, count = store.rows(walked(store.events, rules)), len(rules.steps)
    table = np.array([[-1 if one is None else int(one) for one in row] for row in rows], np.int64)
    table = table.reshape(-1, count + 1)
    times, last = table[:, :count], table[:, count]
    reached = np.sum(
        np.array([[one is not None for one in row[:count]] for row in rows]).reshape(-1, count), axis=1
    )
    chance = times[:, 0] if rules.anchor == "first" else last
    is_open = (reached < count) & (chance + rules.window_us > (store.as_of_us or 0))
    return FunnelFound(Walks(np.arange(len(rows)), reached.astype(np.int64), times), count, is_open)


def values(store: Store, name: str | None, math: str, edges: Edges) -> list[Any]:
    """The points of a trend that does not look back over days."""
    from headway.engine.warehouse.counting import totals  # noqa: PLC0415 - Ibis is an extra

    found = {
        int(period): (int(many), int(who))
        for period, many, who in store.rows(totals(store.events, name, edges))
    }
    points = [found.get(period, (0, 0)) for period in range(len(edges) - 1)]
    if math == "total":
        return [many for many, _ in points]
    if math == "unique":
        return [who for _, who in points]
    return [many / who if who else None for many, who in points]


def trailing(store: Store, name: str | None, edges: Edges, length: int) -> list[int]:
    """People of the periods that end with each one between edges; the first lack what was before."""
    from headway.engine.warehouse.counting import summed  # noqa: PLC0415 - Ibis is an extra
    from headway.engine.warehouse.counting import trailing as form  # noqa: PLC0415 - Ibis is an extra

    return summed(store.rows(form(store.events, name, edges, length)), len(edges) - 1)


@dataclass(frozen=True)
class Matrix:
    """Retention as numbers alone."""

    matrix: list[list[int]]


def came_back(
    store: Store, start: str | None, back: str | None, edges: Edges, *, recurring: bool, cumulative: bool
) -> Matrix:
    from headway.engine.warehouse.counting import matrix_of, retention  # noqa: PLC0415 - Ibis is an extra

    form = retention(store.events, start, back, edges, recurring=recurring, cumulative=cumulative)
    return Matrix(matrix_of(store.rows(form), len(edges) - 1, cumulative))


def active_periods(store: Store, name: str | None, edges: Edges) -> list[int]:
    """By number of periods with the event, from one on: how many people."""
    from headway.engine.warehouse.counting import stickiness  # noqa: PLC0415 - Ibis is an extra

    found = {
        int(periods): int(people) for periods, people in store.rows(stickiness(store.events, name, edges))
    }
    return [found.get(periods, 0) for periods in range(1, len(edges))]


@dataclass(frozen=True)
class States:
    """Lifecycle as numbers alone."""

    by_state: Mapping[str, list[int]]

    def counts(self, state: str) -> list[int]:
        return self.by_state[state]


def states(store: Store, name: str | None, edges: Edges) -> States:
    from headway.engine.warehouse.counting import lifecycle, states_of  # noqa: PLC0415 - Ibis is an extra

    return States(states_of(store.rows(lifecycle(store.events, name, edges)), len(edges) - 2))


def took_up(
    store: Store,
    names: tuple[str | None, str | None],
    span_us: tuple[int, int] | None,
    window_us: int,
    times: int,
) -> AdoptionFound:
    """Who took something up and how soon, as the engine has it; `names` are of the use and of what exposes to it."""
    from headway.engine.warehouse.walking import adopted  # noqa: PLC0415 - Ibis is an extra

    rows = store.rows(adopted(store.events, *names, span_us, times))
    since = np.array([int(row[0]) for row in rows], np.int64)
    took = np.array([NEVER if row[1] is None else int(row[1]) for row in rows], np.int64)
    watched = np.minimum(window_us, (store.as_of_us or 0) - since)
    return AdoptionFound(np.arange(len(rows)), took, watched, window_us)
