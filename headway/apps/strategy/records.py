"""Make or change one record by its ref, and say what changed."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.models import WorkspaceRecord

Record = TypeVar("Record", bound=WorkspaceRecord)


@dataclass(frozen=True)
class Saved(Generic[Record]):
    """The record as it is now, whether it is new, and each changed field before and after."""

    record: Record
    is_new: bool
    changes: dict[str, Any]

    @property
    def verb(self) -> str:
        return "Made" if self.is_new else "Changed"


def record_save(
    context: Context, model: type[Record], ref: str, values: dict[str, Any], needed: tuple[str, ...]
) -> Saved[Record]:
    """Create the record with that ref, or change the given fields of it; a field that is None stays as it is.

    Raises Invalid where a new record lacks one of the `needed` fields.
    """
    given = {name: value for name, value in values.items() if value is not None}
    found = rows(model, context).filter(ref=ref).first()
    if found is None:
        return _created(context, model, ref, given, needed)
    changes = {
        name: {"before": plain(getattr(found, name)), "after": plain(value)}
        for name, value in given.items()
        if getattr(found, name) != value
    }
    for name in changes:
        setattr(found, name, given[name])
    if changes:
        found.version += 1
        found.save()
    return Saved(found, False, changes)


def _created(
    context: Context, model: type[Record], ref: str, given: dict[str, Any], needed: tuple[str, ...]
) -> Saved[Record]:
    for name in needed:
        if name not in given:
            kind = model._meta.verbose_name
            raise Invalid(f"Field {name}: there is no {kind} {ref!r} yet, and a new one needs a {name}.")
    record = model(workspace=context.workspace, ref=ref, created_at=context.now, **given)
    record.save(force_insert=True)
    return Saved(record, True, {name: {"after": plain(value)} for name, value in given.items()})


def plain(value: object) -> object:
    """A field's value as the activity log writes it: dates as text, records by ref."""
    if isinstance(value, WorkspaceRecord):
        return value.ref
    return value.isoformat() if isinstance(value, date) else value
