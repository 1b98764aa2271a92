"""Taking back what was changed in a list."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import DateField, DateTimeField
from pydantic import JsonValue

from headway.core.access import rows, rows_by_ref
from headway.core.context import Context
from headway.core.errors import Conflict, NotFound
from headway.core.lists.columns import Column
from headway.core.lists.editing import (
    EDITS,
    VERSION,
    Changes,
    Edited,
    by_whom,
    editable,
    editable_list,
    keep,
    kept,
    store,
)  # fmt: skip
from headway.core.lists.sheet import Sheet
from headway.core.models import Activity, WorkspaceRecord


def undone(context: Context, sequence: int) -> Edited:
    """Write back what a change of a list replaced.

    Raises NotFound where there is no such change, Conflict where a record moved on since or where the words
    were erased for a person's sake.
    """
    entry = rows(Activity, context).filter(sequence=sequence, action__in=EDITS).first()
    if entry is None:
        raise NotFound(
            f"No change of a list has the number {sequence}; give `undo` of the answer to the change."
        )
    if entry.erased_at:
        raise Conflict("This change cannot be taken back: its words were erased for a person's sake.")
    logged: Changes = entry.changes["records"]
    sheet = Sheet(context, editable_list(context, entry.changes["kind"]))
    found = rows_by_ref(sheet.declared.kind.model, context, logged)
    _refuse_moved_on(sheet, logged, found)
    edited = Edited(sheet.declared, [], {})
    used: dict[str, Column] = {}
    for ref, changes in logged.items():
        columns = {name: _column_back(sheet, name) for name in changes if name != VERSION}
        used |= columns
        _put_back(edited, found[ref], columns, changes)
    store(context, edited, used.values())
    return edited


def _refuse_moved_on(sheet: Sheet, logged: Changes, found: Mapping[str, WorkspaceRecord]) -> None:
    gone = [ref for ref in logged if ref not in found]
    moved = [ref for ref in logged if ref in found and found[ref].version != logged[ref][VERSION]["after"]]
    if gone:
        raise Conflict(f"{_listed(gone)} is not there any more, so nothing was taken back.")
    if moved:
        who = by_whom(sheet, found[moved[0]])
        raise Conflict(
            f"{_listed(moved)} moved on since: {moved[0]} was changed by {who}. Nothing was taken back."
        )


def _listed(refs: Sequence[str]) -> str:
    more = f" and {len(refs) - 3} more" if len(refs) > 3 else ""
    return ", ".join(refs[:3]) + more


def _column_back(sheet: Sheet, name: str) -> Column:
    """The column that was changed; one of a removed field still has its values."""
    key = name.partition(".")[2]
    if name in sheet.columns or not any(field.name == key for field in sheet.fields):
        return editable(sheet, name)
    return Column(name, name, path="custom", key=key)


def _put_back(
    edited: Edited, record: WorkspaceRecord, columns: Mapping[str, Column], changes: Mapping[str, Any]
) -> None:
    values = {}
    for name, column in columns.items():
        value = _back(record, column, changes[name]["before"])
        values[column] = (kept(record, column), value)
        keep(record, column, value)
    edited.note(record, values)


def _back(record: WorkspaceRecord, column: Column, value: JsonValue) -> Any:
    if value is None or column.key:
        return value
    field = record._meta.get_field(column.place)
    is_day = isinstance(field, DateField) and not isinstance(field, DateTimeField)
    return date.fromisoformat(value) if is_day and isinstance(value, str) else value
