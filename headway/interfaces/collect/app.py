"""The collector: an ASGI app that takes events from other vendors' SDKs and answers once they are on disk."""

import os
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

import django
import msgspec

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headway.settings")
django.setup()

from django.db import DatabaseError  # noqa: E402 - after the setup, like all that stands on it

from headway.apps.analytics.inbox import Line, encoded  # noqa: E402
from headway.apps.analytics.wires import amplitude, mixpanel, plain, posthog, segment  # noqa: E402
from headway.apps.analytics.wires.bodies import (  # noqa: E402
    BROKEN,
    BYTES_MOST,
    EVENTS_MOST,
    Unreadable,
    form_of,
    json_of,
    too_large,
    unpacked,
)
from headway.apps.analytics.wires.lines import Arrival, Bad, arrived, refused  # noqa: E402
from headway.apps.analytics.wires.request import Envelope, Received  # noqa: E402
from headway.interfaces.collect import answers  # noqa: E402
from headway.interfaces.collect.committing import Inbox  # noqa: E402
from headway.interfaces.collect.keys import Keys  # noqa: E402
from headway.interfaces.collect.plans import Plans  # noqa: E402

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Read = Callable[[bytes, Arrival, Received], Line]
RETRY_AFTER_S = b"5"
CORS = [
    (b"access-control-allow-headers", b"authorization, content-type, content-encoding, x-write-key"),
    (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
]
JSON = [(b"content-type", b"application/json"), (b"cache-control", b"no-store"), *CORS]


@dataclass(frozen=True)
class Route:
    """How the requests to one address are opened, how each event in them is read, and what is answered."""

    opened: Callable[[Received], Envelope]
    read: Read
    heard: answers.Heard


SINGLE = Route(segment.single, segment.read, answers.segment)
CAPTURE = Route(posthog.opened, posthog.read, answers.posthog)
ROUTES = {
    "/v1/batch": Route(segment.batch, segment.read, answers.segment),
    "/v1/b": Route(segment.batch, segment.read, answers.segment),
    **{f"/v1/{name}": SINGLE for kind in segment.KINDS for name in (kind, kind[0])},
    **dict.fromkeys(("/batch", "/capture", "/e", "/i/v0/e"), CAPTURE),
    "/2/httpapi": Route(amplitude.opened, amplitude.read, answers.amplitude),
    "/track": Route(mixpanel.opened, mixpanel.read, answers.mixpanel),
    "/import": Route(mixpanel.opened, mixpanel.read, answers.mixpanel_import),
    "/engage": Route(mixpanel.opened, mixpanel.profile, answers.mixpanel),
    "/groups": Route(mixpanel.opened, mixpanel.profile, answers.mixpanel),
    "/v1/events": Route(plain.opened, plain.read, answers.plain),
}


class Collector:
    """The app with its inbox; one for each process."""

    def __init__(self) -> None:
        self._keys, self._plans, self._inbox = Keys(), Plans(), Inbox()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            try:
                status, body, more = await self._answered(scope, receive)
            except Unreadable as refusal:
                status, body, more = refusal.status, answers.fault(refusal.status, refusal.detail), []
            except (OSError, DatabaseError):
                body = answers.fault(503, "Events cannot be stored at the moment; send them again.")
                status, more = 503, [(b"retry-after", RETRY_AFTER_S)]
            await _send(send, status, body, [*more, *_open_to(scope)])

    async def _answered(self, scope: Scope, receive: Receive) -> tuple[int, bytes, list[tuple[bytes, bytes]]]:
        path = scope["path"].rstrip("/")
        if scope["method"] == "OPTIONS" or path == "/health":
            return 200, b"", []
        route = ROUTES.get(path)
        if route is None:
            raise Unreadable("Nothing takes events at this address.", 404)
        received = await _received(scope, path, receive)
        envelope = route.opened(received)
        if len(envelope.events) > EVENTS_MOST:
            raise Unreadable(f"One request may bring {EVENTS_MOST} events; send fewer.", 413)
        source = await self._keys.source(received.key or envelope.key)
        if source is None:
            raise Unreadable("The write key is unknown or revoked.", 400 if "httpapi" in path else 401)
        if source.withdrawn:
            raise Unreadable(source.withdrawn, 400 if "httpapi" in path else 403)
        lines = _lines(route.read, envelope, arrived(source.id, envelope.sent_at), received)
        lines, refusals = await self._plans.checked(source.workspace, lines)
        if lines:
            await self._inbox.keep(source.workspace, encoded(lines))
        heard = route.heard(sum(not one.reason for one in lines), received)
        return 200, answers.with_refusals(heard, [(one.at, one.reason) for one in refusals]), []


def _lines(read: Read, envelope: Envelope, arrival: Arrival, received: Received) -> list[Line]:
    """Each event as a line; one that is bad becomes the line that says why it is left out."""
    lines, key = [], (received.key or envelope.key).encode()
    for sent in envelope.events:
        # Some SDKs write the key into each event, and nobody who reads events should learn it.
        raw = sent.replace(key, b"")
        try:
            lines.append(read(raw, arrival, received))
        except Bad as bad:
            lines.append(refused(arrival, str(bad), raw))
        except msgspec.ValidationError:
            lines.append(refused(arrival, "a field is of the wrong kind", raw))
        except BROKEN:
            lines.append(refused(arrival, "it is no valid JSON", raw))
    return lines


async def _received(scope: Scope, path: str, receive: Receive) -> Received:
    headers, query = dict(scope["headers"]), answers.query_of(scope["query_string"])
    key = answers.header_key(headers, query)
    body = unpacked(await _body(headers, receive))
    fields = query | form_of(body)
    if "data" in fields:
        body = json_of(fields["data"])
    return Received(path, body, fields, key or fields.get("api_key", ""))


async def _body(headers: dict[bytes, bytes], receive: Receive) -> bytes:
    if int(headers.get(b"content-length", b"0") or 0) > BYTES_MOST:
        raise too_large()
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Unreadable("The sender left before the body was whole.")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > BYTES_MOST:
            raise too_large()
        more = message.get("more_body", False)
    return b"".join(parts)


def _open_to(scope: Scope) -> list[tuple[bytes, bytes]]:
    """Let the page that sends read the answer, whichever it is: Mixpanel's SDK asks for that with cookies, which are
    not looked at here."""
    origin = next((value for name, value in scope["headers"] if name == b"origin"), b"")
    if not origin:
        return [(b"access-control-allow-origin", b"*")]
    return [
        (b"access-control-allow-origin", origin),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"origin"),
    ]


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def _send(send: Send, status: int, body: bytes, more: list[tuple[bytes, bytes]]) -> None:
    headers = [*JSON, (b"content-length", str(len(body)).encode()), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


application = Collector()
