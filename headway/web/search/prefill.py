"""What is known already when the form of an action opens: what the address says, and the record as it is."""

from typing import Any

from django.http import QueryDict

from headway.core.access import row
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.models import WorkspaceRecord
from headway.core.registry import Entry
from headway.web.search.fields import FieldShown
from headway.web.search.which import kind_about

PLAIN = (str, int, float)


def known(entry: Entry, fields: list[FieldShown], given: QueryDict, here: Context) -> dict[str, list[str]]:
    """Values by field; those of the record only where leaving a field out leaves the record as it is."""
    own = {field.name: given.getlist(field.name) for field in fields if field.name in given}
    record = _record(entry, given.get("ref", ""), here)
    if record is None:
        return own
    changing = [field.name for field in fields if field.name not in own and _keeps(entry, field.name)]
    found = {name: _plain(getattr(record, name, None)) for name in changing}
    return own | {name: [value] for name, value in found.items() if value is not None}


def _record(entry: Entry, ref: str, here: Context) -> WorkspaceRecord | None:
    kind = kind_about(entry, here)
    if not ref or kind is None:
        return None
    try:
        return row(kind.model, here, ref)
    except NotFound:
        return None


def _keeps(entry: Entry, name: str) -> bool:
    """Whether a field is required, or left as it is when it is left out."""
    field = entry.question.model_fields[name]
    return field.is_required() or field.default is None


def _plain(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value) if isinstance(value, PLAIN) and value != "" else None
