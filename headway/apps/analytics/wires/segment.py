"""What Segment's and RudderStack's SDKs send: batches and single calls."""

from typing import Any

import msgspec

from headway.apps.analytics.inbox import EMPTY, Line
from headway.apps.analytics.wires.bodies import BROKEN
from headway.apps.analytics.wires.lines import Arrival, Bad, Id, Moment, line, with_name
from headway.apps.analytics.wires.request import Envelope, Received, opened_by

NAMES = {
    "identify": "$identify",
    "group": "$group",
    "alias": "$alias",
    "page": "$page",
    "screen": "$screen",
}
KINDS = ("track", *NAMES)
LEFT_OUT = "its type is none of track, identify, group, alias, page, screen"


class Batch(msgspec.Struct):
    batch: list[msgspec.Raw]
    writeKey: str | None = None  # noqa: N815 - as it comes
    sentAt: Moment = None  # noqa: N815 - as it comes


class Call(msgspec.Struct):
    type: str | None = None
    event: str | None = None
    userId: Id = None  # noqa: N815 - as it comes
    anonymousId: Id = None  # noqa: N815 - as it comes
    messageId: Id = None  # noqa: N815 - as it comes
    groupId: Id = None  # noqa: N815 - as it comes
    previousId: Id = None  # noqa: N815 - as it comes
    timestamp: Moment = None
    originalTimestamp: Moment = None  # noqa: N815 - as it comes
    name: str | None = None
    category: str | None = None
    properties: msgspec.Raw = EMPTY
    traits: msgspec.Raw = EMPTY
    context: msgspec.Raw = EMPTY
    writeKey: str | None = None  # noqa: N815 - as it comes
    sentAt: Moment = None  # noqa: N815 - as it comes


class About(msgspec.Struct):
    groupId: Id = None  # noqa: N815 - as it comes
    traits: msgspec.Raw = EMPTY


_BATCH = msgspec.json.Decoder(Batch)
_CALL = msgspec.json.Decoder(Call)
_ABOUT = msgspec.json.Decoder(About)
_NOTHING = About()


def batch(received: Received) -> Envelope:
    """A batch of calls."""
    found = opened_by(received, _BATCH)
    if isinstance(found, Envelope):
        return found
    return Envelope(found.writeKey or "", [bytes(one) for one in found.batch], found.sentAt)


def single(received: Received) -> Envelope:
    """One call by itself; its type is the end of the address."""
    try:
        found = _CALL.decode(received.body)
    except BROKEN:
        return Envelope("", [received.body], None)
    return Envelope(found.writeKey or "", [received.body], found.sentAt)


def read(raw: bytes, arrival: Arrival, received: Received) -> Line:
    """One call as a line. Raises Bad or msgspec's errors."""
    call = _CALL.decode(raw)
    kind, beside = call.type or received.path.rpartition("/")[2], _beside(call.context)
    given: dict[str, Any] = {
        "person": call.userId, "anonymous": call.anonymousId, "id": call.messageId, "context": call.context,
        "at": call.timestamp if call.timestamp is not None else call.originalTimestamp,
        "account": call.groupId if call.groupId is not None else beside.groupId,
    }  # fmt: skip
    if kind == "track":
        return line(arrival, raw, event=call.event, properties=call.properties, **given)
    if kind not in NAMES:
        raise Bad(LEFT_OUT)
    merged = call.previousId if kind == "alias" else None
    # RudderStack puts the traits of a person into the context.
    traits = beside.traits if call.traits is EMPTY else call.traits
    about = traits if kind in {"identify", "group"} else call.properties
    named = with_name(about, name=call.name, category=call.category)
    return line(arrival, raw, event=NAMES[kind], merged=merged, properties=named, **given)


def _beside(context: msgspec.Raw) -> About:
    text = bytes(context)
    return _ABOUT.decode(context) if b'"groupId"' in text or b'"traits"' in text else _NOTHING
