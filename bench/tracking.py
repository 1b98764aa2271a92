"""What it costs to hold an event against the tracking plan: `python -m bench.tracking`.

A plan of 2,000 events of six properties; events of the kind that come all the time, from the bytes of their properties
to the verdict. Beside it the same event read by a msgspec struct made for it, which tells the first fault only and
knows no patterns, sources or SDK properties; and the engine's check alone, without reading the JSON.
"""

import os
import sys
import time
from collections.abc import Callable
from typing import Any, Literal

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headway.settings")
django.setup()

import msgspec  # noqa: E402 - after the setup, like all that stands on it

from headway.apps.analytics.inbox import Line  # noqa: E402
from headway.apps.analytics.tracking.intake import LoadedPlan, checked  # noqa: E402
from headway.engine.tracking.check import Checker  # noqa: E402
from headway.engine.tracking.plan import Event, NamingRule, Plan, Property  # noqa: E402

BAR_US = 5.0
EVENTS = int(os.environ.get("HEADWAY_BENCH_EVENTS", "200000"))
ROUNDS = 3
PROPERTIES = (
    Property("amount", "number", required=True),
    Property("currency", values=("EUR", "USD", "GBP")),
    Property("items", "integer"),
    Property("coupon", pattern="[A-Z]{2}[0-9]{3,6}"),
    Property("first", "boolean"),
    Property("at", "date"),
)
KEEPING = (
    b'{"amount":12.5,"currency":"EUR","items":3,"coupon":"AB1234","first":true,"at":"2026-09-01T08:30:00Z"}'
)
CASES = {
    "keeps to the plan": ("Event 1000", KEEPING),
    "with a fault": ("Event 1000", KEEPING.replace(b'"items":3', b'"items":"three"')),
    "not planned": ("Made up", KEEPING),
    "of the SDK itself": ("$pageview", KEEPING),
}


def plan() -> Plan:
    events = tuple(Event(f"Event {number}", PROPERTIES) for number in range(2_000))
    return Plan(events, NamingRule("title_case"), NamingRule("snake_case"))


def cpu_us(run: Callable[[], Any], count: int) -> float:
    """Microseconds of CPU for each of `count` events, the best of three rounds."""
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        run()
        found.append((time.process_time() - began) / count * 1e6)
    return min(found)


def main() -> None:
    began = time.process_time()
    loaded = LoadedPlan((), plan(), {"web": "web"}, is_empty=False)
    loaded.checker("web")
    print(f"  a plan of 2,000 events of six properties compiles in {time.process_time() - began:.2f} s CPU")
    missed = []
    for name, (event, raw) in CASES.items():
        lines = [line(event, raw)] * EVENTS
        took = cpu_us(lambda lines=lines: checked(loaded, lines), EVENTS)  # type: ignore[misc]
        print(f"  {name:<20} {took:5.2f} µs CPU an event, its JSON read (bar: {BAR_US:.0f})")
        missed += [name] if took > BAR_US and name == "keeps to the plan" else []
    print(f"  {'the check alone':<20} {_alone():5.2f} µs")
    print(f"  {'a msgspec struct':<20} {_struct():5.2f} µs, its JSON read, first fault only")
    print(f"  load {os.getloadavg()[0]:.1f}")
    if missed:
        sys.exit(f"Above the bar: {', '.join(missed)}.")


def line(event: str, raw: bytes) -> Line:
    return Line("web", "m1", event, "P1", "", "", 1, 1, properties=msgspec.Raw(raw))


def _alone() -> float:
    checker, properties = Checker(plan(), "web"), msgspec.json.decode(KEEPING)

    def run() -> None:
        for _ in range(EVENTS):
            checker.faults("Event 1000", properties)

    return cpu_us(run, EVENTS)


def _struct() -> float:
    made = msgspec.defstruct(
        "Paid",
        [("amount", float), ("currency", Literal["EUR", "USD", "GBP"] | None, None), ("items", int | None, None),
         ("coupon", str | None, None), ("first", bool | None, None), ("at", str | None, None)],
        forbid_unknown_fields=True, gc=False,
    )  # fmt: skip
    decode = msgspec.json.Decoder(made).decode

    def run() -> None:
        for _ in range(EVENTS):
            decode(KEEPING)

    return cpu_us(run, EVENTS)


if __name__ == "__main__":
    main()
