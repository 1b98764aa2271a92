"""What PostHog's SDKs send: batches, single captures, forms of older browsers."""

import msgspec

from headway.apps.analytics.inbox import EMPTY, Line
from headway.apps.analytics.wires.bodies import BROKEN
from headway.apps.analytics.wires.lines import Arrival, Id, Moment, line
from headway.apps.analytics.wires.request import Envelope, Received, opened_by

MERGES = {"$create_alias", "$merge_dangerously"}
ACCOUNT_GROUPS = ("account", "company", "organization", "workspace", "project")


class Batch(msgspec.Struct):
    batch: list[msgspec.Raw] | None = None
    api_key: str | None = None
    token: str | None = None
    sent_at: Moment = None
    event: str | None = None


class About(
    msgspec.Struct, rename={"anon": "$anon_distinct_id", "groups": "$groups", "insert": "$insert_id"}
):
    distinct_id: Id = None
    alias: Id = None
    anon: Id = None
    groups: dict[str, Id] | None = None
    insert: Id = None
    token: str | None = None


class Capture(msgspec.Struct):
    event: str | None = None
    distinct_id: Id = None
    uuid: Id = None
    timestamp: Moment = None
    properties: msgspec.Raw = EMPTY


_BATCH = msgspec.json.Decoder(Batch)
_MANY = msgspec.json.Decoder(list[msgspec.Raw])
_CAPTURE = msgspec.json.Decoder(Capture)
_ABOUT = msgspec.json.Decoder(About)


def opened(received: Received) -> Envelope:
    """A batch, a list, or one capture by itself."""
    if received.body[:1] == b"[":
        many = opened_by(received, _MANY)
        if isinstance(many, Envelope):
            return many
        return Envelope(_key(many[0]) if many else "", [bytes(one) for one in many])
    found = opened_by(received, _BATCH)
    if isinstance(found, Envelope):
        return found
    events = [received.body] if found.batch is None else [bytes(one) for one in found.batch]
    key = found.api_key or found.token or (_key(received.body) if found.batch is None else "")
    return Envelope(key, events, found.sent_at)


def _key(raw: bytes | msgspec.Raw) -> str:
    try:
        return _about(_CAPTURE.decode(raw).properties).token or ""
    except BROKEN:
        return ""


def _about(properties: msgspec.Raw) -> About:
    return _ABOUT.decode(properties) if bytes(properties)[:1] == b"{" else About()


def read(raw: bytes, arrival: Arrival, received: Received) -> Line:
    """One capture as a line."""
    found = _CAPTURE.decode(raw)
    if bytes(found.properties)[:1] == b'"':
        # Exports of tables have the properties as a text.
        found.properties = msgspec.Raw(msgspec.json.decode(found.properties, type=str).encode())
    about = _about(found.properties)
    return line(
        arrival,
        raw,
        event=found.event,
        person=found.distinct_id if found.distinct_id is not None else about.distinct_id,
        anonymous=about.anon,
        id=found.uuid if found.uuid is not None else about.insert,
        account=account_of(about.groups),
        at=found.timestamp,
        merged=about.alias if found.event in MERGES else None,
        properties=found.properties,
    )


def account_of(groups: dict[str, Id] | None) -> Id:
    """The account among the groups of an event: the kind of group most often called so, else the first."""
    if not groups:
        return None
    return next((groups[name] for name in ACCOUNT_GROUPS if name in groups), next(iter(groups.values())))
