"""What each vendor's SDK has to hear: success is 200 in its own words, a permanent fault is never a 429 or 5xx."""

import base64
import binascii
from collections.abc import Callable, Sequence
from urllib.parse import parse_qs

import msgspec

from headway.apps.analytics.wires.request import Received

REFUSALS_TOLD_MOST = 100
Heard = Callable[[int, Received], bytes]


def segment(events: int, received: Received) -> bytes:
    return b'{"success":true}'


def posthog(events: int, received: Received) -> bytes:
    return b'{"status":1}'


def amplitude(events: int, received: Received) -> bytes:
    return msgspec.json.encode(
        {"code": 200, "events_ingested": events, "payload_size_bytes": len(received.body)}
    )


def mixpanel(events: int, received: Received) -> bytes:
    return b'{"status":1,"error":null}' if received.fields.get("verbose") == "1" else b"1"


def mixpanel_import(events: int, received: Received) -> bytes:
    # SDKs send a form and want to hear what /track says; programs send JSON or lines.
    if received.fields.get("verbose") == "1":
        return mixpanel(events, received)
    return msgspec.json.encode({"code": 200, "num_records_imported": events, "status": "OK"})


def plain(events: int, received: Received) -> bytes:
    return msgspec.json.encode({"accepted": events})


def with_refusals(heard: bytes, refusals: Sequence[tuple[int, str]]) -> bytes:
    """An answer that also says which events of the request the tracking plan refuses, and why.

    >>> with_refusals(b'{"accepted":1}', [(1, "unplanned event")])
    b'{"accepted":1,"refused":[{"at":1,"reason":"unplanned event"}]}'
    """
    if not refusals or heard[:1] != b"{":
        return heard
    told = msgspec.json.encode([{"at": at, "reason": reason} for at, reason in refusals[:REFUSALS_TOLD_MOST]])
    return heard[:-1] + b',"refused":' + told + b"}"


def fault(status: int, detail: str) -> bytes:
    """A refusal in words that each SDK finds its part of."""
    return msgspec.json.encode({"code": status, "status": 0, "error": detail})


def header_key(headers: dict[bytes, bytes], query: dict[str, str]) -> str:
    """The write key in the headers or the query: Basic with the key as name or password, Bearer, X-Write-Key."""
    kind, _, rest = headers.get(b"authorization", b"").partition(b" ")
    if kind.lower() == b"basic":
        return _basic(rest)
    if kind.lower() == b"bearer":
        return rest.decode("latin-1").strip()
    return headers.get(b"x-write-key", b"").decode("latin-1") or query.get("key", "")


def _basic(text: bytes) -> str:
    try:
        name, _, password = base64.b64decode(text).decode("latin-1").partition(":")
    except binascii.Error:
        return ""
    return name or password


def query_of(text: bytes) -> dict[str, str]:
    """The fields of a query; one that is none has none."""
    try:
        return {
            name: values[0] for name, values in parse_qs(text.decode("latin-1"), max_num_fields=50).items()
        }
    except ValueError:
        return {}
