"""Pages of a list by the place of the last row, which stay right while rows come and go."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.db.models.expressions import OrderBy

from headway.core.errors import Invalid
from headway.core.lists.places import Key

_READERS: dict[str, Callable[[str], Any]] = {
    "moment": datetime.fromisoformat, "date": date.fromisoformat, "id": UUID,
}  # fmt: skip


# The values of a row in each step, and its id.
Place = tuple[list[Any], UUID]


@dataclass(frozen=True)
class Step:
    """One thing that rows are ordered by, and which way. What is unknown comes last either way."""

    key: Key
    is_falling: bool


def order_of(steps: Sequence[Step]) -> list[OrderBy]:
    """The order for the database; the id, which sorts by time, decides where all else is the same."""
    falling = is_falling(steps)
    return [
        *(_ordered(one.key.name, one.is_falling, one.key.nullable) for one in steps),
        _ordered("pk", falling),
    ]


def is_falling(steps: Sequence[Step]) -> bool:
    """Which way ids go: as the last step, so that one index serves both."""
    return bool(steps) and steps[-1].is_falling


def _ordered(name: str, falling: bool, nullable: bool = False) -> OrderBy:
    last = {"nulls_last": True} if nullable else {}
    return F(name).desc(**last) if falling else F(name).asc(**last)


def after(steps: Sequence[Step], values: Sequence[Any], pk: UUID) -> Q:
    """The rows behind the one with these values."""
    found = Q(**{f"pk__{'lt' if is_falling(steps) else 'gt'}": pk})
    for step, value in reversed(list(zip(steps, values, strict=True))):
        found = _behind(step, value) | (_same(step, value) & found)
    # Said once more for the whole, so that an index finds where the page begins.
    return _from(steps[0], values[0]) & found if steps else found


def same(steps: Sequence[Step], values: Sequence[Any]) -> Q:
    """The rows that have these values in the first steps."""
    found = Q()
    for step, value in zip(steps, values, strict=False):
        found &= _same(step, value)
    return found


def _same(step: Step, value: Any) -> Q:
    name = step.key.name
    return Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})


def _behind(step: Step, value: Any) -> Q:
    if value is None:
        return Q(pk__in=[])
    found = Q(**{f"{step.key.name}__{'lt' if step.is_falling else 'gt'}": value})
    return found | Q(**{f"{step.key.name}__isnull": True}) if step.key.nullable else found


def _from(step: Step, value: Any) -> Q:
    if value is None:
        return Q(**{f"{step.key.name}__isnull": True})
    found = Q(**{f"{step.key.name}__{'lte' if step.is_falling else 'gte'}": value})
    return found | Q(**{f"{step.key.name}__isnull": True}) if step.key.nullable else found


def token_of(steps: Sequence[Step], values: Sequence[Any], pk: UUID) -> str:
    """The place of a row in this order as a short text for addresses."""
    parts = [_head(steps), *map(_plain, values), str(pk)]
    written = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def token_read(steps: Sequence[Step], token: str) -> Place | None:
    """The values and id in a token; None where it is of another order. Raises Invalid for anything else."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        head, *values, pk = parts
        if head != _head(steps):
            return None
        return [_back(value) for value in values], UUID(pk)
    except (ValueError, TypeError, AttributeError, binascii.Error, RecursionError):
        raise Invalid("Field after: this is no place in a list; give `next` of the answer before.") from None


def _head(steps: Sequence[Step]) -> list[str]:
    return [("-" if one.is_falling else "") + one.key.name for one in steps]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return {"id": str(value)} if isinstance(value, UUID) else value


def _back(value: Any) -> Any:
    if isinstance(value, dict):
        ((kind, text),) = value.items()
        return _READERS[kind](text)
    if isinstance(value, list):
        raise TypeError("a list is no value")
    return value
