"""Make or change one record by its ref, and say what changed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BeforeValidator

from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.models import Membership, User, WorkspaceRecord

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
    changes = differences(found, given)
    for name in changes:
        setattr(found, name, given[name])
    if changes:
        found.version += 1
        found.save()
    return Saved(found, False, changes)


def differences(found: WorkspaceRecord | None, values: dict[str, Any]) -> dict[str, Any]:
    """Each given field that a record does not have yet, before (where there is a record) and after."""
    given = {name: value for name, value in values.items() if value is not None}
    if found is None:
        return {name: {"after": plain(value)} for name, value in given.items()}
    return {
        name: {"before": plain(getattr(found, name)), "after": plain(value)}
        for name, value in given.items()
        if getattr(found, name) != value
    }


def _created(
    context: Context, model: type[Record], ref: str, given: dict[str, Any], needed: tuple[str, ...]
) -> Saved[Record]:
    for name in needed:
        if name not in given:
            kind = model._meta.verbose_name
            needed_one = f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
            raise Invalid(f"Field {name}: there is no {kind} {ref!r} yet, and a new one needs {needed_one}.")
    record = model(workspace=context.workspace, ref=ref, created_at=context.now, **given)
    record.save(force_insert=True)
    return Saved(record, True, differences(None, given))


def plain(value: object) -> object:
    """A field's value as the activity log writes it: dates as text, records by ref, people by id."""
    if isinstance(value, WorkspaceRecord):
        return value.ref
    if isinstance(value, User):
        return str(value.pk)
    return value.isoformat() if isinstance(value, date) else value


def next_ref(context: Context, model: type[WorkspaceRecord], prefix: str) -> str:
    """The first ref `PREFIX-n` after the highest number in use."""
    refs = rows(model, context).filter(ref__startswith=f"{prefix}-").values_list("ref", flat=True)
    numbers = [int(number) for ref in refs if (number := ref.removeprefix(f"{prefix}-")).isdecimal()]
    return f"{prefix}-{max(numbers, default=0) + 1}"


def member_named(context: Context, email: str, field: str) -> User:
    """The member of the workspace with that e-mail address. Raises Invalid, naming the field."""
    found = rows(Membership, context).filter(user__email=email.strip().lower()).select_related("user").first()
    if found is None:
        raise Invalid(f"Field {field}: {email!r} is no member of this workspace; name one by e-mail address.")
    return found.user


def _parted(pattern: str) -> Callable[[object], object]:
    """What a form sends as one text becomes a list without repeats; anything else stays as it came."""

    def parts(given: object) -> object:
        entries = [given] if isinstance(given, str) else given
        if not isinstance(entries, list) or not all(isinstance(one, str) for one in entries):
            return given
        found = [part.strip() for one in entries for part in re.split(pattern, one)]
        return list(dict.fromkeys(part for part in found if part))

    return parts


Refs = Annotated[list[str], BeforeValidator(_parted(r"[,\r\n]"))]
"""A list of refs; one text may hold several, divided by commas or lines."""
Lines = Annotated[list[str], BeforeValidator(_parted(r"[\r\n]"))]
"""A list of sentences; one text may hold several, a line each."""


def lines_of(changes: dict[str, Any], labels: dict[str, str]) -> list[str]:
    """What `differences` found in plain words, a line for each field that has a label, in their order.

    >>> lines_of({"due": {"before": "2026-12-31", "after": "2027-01-31"}, "title": {"after": "Trust"}},
    ...          {"title": "the title", "due": "the date"})
    ['The title: Trust', 'The date: 2026-12-31 becomes 2027-01-31']
    """
    return [_line(label, changes[name]) for name, label in labels.items() if name in changes]


def _line(label: str, change: dict[str, Any]) -> str:
    first = label[:1].upper() + label[1:]
    before, after = worded(change.get("before")), worded(change["after"])
    return f"{first}: {before} becomes {after}" if before else f"{first}: {after}"


def worded(value: object) -> str:
    """A plain value in words: a list with commas, None as nothing."""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
