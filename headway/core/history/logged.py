"""What the activity log says of one record: in rows about it, and in rows about many records at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from headway.core.access import rows
from headway.core.context import Context
from headway.core.kinds import RecordKind
from headway.core.lists.editing import VERSION
from headway.core.models import Activity, WorkspaceRecord

NOT_CHANGES = Q(action__startswith="talk.")
ELSEWHERE = frozenset({"right", "kind", "records", VERSION, "restored", "undo"})
SIDES = frozenset({"before", "after"})


@dataclass(frozen=True)
class Change:
    """One value in a row of the log. `is_change` is false for what a row adds, such as a reason."""

    name: str
    sides: Mapping[str, Any]
    is_change: bool = True


def rows_about(context: Context, kind: RecordKind, record: WorkspaceRecord) -> list[QuerySet[Activity]]:
    """The rows about a record, in two parts: those that name it, and those that name many records."""
    found = rows(Activity, context).exclude(outcome=Activity.Outcome.REFUSED).exclude(NOT_CHANGES)
    own = found.filter(subject_kind=kind.model_label, subject_id=str(record.pk))
    # Rows about many records have no subject, which the index of subjects finds.
    many = found.filter(
        subject_kind="", subject_id="", changes__kind=kind.name, changes__records__has_key=record.ref
    )
    return [own, many]


def changes_of(entry: Activity, ref: str) -> list[Change]:
    """Each value that a row of the log tells about the record with that ref."""
    records = entry.changes.get("records")
    if isinstance(records, dict) and isinstance(records.get(ref), dict):
        return [Change(name, sides) for name, sides in records[ref].items() if name != VERSION]
    return list(_told(entry.changes))


def _told(changes: Mapping[str, Any]) -> Iterator[Change]:
    yield from _spread(changes)
    for name, value in changes.items():
        if name in ELSEWHERE or name in SIDES:
            continue
        if _has_sides(value):
            yield Change(name, value)
        elif isinstance(value, dict) and value and all(map(_has_sides, value.values())):
            yield from (Change(inner, sides) for inner, sides in value.items())
        elif value not in (None, "", [], {}):
            yield Change(name, {"after": value}, is_change=False)


def _spread(changes: Mapping[str, Any]) -> Iterator[Change]:
    """What a row tells as one `before` and one `after`, each a mapping of values or a value."""
    given = {side: changes[side] for side in ("before", "after") if side in changes}
    if not given:
        return
    if not all(isinstance(one, dict) for one in given.values()):
        yield Change("", given)
        return
    names = dict.fromkeys(name for one in given.values() for name in one)
    for name in names:
        sides = {side: one.get(name) for side, one in given.items()}
        if len(sides) == 1 or sides["before"] != sides["after"]:
            yield Change(name, sides)


def _has_sides(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and value.keys() <= SIDES
