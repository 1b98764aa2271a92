"""How a record stood at a change of its history: which values can be put back, which stay, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from pydantic import JsonValue

from headway.core.context import Context
from headway.core.errors import Invalid, NotFound
from headway.core.history.answers import Side, ValueLeft
from headway.core.history.logged import changes_of, rows_about
from headway.core.history.words import Speech
from headway.core.kinds import RecordKind
from headway.core.lists.columns import CUSTOM, Column
from headway.core.lists.editing import editable, editable_list, kept, known
from headway.core.lists.sheet import Sheet
from headway.core.lists.values import value_read
from headway.core.models import Activity, WorkspaceRecord
from headway.core.records import plain

ERASED = "its words were erased for a person's sake"


@dataclass(frozen=True)
class Was:
    """What a value was then, as the log keeps it; `erased` says that words of that row are gone."""

    name: str
    value: Any
    erased: bool


@dataclass
class Standing:
    """What was different then. `given` is what an edit has to be given to put it back, by column."""

    entry: Activity
    given: dict[str, JsonValue] = field(default_factory=dict)
    then: dict[Column, Any] = field(default_factory=dict)
    left: list[ValueLeft] = field(default_factory=list)


def standing_at(
    context: Context, kind: RecordKind, record: WorkspaceRecord, sequence: int, side: Side
) -> Standing:
    """How a record stood right before or after a change.

    Raises NotFound where its history has no such change, Refused for who may not edit the kind.
    """
    sheet = Sheet(context, editable_list(context, kind.name))
    entries = _since(context, kind, record, sequence)
    if not entries or entries[0].sequence != sequence:
        raise NotFound(f"The history of {record.ref} has no change {sequence}; core.record_history has them.")
    standing = Standing(entries[0])
    speech = Speech(context, sheet)
    for was in _values(entries, record, side):
        _weigh(standing, speech, record, was)
    return standing


def _since(context: Context, kind: RecordKind, record: WorkspaceRecord, sequence: int) -> list[Activity]:
    parts = rows_about(context, kind, record)
    done = (part.filter(sequence__gte=sequence, outcome=Activity.Outcome.DONE) for part in parts)
    return sorted((one for part in done for one in part), key=lambda one: one.sequence)


def _values(entries: Sequence[Activity], record: WorkspaceRecord, side: Side) -> Iterable[Was]:
    """Each value that changed since then as it was then: what the first change since then replaced."""
    found: dict[str, Was] = {}
    for place, entry in enumerate(entries):
        wanted = side if place == 0 else "before"
        for change in changes_of(entry, record.ref):
            if change.is_change and wanted in change.sides:
                was = Was(change.name, change.sides[wanted], entry.erased_at is not None)
                found.setdefault(change.name, was)
    return found.values()


def _weigh(standing: Standing, speech: Speech, record: WorkspaceRecord, was: Was) -> None:
    """Put one value among those that can be put back or, with the reason, among those that stay."""
    column, label = speech.column(was.name), speech.label(was.name)
    try:
        if column is None:
            _refuse_unlisted(record, was)
        elif _now(record, column) != known(was.value):
            _put_back(standing, speech, record, column, was)
    except Invalid as error:
        reason = error.detail.removeprefix(f"Field {label}: ")
        standing.left.append(ValueLeft(label=label, reason=_sentence(reason)))


def _put_back(standing: Standing, speech: Speech, record: WorkspaceRecord, column: Column, was: Was) -> None:
    assert speech.sheet is not None
    editable(speech.sheet, column.name)
    if was.erased:
        raise Invalid(ERASED)
    given = _given(column, was.value)
    then = known(value_read(speech.sheet, column, given))
    if then != kept(record, column):
        standing.given[column.name], standing.then[column] = given, then


def _refuse_unlisted(record: WorkspaceRecord, was: Was) -> None:
    """Raise Invalid for a value that is no column of the list, where the record has another one now."""
    try:
        record._meta.get_field(was.name)
    except FieldDoesNotExist:
        if not was.name.startswith(CUSTOM):
            return
        raise Invalid("the field was removed") from None
    if known(plain(getattr(record, was.name))) != known(was.value):
        raise Invalid("it is not changed in a list")


def _now(record: WorkspaceRecord, column: Column) -> Any:
    """What a column says now, as the log would keep it."""
    if column.expression is not None or column.formula is not None:
        return None
    value = known(kept(record, column)) if column.key else known(_reached(record, column.place))
    return value.isoformat() if isinstance(value, date) else plain(value)


def _reached(record: WorkspaceRecord, place: str) -> Any:
    found: Any = record
    for name in place.split("__"):
        found = getattr(found, name, None)
    return found


def _given(column: Column, value: Any) -> JsonValue:
    """A value of the log as an edit takes it: the log has money in minor units, an edit in major ones."""
    is_amount = column.type == "money" and isinstance(value, int | float) and not isinstance(value, bool)
    return {"minor": round(value)} if is_amount else value


def _sentence(reason: str) -> str:
    text = reason.strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."
