"""What two versions of a planned event differ in, in words."""

from collections.abc import Iterator, Sequence

from headway.engine.tracking.notation import value_written
from headway.engine.tracking.plan import Event, Property

FIELDS = (("type", "type"), ("pattern", "pattern"), ("description", "description"))


def differences(before: Event, after: Event) -> tuple[str, ...]:
    """One sentence for each thing that differs, the event itself first; empty where they are the same.

    >>> old = Event("Order Paid", (Property("amount", "text"),))
    >>> new = Event("Order Paid", (Property("amount", "number", required=True), Property("plan")))
    >>> differences(old, new)
    ('amount: the type text becomes number.', 'amount: is required now.', 'plan: new, text.')
    """
    return (*_event(before, after), *_properties(before.properties, after.properties))


def _event(before: Event, after: Event) -> Iterator[str]:
    if before.name != after.name:
        yield f"The name {before.name!r} becomes {after.name!r}."
    if before.description != after.description:
        yield f"The description {before.description!r} becomes {after.description!r}."
    if before.sources != after.sources:
        yield f"It comes from {_sources(after.sources)} rather than from {_sources(before.sources)}."


def _sources(names: Sequence[str]) -> str:
    return ", ".join(names) or "any source"


def _properties(before: Sequence[Property], after: Sequence[Property]) -> Iterator[str]:
    old, new = ({one.name: one for one in some} for some in (before, after))
    for name, one in new.items():
        if name not in old:
            yield f"{name}: new, {one.type}{', required' if one.required else ''}."
        else:
            yield from _property(old[name], one)
    yield from (f"{name}: no longer planned." for name in old if name not in new)


def _property(old: Property, new: Property) -> Iterator[str]:
    for field, word in FIELDS:
        was, now = getattr(old, field), getattr(new, field)
        if was != now:
            yield f"{new.name}: the {word} {_worded(was)} becomes {_worded(now)}."
    if old.required != new.required:
        yield f"{new.name}: is {'required now' if new.required else 'no longer required'}."
    if old.personal != new.personal:
        yield f"{new.name}: {'holds' if new.personal else 'no longer holds'} personal data."
    if old.values != new.values:
        yield f"{new.name}: {_values(old, new)}."


def _worded(text: str) -> str:
    return text or "(none)"


def _values(old: Property, new: Property) -> str:
    if not new.values:
        return "any value is allowed now"
    if not old.values:
        return f"only {', '.join(map(value_written, new.values))} are allowed now"
    came = [f"{value_written(one)} is allowed now" for one in new.values if one not in old.values]
    left = [f"{value_written(one)} is no longer allowed" for one in old.values if one not in new.values]
    return ", ".join([*came, *left]) or "its values stand in another order"
