"""The events that a question is about, as histories: those sent with it, or the stored ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from headway.apps.analytics.behaviour.asked import event_us, text_of
from headway.apps.analytics.behaviour.belonging import kept_to, with_cohorts
from headway.apps.analytics.behaviour.membership import PREFIX
from headway.apps.analytics.behaviour.ordered import columns_in_order
from headway.apps.analytics.behaviour.questions import BehaviourQuestion, EventRow
from headway.apps.analytics.index.keeping import index_of
from headway.apps.analytics.index.naming import By
from headway.apps.analytics.index.properties import property_of
from headway.apps.analytics.index.words import code_sql, words
from headway.apps.analytics.segments import stitched_events, untied_paths
from headway.apps.analytics.warehouse.asking import Store, is_asked, store_open, taken
from headway.core.context import Context
from headway.engine.behaviour.histories import Column, Histories, Step, checked, chosen, histories_of
from headway.engine.behaviour.periods import micros, moment_of

if TYPE_CHECKING:
    import duckdb


# Each file is a query of its own, so that of many small ones all at once are read faster.
FILES_MOST = 8


@dataclass(frozen=True)
class Known:
    """Histories, up to when everything is known (microseconds; None: there are no events), and which names of
    steps no event has."""

    histories: Histories
    as_of_us: int | None
    unseen: list[str]

    @property
    def as_of(self) -> datetime | None:
        return None if self.as_of_us is None else moment_of(self.as_of_us)


def known(
    context: Context,
    question: BehaviourQuestion,
    steps: Sequence[Step],
    properties: Iterable[str] = (),
    everything: bool = False,
) -> Known:
    """The histories of the people (or accounts) of a question: at least of the events that the steps name, of all
    with `everything`, with the properties that steps and question need. Accounts that are not named are left out."""
    names = None if everything or any(step.event is None for step in steps) else {str(s.event) for s in steps}
    wanted = sorted({*properties, *(name for step in steps for name in step.props)})
    cohorts = [name for name in wanted if name.startswith(PREFIX)]
    plain = [name for name in wanted if name not in cohorts]
    if question.events is not None:
        found = _sent(question.events, question.by, names, plain)
    elif is_asked(question):
        with store_open(context, question) as store:
            found = taken(store, names, plain), store.as_of_us, set(store.spans)
    else:
        found = _stored(context, question.by, names, plain)
    histories, last_us, seen = found
    histories = with_cohorts(context, histories, cohorts, question.by)
    if question.cohort:
        histories = kept_to(context, histories, question.cohort, question.by)
    if question.as_of is not None and last_us is not None:
        before, last_us = (
            last_us,
            micros(question.as_of if question.as_of.tzinfo else question.as_of.replace(tzinfo=UTC)),
        )
        if last_us < before:
            histories = chosen(histories, histories.at_us <= last_us)
    return Known(histories, last_us, sorted((names or set()) - seen))


def known_there(store: Store, steps: Sequence[Step]) -> Known:
    """What is known where the warehouse counts: no event is here."""
    names = {step.event for step in steps if step.event is not None}
    return Known(histories_of([], [], []), store.as_of_us, sorted(names - set(store.spans)))


Found = tuple[Histories, int | None, set[str]]


def _sent(events: Sequence[EventRow], by: By, names: set[str] | None, wanted: Sequence[str]) -> Found:
    at_us = [event_us(one.ts, place) for place, one in enumerate(events)]
    who = [str(one.user if by == "person" else one.account) for one in events]
    kept = [n for n, one in enumerate(events) if who[n] and (names is None or one.event in names)]
    histories = histories_of(
        [who[n] for n in kept],
        [at_us[n] for n in kept],
        [events[n].event for n in kept],
        [_texts(events[n].props or {}, wanted) for n in kept],
    )
    return histories, max(at_us, default=None), {one.event for one in events}


def _texts(props: dict[str, Any], wanted: Sequence[str]) -> dict[str, str]:
    return {name: text for name in wanted if (text := text_of(props.get(name))) is not None}


def _stored(context: Context, by: By, names: set[str] | None, wanted: Sequence[str]) -> Found:
    try:
        found = _indexed(context, by, wanted)
    except FileNotFoundError:
        # A newer index took its place at this very moment.
        found = _indexed(context, by, wanted)
    return found or _read(context, by, names, wanted)


def _indexed(context: Context, by: By, wanted: Sequence[str]) -> Found | None:
    index = index_of(context.workspace, by)
    if index is None:
        return None
    columns = {name: property_of(index, name, _pointer(name)) for name in wanted}
    return index.histories().having(columns), index.facts.last_us, set(index.facts.events)


def _read(context: Context, by: By, names: set[str] | None, wanted: Sequence[str]) -> Found:
    with stitched_events(context) as session:
        last_us, seen = _extent(session)
        found = None
        if names is not None and not wanted:
            found = _in_order(context, by, names & seen)
        return found or columns_taken(session, by, names, wanted), last_us, seen


def _in_order(context: Context, by: By, names: set[str]) -> Histories | None:
    """The events of some names as they lie in few files, where nobody stands for another."""
    paths = untied_paths(context)
    return columns_in_order(paths, by, names) if 0 < len(paths) <= FILES_MOST else None


def _extent(session: "duckdb.DuckDBPyConnection") -> tuple[int | None, set[str]]:
    found = session.execute("SELECT max(at_us), list(DISTINCT event) FROM events").fetchone()
    assert found is not None
    return found[0], set(found[1] or ())


def _pointer(name: str) -> str:
    """A property's place in JSON, whatever its name is made of."""
    return "/" + name.replace("~", "~0").replace("/", "~1")


def columns_taken(
    session: "duckdb.DuckDBPyConnection", by: By, names: set[str] | None, wanted: Sequence[str]
) -> Histories:
    """The view `events` of a session as histories. Texts become codes inside DuckDB, so that only numbers cross
    over; events of one instant come by name."""
    properties = "".join(f", json_extract_string(properties, ?) AS p{n}" for n in range(len(wanted)))
    few = "AND event IN (SELECT unnest(?))" if names is not None else ""
    values: list[Any] = [*map(_pointer, wanted), *([sorted(names)] if names is not None else [])]
    session.execute(
        f"CREATE TABLE taken AS SELECT {by} AS who, event, at_us{properties} FROM events WHERE {by} <> '' {few}",  # nosec B608 # noqa: S608 - our own names
        values,
    )
    texts = ["event", *(f"p{n}" for n in range(len(wanted)))]
    known = {column: words(session, column, f"SELECT DISTINCT {column} FROM taken") for column in texts}  # nosec B608 # noqa: S608 - our own names
    codes = ", ".join(f"{code_sql(column, column, known[column])} AS {column}_code" for column in texts)
    # Rows come by person, so that how many each has tells whose they are: a code for each is much slower.
    people = session.execute("SELECT who, count(*) AS rows FROM taken GROUP BY who ORDER BY who").fetchnumpy()
    found = session.execute(f"SELECT at_us, {codes} FROM taken ORDER BY who, at_us, event").fetchnumpy()  # nosec B608 # noqa: S608 - our own names
    columns = {
        name: Column(np.asarray(found[f"p{n}_code"], np.int32), known[f"p{n}"])
        for n, name in enumerate(wanted)
    }
    return checked(
        Histories(
            tuple(people["who"].tolist()),
            np.repeat(np.arange(len(people["who"]), dtype=np.int32), people["rows"]),
            np.asarray(found["at_us"], np.int64),
            np.asarray(found["event_code"], np.int32),
            known["event"],
            columns,
        )
    )
