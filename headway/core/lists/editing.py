"""Changing cells of one or many records at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from pydantic import JsonValue

from headway.core.access import rows, rows_by_ref
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid, NotFound, Refused
from headway.core.lists.answers import RecordVersion
from headway.core.lists.columns import Column, RecordList, list_open
from headway.core.lists.models import values_of
from headway.core.lists.sheet import Sheet, Unusable
from headway.core.lists.values import plain, value_read
from headway.core.models import Activity, WorkspaceRecord
from headway.engine.filters.chips import shortened

BATCH = 200
VERSION = "version"
EDIT, UNDO, RESTORE = "lists.records_edit", "lists.edit_undo", "core.record_restore"
EDITS = (EDIT, UNDO, RESTORE)
Changes = dict[str, dict[str, dict[str, JsonValue]]]


@dataclass
class Edited:
    """What was written: records by ref, each with its columns before and after, its version among them."""

    declared: RecordList
    records: list[WorkspaceRecord]
    changes: Changes

    def note(self, record: WorkspaceRecord, values: Mapping[Column, tuple[Any, Any]]) -> None:
        """Say what changed on a record, and raise its version."""
        record.version += 1
        self.records.append(record)
        told = {
            column.name: {"before": plain(before), "after": plain(after)}
            for column, (before, after) in values.items()
        }
        self.changes[record.ref] = told | {VERSION: {"before": record.version - 1, "after": record.version}}

    def logged(self) -> dict[str, Any]:
        """The change as the activity log keeps it, which is all that taking it back needs."""
        return {"kind": self.declared.kind.name, "records": self.changes}


def edit(
    context: Context, kind: str, versions: Sequence[RecordVersion], given: Mapping[str, JsonValue]
) -> Edited:
    """Write the same values into columns of records.

    Raises Invalid for a value or a column that is not edited in place, NotFound for a record that is not there,
    Conflict with both texts for one that was changed since, Refused for who may not edit this kind.
    """
    sheet = Sheet(context, editable_list(context, kind))
    wanted = [(editable(sheet, name), value) for name, value in given.items()]
    values = {column: value_read(sheet, column, value) for column, value in wanted}
    found = rows_by_ref(sheet.declared.kind.model, context, [one.ref for one in versions])
    _refuse_missing(sheet, versions, found)
    _refuse_moved(sheet, versions, found, values)
    return _written(context, sheet, list(found.values()), values)


def editable_list(context: Context, kind: str) -> RecordList:
    """The list of a kind for whoever may edit it. Raises Refused or NotFound."""
    declared = list_open(context, kind)
    if context.role not in declared.editors:
        raise Refused(f"{declared.kind.plural} are not edited by the role {context.role.label.lower()}.")
    return declared


def editable(sheet: Sheet, name: str) -> Column:
    """A column that is edited in place. Raises Invalid, naming the action of another one."""
    try:
        column = sheet.column(name)
    except Unusable as error:
        raise Invalid(f"Field changes: {error}.") from error
    if column.action:
        raise Invalid(f"Field {column.label}: it is changed by {column.action}, not in the list.")
    if not column.editable:
        raise Invalid(f"Field {column.label}: it is not changed in the list.")
    return column


def _refuse_missing(sheet: Sheet, versions: Sequence[RecordVersion], found: Mapping[str, Any]) -> None:
    missing = [one.ref for one in versions if one.ref not in found]
    if missing:
        kind = sheet.declared.kind.label.lower()
        raise NotFound(f"No {kind} {shortened(missing[0])} in this workspace; it may have been removed.")


def _refuse_moved(
    sheet: Sheet, versions: Sequence[RecordVersion], found: Mapping[str, WorkspaceRecord],
    values: Mapping[Column, Any],
) -> None:  # fmt: skip
    moved = [found[one.ref] for one in versions if found[one.ref].version != one.version]
    if not moved:
        return
    texts: list[dict[str, Any]] = [
        {
            "field": column.name,
            "record": record.ref,
            "now": plain(kept(record, column)),
            "wanted": plain(value),
            "message": f"{column.label} is now {_said(column, kept(record, column))}; "
            f"you wanted {_said(column, value)}",
        }
        for record in moved
        for column, value in values.items()
    ]
    others = f" {len(moved) - 1} more changed too." if len(moved) > 1 else ""
    told = "; ".join(one["message"] for one in texts[: len(values)])
    raise Conflict(
        f"{moved[0].ref} was changed by {by_whom(sheet, moved[0])} meanwhile: {told}.{others}", texts
    )


def by_whom(sheet: Sheet, record: WorkspaceRecord) -> str:
    """Who changed a record last, and when, in words."""
    own = Q(subject_kind=record._meta.label_lower, subject_id=str(record.pk))
    bulk = Q(action__in=EDITS, changes__records__has_key=record.ref)
    done = rows(Activity, sheet.context).filter(outcome=Activity.Outcome.DONE).select_related("actor")
    latest = [found for one in (own, bulk) if (found := done.filter(one).order_by("-sequence").first())]
    if not latest:
        return "somebody or an import"
    last = max(latest, key=lambda one: one.sequence)
    when = last.at.astimezone(sheet.zone)
    return f"{last.actor or 'somebody'} on {when:%Y-%m-%d} at {when:%H:%M}"


def _said(column: Column, value: Any) -> str:
    if known(value) is None:
        return "empty"
    labels = dict(column.choices)
    if isinstance(value, list):
        return shortened(", ".join(labels.get(str(one), str(one)) for one in value), 200)
    return shortened(
        labels.get(value, str(plain(value))) if isinstance(value, str) else str(plain(value)), 200
    )


def kept(record: WorkspaceRecord, column: Column) -> Any:
    """The value of an editable column as the record keeps it; None where it is empty."""
    if column.key:
        return values_of(record).get(column.key)
    return known(getattr(record, column.place))


def known(value: Any) -> Any:
    """A value, None where it says nothing."""
    return None if value in ("", []) else value


def keep(record: WorkspaceRecord, column: Column, value: Any) -> None:
    """Set a column of a record."""
    if column.key:
        rest = {name: one for name, one in values_of(record).items() if name != column.key}
        record.custom = rest if value is None else rest | {column.key: value}  # type: ignore[attr-defined]
        return
    field: Any = record._meta.get_field(column.place)
    setattr(record, column.place, field.get_default() if value is None and not field.null else value)


def _written(
    context: Context, sheet: Sheet, records: Sequence[WorkspaceRecord], values: Mapping[Column, Any]
) -> Edited:
    edited = Edited(sheet.declared, [], {})
    for record in records:
        pairs = {column: (kept(record, column), known(value)) for column, value in values.items()}
        changed = {column: pair for column, pair in pairs.items() if pair[0] != pair[1]}
        for column, (_, value) in changed.items():
            keep(record, column, value)
        if changed:
            edited.note(record, changed)
    store(context, edited, [*values])
    return edited


def store(context: Context, edited: Edited, columns: Iterable[Column]) -> None:
    """Write the columns of the changed records."""
    names = {"custom" if column.key else column.place for column in columns} | {VERSION}
    if edited.declared.touched:
        names.add(edited.declared.touched)
        for record in edited.records:
            setattr(record, edited.declared.touched, context.now)
    if edited.records:
        model = edited.declared.kind.model
        model._default_manager.bulk_update(edited.records, sorted(names), batch_size=BATCH)
