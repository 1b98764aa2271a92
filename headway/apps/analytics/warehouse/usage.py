"""What a warehouse holds: which events, how often, by how many, and with which properties."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from headway.apps.analytics.behaviour.asked import text_of
from headway.apps.analytics.warehouse.asking import Store, store_of
from headway.core.context import Context
from headway.engine.behaviour.histories import DAY_US
from headway.engine.behaviour.periods import moment_of

SAMPLE = 20_000


@dataclass(frozen=True)
class Usage:
    """People and accounts that were active in a window, each event with its number and people, and the first and
    last moment of all."""

    people: int
    accounts: int
    events: Sequence[tuple[str, int, int]]
    first_at: datetime
    last_at: datetime


def usage_there(context: Context, days: int) -> Usage | None:
    """The last days of what the warehouse holds; None where it holds nothing."""
    from headway.engine.warehouse.counting import by_event, people_of  # noqa: PLC0415 - Ibis is an extra

    with store_of(context) as store:
        if store.as_of_us is None:
            return None
        since = store.as_of_us - days * DAY_US
        rows = [
            (str(name), int(many), int(who)) for name, many, who in store.rows(by_event(store.events, since))
        ]
        [(people,)] = store.rows(people_of(store.events, since))
        first_us, last_us = store.extent([None])
    with store_of(context, "account") as store:
        [(accounts,)] = store.rows(people_of(store.events, since))
    events = sorted(rows, key=lambda one: (-one[1], one[0]))
    return Usage(int(people), int(accounts), events, moment_of(first_us), moment_of(last_us))


def names_there(context: Context, event: str | None, most: int) -> list[str]:
    """The commonest properties of the events of a name (None: of any), as far as a sample of them tells."""
    with store_of(context) as store:
        many = Counter(key for text in _sample(store, event) for key in _read(text))
    return sorted(name for name, _ in sorted(many.items(), key=lambda one: (-one[1], one[0]))[:most])


def values_there(context: Context, event: str | None, name: str, most: int) -> list[str]:
    """The commonest values of a property of the events of a name (None: of any), as far as a sample of them tells."""
    with store_of(context) as store:
        found = [_read(text).get(name) for text in _sample(store, event)]
    return commonest(((one, 1) for one in found), most)


def events_there(
    context: Context, who: tuple[str, str], event: str, most: int, skipped: int
) -> list[tuple[str, str, str, int, str]]:
    """Events of somebody (a person's id, else an account's), the latest first; which account a person's belong to is
    not told."""
    person, account = who
    with store_of(context, "account" if account else "person") as store:
        found = store.events.filter(store.events.who == (account or person))
        found = found.filter(found.event == event) if event else found
        listed = found.select("event", "at_us", "properties").order_by(
            found.at_us.desc(), "event", "properties"
        )
        rows = store.rows(listed.limit(most, offset=skipped))
    return [(person, account, str(name), int(at_us), str(text or "{}")) for name, at_us, text in rows]


def commonest(values: Iterable[tuple[object, int]], most: int) -> list[str]:
    """The commonest values as texts, of values with how often there are."""
    many: Counter[str] = Counter()
    for value, times in values:
        text = text_of(value)
        if text:
            many[text] += times
    return [text for text, _ in sorted(many.items(), key=lambda one: (-one[1], one[0]))[:most]]


def _sample(store: Store, event: str | None) -> list[str]:
    from headway.engine.warehouse.events import named  # noqa: PLC0415 - Ibis is an extra

    rows = store.events.filter(named(store.events, event)).select("properties").limit(SAMPLE)
    return [str(text) for (text,) in store.rows(rows) if text]


def _read(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
