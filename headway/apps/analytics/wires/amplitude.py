"""What Amplitude's SDKs send to the HTTP API, version 2."""

import msgspec

from headway.apps.analytics.inbox import EMPTY, Line
from headway.apps.analytics.wires.lines import Arrival, Id, Moment, line
from headway.apps.analytics.wires.posthog import account_of
from headway.apps.analytics.wires.request import Envelope, Received, opened_by


class Upload(msgspec.Struct):
    events: list[msgspec.Raw]
    api_key: str | None = None
    client_upload_time: Moment = None


class Event(msgspec.Struct, rename={"exported_id": "$insert_id"}):
    """As SDKs send it, and as an export has it: there the time and the id are called otherwise."""

    event_type: str | None = None
    user_id: Id = None
    device_id: Id = None
    insert_id: Id = None
    time: Moment = None
    exported_id: Id = None
    event_time: Moment = None
    groups: dict[str, Id | list[Id]] | None = None
    event_properties: msgspec.Raw = EMPTY
    user_properties: msgspec.Raw = EMPTY


_UPLOAD = msgspec.json.Decoder(Upload)
_EVENT = msgspec.json.Decoder(Event)


def opened(received: Received) -> Envelope:
    """An upload of events."""
    found = opened_by(received, _UPLOAD)
    if isinstance(found, Envelope):
        return found
    return Envelope(found.api_key or "", [bytes(one) for one in found.events], found.client_upload_time)


def read(raw: bytes, arrival: Arrival, received: Received) -> Line:
    """One event as a line; what it says of the user goes beside its properties."""
    found = _EVENT.decode(raw)
    groups = {
        name: value[0] if isinstance(value, list) and value else value
        for name, value in (found.groups or {}).items()
        if value
    }
    return line(
        arrival,
        raw,
        event=found.event_type,
        person=found.user_id,
        anonymous=found.device_id,
        id=found.insert_id if found.insert_id is not None else found.exported_id,
        account=account_of({name: one for name, one in groups.items() if not isinstance(one, list)}),
        at=found.time if found.time is not None else found.event_time,
        properties=found.event_properties,
        context=found.user_properties,
    )
