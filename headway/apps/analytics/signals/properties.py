"""Which properties events have, and with which values."""

import hashlib
import json
from collections import Counter
from typing import cast

from headway.apps.analytics.behaviour.questions import EventRow
from headway.apps.analytics.index.remembering import sampled
from headway.apps.analytics.segments import stitched_events
from headway.apps.analytics.signals.questions import DiagnosisQuestion
from headway.apps.analytics.warehouse.connecting import is_there
from headway.apps.analytics.warehouse.usage import commonest, names_there, values_there
from headway.core.context import Context

NAMES_MOST = 40
VALUES_MOST = 50
SAMPLE = 20_000


def property_names(context: Context, question: DiagnosisQuestion) -> list[str]:
    """The commonest properties of the event that begins, in order of their names."""
    if question.events is not None:
        return _sent(question.events, question.event.event)
    return stored_names(context, question.event.event)


def stored_names(context: Context, event: str | None) -> list[str]:
    """The commonest properties of the stored events of a name (None: of any), as far as a sample of them tells."""
    if is_there():
        return names_there(context, event, NAMES_MOST)
    return cast("list[str]", sampled(context.workspace, _key("names", event), lambda: _names(context, event)))


def _names(context: Context, event: str | None) -> list[str]:
    with stitched_events(context) as session:
        found = session.execute(
            f"""SELECT name FROM (SELECT unnest(json_keys(properties)) AS name FROM
            (SELECT properties FROM events WHERE event = coalesce(?, event) LIMIT {SAMPLE}))
            GROUP BY name ORDER BY count(*) DESC, name LIMIT {NAMES_MOST}""",  # nosec B608 # noqa: S608 - our own numbers
            [event],
        )
        return sorted(name for (name,) in found.fetchall())


def stored_values(context: Context, event: str | None, name: str) -> list[str]:
    """The commonest values of a property of the stored events of a name (None: of any), as texts, as far as a sample
    of the events tells."""
    if is_there():
        return values_there(context, event, name, VALUES_MOST)
    key = _key("values", event, name)
    return cast("list[str]", sampled(context.workspace, key, lambda: _values(context, event, name)))


def _values(context: Context, event: str | None, name: str) -> list[str]:
    pointer = "/" + name.replace("~", "~0").replace("/", "~1")
    with stitched_events(context) as session:
        found = session.execute(
            f"""SELECT value, count(*) FROM (SELECT json_extract(properties, ?) AS value FROM
            (SELECT properties FROM events WHERE event = coalesce(?, event) LIMIT {SAMPLE}))
            WHERE value IS NOT NULL GROUP BY value ORDER BY 2 DESC LIMIT {4 * VALUES_MOST}""",  # nosec B608 # noqa: S608 - our own numbers
            [pointer, event],
        ).fetchall()
    return commonest(((json.loads(value), many) for value, many in found), VALUES_MOST)


def _key(sort: str, event: str | None, *others: str) -> str:
    """The name under which something about an event is kept; events and properties may be called anything."""
    return f"{sort}-{hashlib.sha256(json.dumps([event, *others]).encode()).hexdigest()[:32]}"


def _sent(events: list[EventRow], name: str | None) -> list[str]:
    many = Counter(key for one in events if name in (None, one.event) for key in one.props or ())
    return sorted(key for key, _ in many.most_common(NAMES_MOST))
