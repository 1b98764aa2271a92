"""A request as the wire formats see it."""

from dataclasses import dataclass
from typing import TypeVar

import msgspec

from headway.apps.analytics.wires.bodies import BROKEN, Unreadable, key_in, salvaged
from headway.apps.analytics.wires.lines import Moment

S = TypeVar("S")


@dataclass(frozen=True)
class Received:
    """`body` is unpacked; `fields` are those of the query and of a form; `key` is the one in the headers."""

    path: str
    body: bytes
    fields: dict[str, str]
    key: str = ""


@dataclass(frozen=True)
class Envelope:
    """Whose events a request brings, and each of them as it came."""

    key: str
    events: list[bytes]
    sent_at: Moment = None


def opened_by(received: Received, decoder: "msgspec.json.Decoder[S]") -> S | Envelope:
    """The envelope as its format has it; where the body has a fault, the events that can be told apart."""
    try:
        return decoder.decode(received.body)
    except BROKEN as error:
        events = salvaged(received.body)
        if not events:
            raise Unreadable("The body is no JSON with a list of events.") from error
        return Envelope(key_in(received.body), events)
