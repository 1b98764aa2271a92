"""Exports of Amplitude, Mixpanel and PostHog, and events in Headway's own format, read as SDKs would send them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from headway.apps.analytics.inbox import EMPTY, Line
from headway.apps.analytics.tracking.filing import FileCheck, OffPlan
from headway.apps.analytics.wires import amplitude, mixpanel, plain, posthog
from headway.apps.analytics.wires.bodies import BROKEN
from headway.apps.analytics.wires.lines import Arrival, Bad
from headway.apps.analytics.wires.request import Received

Fault = tuple[int, str, str]
NOWHERE = Received("", b"", {})
READS = {"amplitude": amplitude.read, "mixpanel": mixpanel.read, "posthog": posthog.read, "plain": plain.read}


class Page(msgspec.Struct):
    """A page of PostHog's API."""

    results: list[msgspec.Raw]


class Seen(msgspec.Struct):
    event_type: msgspec.Raw = EMPTY
    distinct_id: msgspec.Raw = EMPTY
    properties: msgspec.Raw = EMPTY


_PAGE = msgspec.json.Decoder(Page)
_SEEN = msgspec.json.Decoder(Seen)


@dataclass
class Export:
    """The events of a file; reading them leaves the faults, and what was told about ids, behind."""

    content: bytes
    source: str
    received_us: int
    check: FileCheck | None = None
    faults: list[Fault] = field(default_factory=list)
    telling: list[Line] = field(default_factory=list)

    def lines(self) -> Iterator[Line]:
        """The events that can come in, in their order."""
        events = events_in(self.content)
        read = READS[tool_of(events[0])] if events else plain.read
        arrival = Arrival(self.source, self.received_us)
        for number, raw in enumerate(events, 1):
            try:
                # An old event is what an export is for; its sender's clock may well be right.
                line = msgspec.structs.replace(read(raw, arrival, NOWHERE), flags=0)
                kept = self.check.kept(line) if self.check else line
            except OffPlan as refusal:
                self.faults.append((number, "", str(refusal)))
            except Bad as bad:
                self.faults.append((number, "", str(bad)))
            except msgspec.ValidationError as error:
                self.faults.append((number, "", f"a field is of the wrong kind ({error})"))
            except BROKEN:
                self.faults.append((number, "", "it is no valid JSON"))
            else:
                if kept is None:
                    continue
                if line.merged or line.anonymous:
                    self.telling.append(line)
                yield kept


def is_export(content: bytes) -> bool:
    """Whether a file holds JSON rather than a table.

    >>> is_export(b' {"event":"a"}'), is_export(b"event,ts")
    (True, False)
    """
    return content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}


def events_in(content: bytes) -> list[bytes]:
    """The events of a file in JSON, each as its own text.

    >>> events_in(b'[{"event": "a"}, {"event": "b"}]')
    [b'{"event": "a"}', b'{"event": "b"}']
    """
    body = content.removeprefix(b"\xef\xbb\xbf").strip()
    try:
        return [bytes(one) for one in _PAGE.decode(body).results]
    except BROKEN:
        return plain.pieces(body)


def tool_of(raw: bytes) -> str:
    """Which tool an event was exported from, told by its fields; "plain" for Headway's own format.

    >>> tool_of(b'{"event_type":"a"}'), tool_of(b'{"event":"a","distinct_id":"P1","properties":{}}')
    ('amplitude', 'posthog')
    >>> tool_of(b'{"event":"a","properties":{"distinct_id":"P1"}}'), tool_of(b'{"event":"a","person_id":"P1"}')
    ('mixpanel', 'plain')
    """
    try:
        seen = _SEEN.decode(raw)
    except BROKEN:
        return "plain"
    if seen.event_type is not EMPTY:
        return "amplitude"
    if seen.distinct_id is not EMPTY:
        return "posthog"
    return "mixpanel" if b'"distinct_id"' in bytes(seen.properties) else "plain"
