"""What happened when: annotations that people wrote, and records of the kinds that say when something began."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, TruncDate

from headway.apps.reporting.answers import Mark
from headway.apps.reporting.models import Annotation
from headway.core.access import rows
from headway.core.context import Context
from headway.core.lists.columns import RecordList, lists

MARKS_MOST = 200


@dataclass(frozen=True)
class Happening:
    """The sort of mark that records of a kind make, and the column of their list that says when."""

    sort: str
    column: str


# By the name of the kind; an app that is not there yet marks nothing.
HAPPENINGS = {
    "launch": Happening("release", "launched"),
    "deprecation": Happening("release", "notice"),
    "experiment": Happening("experiment", "started"),
}


def marks_between(context: Context, since: date, until: date) -> list[Mark]:
    """What happened between two days (both counted), in its order; one query for what people wrote, one for records.

    Of more than 200 the latest stay.
    """
    written = rows(Annotation, context).filter(starts_on__lte=until)
    own = [_written(one) for one in written if (one.ends_on or one.starts_on) >= since]
    found = sorted([*own, *_of_records(context, since, until)], key=lambda one: (one.starts_on, one.title))
    return [one.model_copy(update={"number": at}) for at, one in enumerate(found[-MARKS_MOST:], 1)]


def _written(one: Annotation) -> Mark:
    return Mark(
        number=0, sort=one.sort, title=one.title, starts_on=one.starts_on, ends_on=one.ends_on, address=one.link,
        ref=one.ref,
    )  # fmt: skip


def _of_records(context: Context, since: date, until: date) -> list[Mark]:
    declared = {one.kind.name: one for one in lists() if one.kind.name in HAPPENINGS}
    parts = [_dated(context, one) for one in declared.values() if context.role in one.roles]
    parts = [one.filter(day__gte=since, day__lte=until) for one in parts]
    if not parts:
        return []
    union = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return [
        Mark(number=0, sort=HAPPENINGS[kind].sort, title=title, starts_on=day, ends_on=None, ref="",
             kind=kind, record=ref, address=declared[kind].kind.address(context.workspace.slug, ref))
        for kind, ref, title, day in union
    ]  # fmt: skip


def _dated(context: Context, declared: RecordList) -> "QuerySet[Any, Any]":
    """Kind, ref, title and day of the records of a kind that have a day."""
    wanted = HAPPENINGS[declared.kind.name].column
    column = next(one for one in declared.all_columns if one.name == wanted)
    at = (
        TruncDate(column.place, tzinfo=context.workspace.zone) if column.type == "moment" else F(column.place)
    )
    found = rows(declared.model, context).exclude(**{column.place: None})
    dated: QuerySet[Any, Any] = found.annotate(
        kind_name=Value(declared.kind.name, output_field=CharField()),
        titled=Cast(declared.kind.title, CharField(max_length=500)),
        day=at,
    )
    return dated.values_list("kind_name", "ref", "titled", "day")


def within(marks: Sequence[Mark], first: str, last: str) -> list[Mark]:
    """The marks that touch a range of days, written as ISO 8601, numbered anew."""
    touching = [
        one
        for one in marks
        if one.starts_on.isoformat() <= last and (one.ends_on or one.starts_on).isoformat() >= first
    ]
    return [one.model_copy(update={"number": at}) for at, one in enumerate(touching, 1)]
