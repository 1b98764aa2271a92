"""What an import changed on records that were there, in rows of the log that the histories of these records read."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from headway.core import activity
from headway.core.access import rows
from headway.core.context import Context
from headway.core.imports.telling import Changed, changes_by
from headway.core.lists.columns import RecordList, lists
from headway.core.lists.sheet import Sheet
from headway.core.models import ImportRun, WorkspaceRecord
from headway.core.registry import Answer, Done

RECORDS_MOST = 500
Model = type[WorkspaceRecord]


def changes_log(
    context: Context, action: str, words: str, model: Model, changed: Mapping[str, Changed]
) -> None:
    """Add what changed on records of a model, by ref, to the log; the caller holds the workspace's lock.

    Only values that a list shows: the log is kept for long, and what is shown nowhere may be for few to read.
    """
    declared = next((one for one in lists() if one.kind.model is model), None)
    if declared is None:
        return
    told = list(_told(context, declared, changed).items())
    for start in range(0, len(told), RECORDS_MOST):
        part = dict(told[start : start + RECORDS_MOST])
        plural = declared.kind.plural.lower()
        what = next(iter(part)) if len(part) == 1 else f"{len(part):,} {plural}"
        done = Done(Answer(), f"{words} {what}", None, {"kind": declared.kind.name, "records": part})
        activity.append(context, action, done)


def _told(
    context: Context, declared: RecordList, changed: Mapping[str, Changed]
) -> dict[str, dict[str, dict[str, Any]]]:
    columns = Sheet(context, declared).by_field
    found = {
        ref: {
            columns[name].name: {"before": before, "after": after}
            for name, before, after in changes
            if name in columns
        }
        for ref, changes in changed.items()
    }
    return {ref: values for ref, values in found.items() if values}


def records_before(context: Context, run: ImportRun, model: Model) -> dict[UUID, WorkspaceRecord]:
    """The records that an import changed, as they are before it is taken back."""
    kept: Mapping[str, Any] = run.before.get(model._meta.label_lower, {})
    related = [one.name for one in model._meta.concrete_fields if one.is_relation]
    found: dict[UUID, WorkspaceRecord] = rows(model, context).select_related(*related).in_bulk(list(kept))
    return found


def changes_since(
    context: Context, run: ImportRun, model: Model, before: Mapping[UUID, WorkspaceRecord]
) -> dict[str, Changed]:
    """What changed on records since they were read, of what the import had changed, by ref."""
    names = {name for fields in run.before.get(model._meta.label_lower, {}).values() for name in fields} - {
        "origin",
        "version",
    }
    now = records_before(context, run, model)
    return {
        old.ref: changes_by(old, {name: getattr(now[pk], name) for name in names})
        for pk, old in before.items()
        if pk in now
    }
