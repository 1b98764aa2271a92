"""From what an SDK says of an event to a line of the inbox, or to the reason why it is left out."""

import hashlib
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from headway.apps.analytics.inbox import CLOCK_OFF, EMPTY, Line
from headway.apps.analytics.wires.bodies import is_deep

ID_SIGNS_MOST = 200
EVENT_BYTES_MOST = 1_000_000
EXAMPLE_BYTES_MOST = 300
DAY_US = 86_400_000_000
OLD_US = 3 * 366 * DAY_US
FIRST_US, LAST_US = -62_135_596_800_000_000 + DAY_US, 253_402_300_799_000_000 - DAY_US
MILLISECONDS_FROM = 100_000_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
Id = str | int | float | None
Moment = str | int | float | None


class Bad(Exception):
    """Why one event is left out. The text never holds anything the event said, so reasons can be counted."""


@dataclass
class Arrival:
    """One request: whose it is, when it came, and how far its sender's clock is off."""

    source: str
    received_us: int
    clock_is_off: bool = False
    _met: Counter[bytes] = field(default_factory=Counter)

    def content_id(self, raw: bytes) -> str:
        """An id for an event that brings none: the same when the request is sent again."""
        digest = hashlib.blake2b(raw, digest_size=16).digest()
        self._met[digest] += 1
        return f"content-{digest.hex()}-{self._met[digest]}"


def now_us() -> int:
    return time.time_ns() // 1000


def arrived(source: str, sent_at: Moment) -> Arrival:
    """A request that came just now; `sent_at` is when its sender says to have sent it."""
    received = now_us()
    try:
        sent = moment_us(sent_at, received)
    except Bad:
        sent = received
    return Arrival(source, received, abs(sent - received) > DAY_US)


def moment_us(value: Moment, missing: int) -> int:
    """A moment as microseconds since 1970. Raises Bad for what is none.

    >>> moment_us("2026-09-01T08:30:00Z", 0), moment_us(1788251400, 0), moment_us(1788251400000, 0)
    (1788251400000000, 1788251400000000, 1788251400000000)
    """
    if value is None or value == "":
        return missing
    try:
        found = _number_us(float(value)) if isinstance(value, int | float) else _text_us(value)
    except (ValueError, OverflowError) as error:
        raise Bad("its time is no date and time") from error
    if not FIRST_US < found < LAST_US:
        raise Bad("its time is outside the calendar")
    return found


def _number_us(value: float) -> int:
    return round(value * (1_000 if abs(value) >= MILLISECONDS_FROM else 1_000_000))


def _text_us(text: str) -> int:
    if text.isdigit():
        return _number_us(float(text))
    at = datetime.fromisoformat(text)
    return ((at if at.tzinfo else at.replace(tzinfo=UTC)) - EPOCH) // MICROSECOND


def line(
    arrival: Arrival,
    raw: bytes,
    *,
    event: str | None,
    person: Id,
    anonymous: Id = None,
    id: Id = None,
    account: Id = None,
    at: Moment = None,
    merged: Id = None,
    properties: msgspec.Raw = EMPTY,
    context: msgspec.Raw = EMPTY,
) -> Line:
    """An event as a line of the inbox. Raises Bad where it cannot be one."""
    if len(raw) > EVENT_BYTES_MOST:
        raise Bad("it is larger than 1 MB")
    if is_deep(raw):
        raise Bad("it is nested too deep")
    if not event or event.isspace():
        raise Bad("it has no event name")
    # Most events leave most of these out, and a call for each would be a tenth of what an event costs.
    known = "" if person is None else named(person, "the person's id")
    nameless = "" if anonymous is None else named(anonymous, "the anonymous id")
    if not known and not nameless:
        raise Bad("it says of nobody who did it")
    at_us = moment_us(at, arrival.received_us)
    off = arrival.clock_is_off or not -OLD_US < at_us - arrival.received_us < DAY_US
    return Line(
        source=arrival.source,
        id=named(id, "the event's id") or arrival.content_id(raw),
        event=named(event, "the event's name"),
        person=known,
        anonymous=nameless,
        account="" if account is None else named(account, "the account's id"),
        at_us=at_us,
        received_us=arrival.received_us,
        flags=CLOCK_OFF if off else 0,
        merged="" if merged is None else named(merged, "the former id"),
        properties=_object(properties),
        context=_object(context),
    )


def named(value: Any, what: str) -> str:
    """An id as text; empty for none. Raises Bad for one that is too long to be one."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else _number(value)
    if len(text) > ID_SIGNS_MOST:
        raise Bad(f"{what} is longer than {ID_SIGNS_MOST} signs")
    return text.strip() if "\0" not in text else text.replace("\0", "").strip()


def _number(value: float) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _object(raw: msgspec.Raw) -> msgspec.Raw:
    if raw is EMPTY:
        return raw
    text = bytes(raw)
    if text[:1] == b"{":
        return raw
    if text in {b"", b"null"}:
        return EMPTY
    raise Bad("its properties are no object")


def refused(arrival: Arrival, reason: str, raw: bytes) -> Line:
    """What is kept of an event that is left out: that it was, why, and how it began."""
    began = msgspec.json.encode(raw[:EXAMPLE_BYTES_MOST].decode(errors="replace").replace("\0", ""))
    at = arrival.received_us
    return Line(arrival.source, "", "", "", "", "", at, at, reason=reason, properties=msgspec.Raw(began))


def with_name(properties: msgspec.Raw, **more: str | None) -> msgspec.Raw:
    """Properties with further texts in front, where there are any; what is there already stays.

    >>> bytes(with_name(msgspec.Raw(b'{"a":1}'), name="Home", category=None))
    b'{"name":"Home","a":1}'
    """
    given = {name: value for name, value in more.items() if value}
    text = bytes(properties).strip()
    if not given or (text and text[:1] != b"{" and text != b"null"):
        return properties
    front = msgspec.json.encode(given)[:-1]
    rest = text[1:].lstrip() if text[:1] == b"{" else b"}"
    return msgspec.Raw(front + (rest if rest[:1] == b"}" else b"," + rest))
