"""Records of any kind, by what the foundation knows of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import CharField, QuerySet, Value

from headway.core.access import row, rows
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.kinds import RecordKind, kind_named, kinds
from headway.core.models import Workspace, WorkspaceRecord

TITLE_MOST = 200


@dataclass(frozen=True)
class Place:
    """Where something is said: a record, how people call it, and its address."""

    kind: str
    label: str
    ref: str
    title: str
    address: str


def record_at(context: Context, kind: str, ref: str) -> WorkspaceRecord:
    """The record of a kind by ref or id. Raises NotFound for an unknown kind or record."""
    return row(kind_named(kind).model, context, ref)


def title_of(kind: RecordKind, record: WorkspaceRecord) -> str:
    """The title of a record on one line."""
    return " ".join(str(getattr(record, kind.title)).split())[:TITLE_MOST]


def place_of(kind: RecordKind, record: WorkspaceRecord, slug: str) -> Place:
    return Place(kind.name, kind.label, record.ref, title_of(kind, record), kind.address(slug, record.ref))


def places(workspace: Workspace, wanted: Iterable[tuple[str, UUID]]) -> dict[tuple[str, UUID], Place]:
    """Where records of any kind are, by model label and id, in a query for each kind; what is gone is absent."""
    by_kind: dict[str, set[UUID]] = defaultdict(set)
    for label, pk in wanted:
        by_kind[label].add(pk)
    found: dict[tuple[str, UUID], Place] = {}
    for label, pks in by_kind.items():
        if kind := _kind(label):
            records = kind.model._default_manager.filter(workspace=workspace, pk__in=pks)
            found |= {(label, one.pk): place_of(kind, one, workspace.slug) for one in records}
    return found


def _kind(label: str) -> RecordKind | None:
    try:
        return kind_named(label)
    except NotFound:
        return None


def kind_of(record: object) -> RecordKind | None:
    """The kind of a record; None for what is no record that people speak of."""
    return _kind(record._meta.label_lower) if isinstance(record, WorkspaceRecord) else None


def known_refs(context: Context, refs: Sequence[str]) -> dict[str, str]:
    """The name of the kind of each ref that exists, in one query; of two kinds the one with a page of its own."""
    if not refs:
        return {}
    first, *others = [_refs_of(context, kind, refs) for kind in kinds()]
    paged = {kind.name for kind in kinds() if kind.page}
    found = sorted(first.union(*others, all=True), key=lambda pair: (pair[1] in paged, pair[1]))
    return dict(found)


def _refs_of(
    context: Context, kind: RecordKind, refs: Sequence[str]
) -> QuerySet[WorkspaceRecord, tuple[str, str]]:
    name = Value(kind.name, output_field=CharField())
    return rows(kind.model, context).filter(ref__in=refs).values_list("ref", name)
