"""What Mixpanel's SDKs send: events one by one, in lists, as forms, in lines, and what they say of people."""

import msgspec

from headway.apps.analytics.inbox import EMPTY, Line
from headway.apps.analytics.wires.bodies import BROKEN
from headway.apps.analytics.wires.lines import Arrival, Id, Moment, line
from headway.apps.analytics.wires.plain import pieces
from headway.apps.analytics.wires.request import Envelope, Received

NAMES = {
    "about": {
        "insert": "$insert_id", "device": "$device_id", "user": "$user_id", "anon": "$anon_id",
        "identified": "$identified_id", "same": "$distinct_ids",
    },
    "profile": {
        "token": "$token",  # nosec B105 - the name of a field
        "person": "$distinct_id", "group": "$group_id", "insert": "$insert_id", "at": "$time",
    },
}  # fmt: skip


class About(msgspec.Struct, rename=NAMES["about"]):
    token: str | None = None
    distinct_id: Id = None
    time: Moment = None
    insert: Id = None
    device: Id = None
    user: Id = None
    anon: Id = None
    identified: Id = None
    alias: Id = None
    same: list[Id] | None = None


class Event(msgspec.Struct):
    event: str | None = None
    properties: msgspec.Raw = EMPTY


class Profile(msgspec.Struct, rename=NAMES["profile"]):
    token: str | None = None
    person: Id = None
    group: Id = None
    insert: Id = None
    at: Moment = None


_EVENT = msgspec.json.Decoder(Event)
_ABOUT = msgspec.json.Decoder(About)
_PROFILE = msgspec.json.Decoder(Profile)


def opened(received: Received) -> Envelope:
    """Events, or what is said of people and groups; the token stands in each of them."""
    events = pieces(received.body)
    return Envelope(next(filter(None, map(_token, events[:10])), ""), events)


def _token(raw: bytes) -> str:
    try:
        found = _EVENT.decode(raw)
        token = _about(found).token if found.event else _PROFILE.decode(raw).token
    except BROKEN:
        return ""
    return token or ""


def _about(event: Event) -> About:
    return _ABOUT.decode(event.properties) if bytes(event.properties)[:1] == b"{" else About()


def read(raw: bytes, arrival: Arrival, received: Received) -> Line:
    """One event as a line."""
    found = _EVENT.decode(raw)
    about = _about(found)
    person = about.user if about.user is not None else about.distinct_id
    anonymous, merged = about.device, None
    if found.event == "$identify" and about.identified is not None:
        person, anonymous = about.identified, about.anon
    elif found.event == "$create_alias":
        merged = about.alias
    elif found.event == "$merge" and about.same and len(about.same) == 2:
        person, merged = about.same
    return line(
        arrival,
        raw,
        event=found.event,
        person=person,
        anonymous=anonymous,
        id=about.insert,
        at=about.time,
        merged=merged,
        properties=found.properties,
    )


def profile(raw: bytes, arrival: Arrival, received: Received) -> Line:
    """What is said of a person or of a group, kept as an event of its own."""
    found = _PROFILE.decode(raw)
    is_group = received.path.endswith("groups")
    return line(
        arrival,
        raw,
        event="$group" if is_group else "$identify",
        person=found.group if is_group else found.person,
        account=found.group if is_group else None,
        id=found.insert,
        at=found.at,
        properties=msgspec.Raw(raw),
    )
