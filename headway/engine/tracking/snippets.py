"""The lines of code that send a planned event, for each SDK, with the type of each property beside it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from headway.engine.tracking.plan import Event, Property, Scalar, Type

EXAMPLES: dict[Type, object] = {
    "text": "text", "number": 12.5, "integer": 3, "boolean": True, "date": "2026-09-01T08:30:00Z", "list": [],
    "object": {},
}  # fmt: skip
Language = str


@dataclass(frozen=True, slots=True)
class Snippet:
    """Code of one SDK in one language."""

    sdk: str
    language: Language
    code: str


def snippets(event: Event) -> tuple[Snippet, ...]:
    """The event in JavaScript and Python for Segment, RudderStack, PostHog, Amplitude and Mixpanel.

    >>> print(snippets(Event("Order Paid", (Property("amount", "number", required=True),)))[0].code)
    analytics.track("Order Paid", {
      "amount": 12.5, // number, required
    });
    """
    return tuple(
        Snippet(sdk, language, write(json.dumps(event.name, ensure_ascii=False), event.properties))
        for sdk, language, write in SDKS
    )


def _script(call: str) -> Callable[[str, Sequence[Property]], str]:
    def write(name: str, properties: Sequence[Property]) -> str:
        if not properties:
            return f"{call}({name});"
        lines = [f"  {_text(one.name)}: {_script_value(one)}, // {_about(one)}" for one in properties]
        return "\n".join([f"{call}({name}, {{", *lines, "});"])

    return write


def _python(before: str, after: str) -> Callable[[str, Sequence[Property]], str]:
    def write(name: str, properties: Sequence[Property]) -> str:
        lines = [f"    {_text(one.name)}: {_example(one)!r},  # {_about(one)}" for one in properties]
        inside = ["{", *lines, "}"] if lines else ["{}"]
        return before.format(name=name) + "\n".join(inside) + after

    return write


def _example(one: Property) -> object:
    return one.values[0] if one.values else EXAMPLES[one.type]


def _script_value(one: Property) -> str:
    return json.dumps(_example(one), ensure_ascii=False)


def _text(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _about(one: Property) -> str:
    """The type and what else holds, on one line whatever the values are."""
    words = [one.type, *(["required"] if one.required else []), *(["personal data"] if one.personal else [])]
    if one.values:
        words.append("one of " + _values(one.values))
    return ", ".join(words)


def _values(values: Sequence[Scalar]) -> str:
    return " | ".join(json.dumps(one, ensure_ascii=False) for one in values)


SDKS: tuple[tuple[str, Language, Callable[[str, Sequence[Property]], str]], ...] = (
    ("Segment", "JavaScript", _script("analytics.track")),
    ("Segment", "Python", _python('analytics.track("user-1", {name}, ', ")")),
    ("RudderStack", "JavaScript", _script("rudderanalytics.track")),
    ("RudderStack", "Python", _python('rudder_analytics.track("user-1", {name}, ', ")")),
    ("PostHog", "JavaScript", _script("posthog.capture")),
    ("PostHog", "Python", _python('posthog.capture({name}, distinct_id="user-1", properties=', ")")),
    ("Amplitude", "JavaScript", _script("amplitude.track")),
    ("Amplitude", "Python",
     _python('client.track(BaseEvent(event_type={name}, user_id="user-1", event_properties=', "))")),
    ("Mixpanel", "JavaScript", _script("mixpanel.track")),
    ("Mixpanel", "Python", _python('mp.track("user-1", {name}, ', ")")),
)  # fmt: skip
