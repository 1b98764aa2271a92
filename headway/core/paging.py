"""Which part of a long list an answer holds, and the `next` by which the part behind it is asked for."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from headway.core.answers import PageQuestion
from headway.core.errors import Invalid
from headway.core.models import WorkspaceRecord

Item = TypeVar("Item")
Record = TypeVar("Record", bound=WorkspaceRecord)
WRONG_PLACE = "Field after: use the `next` of an earlier answer."


def first_of(found: QuerySet[Record], limit: int) -> tuple[list[Record], str]:
    """The first rows in the order they come in, and the ref of the last where more follow, else an empty text.

    One SQL query. Whoever asks has left out what comes before the wanted part.
    """
    part = list(found[: limit + 1])
    return part[:limit], part[limit - 1].ref if len(part) > limit else ""


def total_of(found: QuerySet[Record], shown: Sequence[object], more: object, after: str) -> int:
    """How many rows there are in all, counted only where the part that is shown does not have every one of them."""
    return found.count() if more or after else len(shown)


def latest_of(found: QuerySet[Record], question: PageQuestion, dated: str) -> tuple[list[Record], str]:
    """The part that is asked for of rows that come by a moment, the latest first; `dated` is its field.

    One SQL query. Raises Invalid for an `after` that no answer gave.
    """
    if question.after:
        at, last_id = _place(question.after)
        found = found.filter(Q(**{f"{dated}__lt": at}) | Q(**{dated: at, "pk__lt": last_id}))
    part, more = first_of(found.order_by(f"-{dated}", "-pk"), question.limit)
    return part, f"{getattr(part[-1], dated).isoformat()}|{part[-1].pk}" if more else ""


def part_of(
    listed: Sequence[Item], question: PageQuestion, name: Callable[[Item], str]
) -> tuple[list[Item], str]:
    """The part that is asked for of rows that are all at hand, each with a name of its own, such as its ref.

    Raises Invalid for an `after` that names none of them.

    >>> part_of(["A", "B", "C", "D"], PageQuestion(limit=2, after="A"), str)
    (['B', 'C'], 'C')
    >>> part_of(["A", "B"], PageQuestion(limit=2), str)
    (['A', 'B'], '')
    """
    names = [name(one) for one in listed]
    if question.after and question.after not in names:
        raise Invalid(WRONG_PLACE)
    start = names.index(question.after) + 1 if question.after else 0
    end = start + question.limit
    return list(listed[start:end]), names[end - 1] if end < len(names) else ""


def _place(after: str) -> tuple[datetime, UUID]:
    at, _, last_id = after.partition("|")
    try:
        moment, key = datetime.fromisoformat(at), UUID(last_id)
        if moment.tzinfo is None:
            raise Invalid(WRONG_PLACE)
        return moment.astimezone(UTC), key
    except (ValueError, OverflowError):
        raise Invalid(WRONG_PLACE) from None
