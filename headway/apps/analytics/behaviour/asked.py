"""A question in the engine's words: moments, steps, zones; and the engine's refusals in ours."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from headway.apps.analytics.behaviour.questions import EventAsked, Scalar
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.engine.behaviour.errors import BehaviourError
from headway.engine.behaviour.histories import Step
from headway.engine.behaviour.periods import micros, moment_of

DAY_LENGTH = len("2026-09-30")
# Numbers of seconds since 1970 are this small for 3,000 years; larger ones are in milli-, micro- or nanoseconds.
SECONDS_MOST = 1e11
FIRST, LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
FIRST_US, LAST_US = micros(FIRST), micros(LAST)


@contextmanager
def refusals() -> Iterator[None]:
    """What the engine's definitions cannot decide is a question that is not valid."""
    try:
        yield
    except BehaviourError as error:
        raise Invalid(str(error)) from error


def zone_of(context: Context, name: str) -> tzinfo:
    """The time zone of a question; without a name the workspace's."""
    if not name:
        return context.workspace.zone
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise Invalid(f"Field time_zone: {name!r} is unknown; give a name such as Europe/Berlin.") from error


def moment(text: str, zone: tzinfo, field: str) -> datetime:
    """A day (its beginning) or a moment, in the zone. Raises Invalid for what is neither."""
    try:
        found = datetime.fromisoformat(_with_offset(text))
        if len(text) == DAY_LENGTH:
            return datetime.combine(date.fromisoformat(text), time(), zone)
        return _inside(found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone))
    except (ValueError, OverflowError) as error:
        raise Invalid(
            f"Field {field}: {text!r} is no day and no moment; write 2026-09-30 or 2026-09-30T12:00:00Z."
        ) from error


def _inside(found: datetime) -> datetime:
    if not FIRST <= found <= LAST:
        raise ValueError("outside the calendar")
    return found


def since_us(text: str | None, zone: tzinfo) -> int | None:
    """The first microsecond of a range."""
    return None if text is None else micros(moment(text, zone, "from"))


def until_us(text: str | None, zone: tzinfo) -> int | None:
    """The last microsecond of a range: of the whole day where a day is given."""
    return None if text is None else micros(last_moment(text, zone, "to"))


def last_moment(text: str, zone: tzinfo, field: str) -> datetime:
    """The moment itself, or the last microsecond of a day."""
    found = moment(text, zone, field)
    if len(text) != DAY_LENGTH or found.date() == date.max:
        return found
    after = datetime.combine(found.date() + timedelta(days=1), time(), zone)
    return moment_of(micros(after) - 1).astimezone(zone)


def event_us(ts: str | float, place: int) -> int:
    """Microseconds since 1970 of an event's time; a text without an offset is in UTC. Raises Invalid."""
    if isinstance(ts, str):
        number = _number(ts)
        if number is None:
            return micros(_in_utc(ts, place))
        ts = number
    with suppress(ValueError, OverflowError):
        found = _scaled(ts)
        if FIRST_US <= found <= LAST_US:
            return found
    raise Invalid(
        f"Field events.{place}.ts: {str(ts)[:40]} is no time; give seconds since 1970, or ISO 8601."
    )


def _scaled(number: float) -> int:
    """Microseconds of a number of seconds, or of milli-, micro- or nanoseconds where it is large. Raises ValueError
    or OverflowError for no finite one."""
    scale = 1_000_000.0
    while abs(number) * scale > SECONDS_MOST * 1_000_000 and scale > 0.001:
        scale /= 1000
    return round(number * scale) if isinstance(number, float) or scale < 1 else number * int(scale)


def _number(text: str) -> float | None:
    # A day such as 20260930 is none: basic ISO is not what files mean by a number.
    try:
        digits = text.replace(".", "", 1).lstrip("-")
        return float(text) if digits.isascii() and digits.isdigit() else None
    except ValueError:
        return None


def _in_utc(text: str, place: int) -> datetime:
    try:
        found = datetime.fromisoformat(_with_offset(text))
        return _inside(found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC))
    except (ValueError, OverflowError) as error:
        raise Invalid(
            f"Field events.{place}.ts: {text[:40]!r} is no time; write 2026-09-30T12:00:00Z or seconds since 1970."
        ) from error


def _with_offset(text: str) -> str:
    """A time as ISO 8601 has it: files also write `z` and ` UTC`."""
    written = text.strip().upper()
    return written.removesuffix("UTC").rstrip() + "Z" if written.endswith("UTC") else written


def step_of(asked: EventAsked | str) -> Step:
    """The engine's form of the events that are asked for."""
    if isinstance(asked, str):
        return Step(asked)
    return Step(asked.event, props_of(asked.props))


def props_of(props: Mapping[str, Scalar | list[Scalar]]) -> dict[str, tuple[str | None, ...]]:
    """For each property the texts that count; None is that the event lacks it."""
    return {
        name: tuple(text_of(one) for one in (wanted if isinstance(wanted, list) else [wanted]))
        for name, wanted in props.items()
    }


def text_of(value: object) -> str | None:
    """A property's value as the text by which values are compared: 1, 1.0 and "1" are the same.

    >>> text_of(True), text_of(2.0), text_of("pro"), text_of(None), text_of([1])
    ('true', '2', 'pro', None, '[1]')
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
