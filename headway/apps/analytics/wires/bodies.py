"""Bodies as SDKs send them: packed or not, as a form, in base64, as lines; none may cost more than its cap."""

import base64
import binascii
import re
import zlib
from collections.abc import Iterator
from urllib.parse import parse_qs

import msgspec

BYTES_MOST = 20 * 1024 * 1024
EVENTS_MOST = 20_000
GZIP = b"\x1f\x8b"
TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.S)
ARRAY = re.compile(rb'"(?:batch|events)"\s*:\s*\[')
DEPTH_MOST = 200
# What msgspec raises for a body or an event that is no JSON, or not of the wanted form.
BROKEN = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
KEY = re.compile(rb'"(?:writeKey|api_key|token)"\s*:\s*"([^"\\]{1,200})"')


class Unreadable(Exception):
    """A body that nothing can be made of; sending it again would not help."""

    def __init__(self, detail: str, status: int = 400) -> None:
        super().__init__(detail)
        self.detail, self.status = detail, status


def too_large() -> Unreadable:
    return Unreadable(
        f"The body is larger than {BYTES_MOST // 1_048_576} MB unpacked; send fewer events.", 413
    )


def unpacked(body: bytes) -> bytes:
    """The body, unpacked when it begins like gzip, whatever its headers say.

    Raises Unreadable beyond the cap, having unpacked no more than that.

    >>> unpacked(b"[]")
    b'[]'
    """
    if not body.startswith(GZIP):
        return body
    parts, left = [], BYTES_MOST
    try:
        while body:
            stream = zlib.decompressobj(31)
            parts.append(stream.decompress(body, left + 1))
            left -= len(parts[-1])
            if left < 0:
                raise too_large()
            if not stream.eof:
                raise Unreadable("The packed body ends too early; send it again.")
            body = stream.unused_data
    except zlib.error as error:
        raise Unreadable("The body begins like gzip and is none.") from error
    return b"".join(parts)


def form_of(body: bytes) -> dict[str, str]:
    """The fields of a form, or nothing where the body is none."""
    if body[:1] in b"{[" or b"=" not in body[:64]:
        return {}
    try:
        return {name: values[0] for name, values in parse_qs(body.decode(), max_num_fields=50).items()}
    except (ValueError, UnicodeDecodeError):
        return {}


def json_of(text: str) -> bytes:
    """The JSON in a field, which may be in base64."""
    text = text.strip()
    if text[:1] in "{[":
        return text.encode()
    try:
        return unpacked(base64.b64decode(text.replace(" ", "+").replace("-", "+").replace("_", "/") + "==="))
    except (binascii.Error, ValueError) as error:
        raise Unreadable("The field data is neither JSON nor base64.") from error


def salvaged(body: bytes) -> list[bytes]:
    """The events of a batch with a fault somewhere, each by itself, so that one bad event does not fail the others.

    >>> salvaged(b'{"batch":[{"a":"]"},{"b":nope},{"c":[1]}],"x":1}')
    [b'{"a":"]"}', b'{"b":nope}', b'{"c":[1]}']
    """
    start = ARRAY.search(body)
    place = start.end() if start else body.find(b"[") + 1
    if not place:
        return []
    return list(_elements(body, place))


def _elements(body: bytes, place: int) -> Iterator[bytes]:
    depth, begin = 0, place
    for token in TOKEN.finditer(body, place):
        sign = token.group()
        if sign in {b"{", b"["}:
            begin = token.start() if depth == 0 else begin
            depth += 1
        elif sign in {b"}", b"]"}:
            depth -= 1
            if depth < 0:
                return
            if depth == 0:
                yield body[begin : token.end()]


def key_in(body: bytes) -> str:
    """The key in a body that cannot be read as a whole."""
    found = KEY.search(body)
    return found.group(1).decode(errors="replace") if found else ""


def is_deep(raw: bytes) -> bool:
    """Whether an event is nested so deep that what reads it later might not come to its bottom.

    >>> is_deep(b"[" * 200 + b"]" * 200), is_deep(b"[" * 201 + b"]" * 201), is_deep(b"[]" * 999)
    (False, True, False)
    """
    if len(raw) <= 2 * DEPTH_MOST or raw.count(b"{") + raw.count(b"[") <= DEPTH_MOST:
        return False
    depth = 0
    for token in TOKEN.finditer(raw):
        sign = token.group()
        depth += (sign in {b"{", b"["}) - (sign in {b"}", b"]"})
        if depth > DEPTH_MOST:
            return True
    return False
