"""Headway's own format: events as JSON or as lines of JSON."""

import msgspec

from headway.apps.analytics.inbox import EMPTY, Line
from headway.apps.analytics.wires.bodies import BROKEN, Unreadable, salvaged
from headway.apps.analytics.wires.lines import Arrival, Id, Moment, line
from headway.apps.analytics.wires.request import Envelope, Received


class Many(msgspec.Struct):
    events: list[msgspec.Raw]


class Event(msgspec.Struct):
    event: str | None = None
    id: Id = None
    person_id: Id = None
    anonymous_id: Id = None
    account_id: Id = None
    ts: Moment = None
    former_id: Id = None
    properties: msgspec.Raw = EMPTY


_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_MANY = msgspec.json.Decoder(Many)
_EVENT = msgspec.json.Decoder(Event)


def pieces(body: bytes) -> list[bytes]:
    """Each event of a list, of an object with `events`, of lines, or the one there is.

    >>> pieces(b'{"event":"a"}\\n{"event":"b"}\\n')
    [b'{"event":"a"}', b'{"event":"b"}']
    """
    body = body.strip()
    try:
        if body[:1] == b"[":
            return [bytes(one) for one in _LIST.decode(body)]
        return [bytes(one) for one in _MANY.decode(body).events]
    except BROKEN:
        if body[:1] == b"[" or body.startswith(b'{"events"'):
            return salvaged(body)
    return [body] if _is_one(body) else [part for part in map(bytes.strip, body.split(b"\n")) if part]


def _is_one(body: bytes) -> bool:
    try:
        _EVENT.decode(body)
    except BROKEN:
        return False
    return True


def opened(received: Received) -> Envelope:
    """Events in any of these forms. Raises Unreadable where there are none."""
    events = pieces(received.body)
    if not events:
        raise Unreadable("The body holds no events; send JSON objects in a list or one a line.")
    return Envelope("", events)


def read(raw: bytes, arrival: Arrival, received: Received) -> Line:
    """One event as a line."""
    found = _EVENT.decode(raw)
    return line(
        arrival,
        raw,
        event=found.event,
        person=found.person_id,
        anonymous=found.anonymous_id,
        id=found.id,
        account=found.account_id,
        at=found.ts,
        merged=found.former_id,
        properties=found.properties,
    )
