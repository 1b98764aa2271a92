"""Typed links between any two records, walked from either end."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from headway.core.access import rows
from headway.core.context import Context
from headway.core.models import Link


@dataclass(frozen=True)
class Tie:
    """A link about to be stored, from one record to another."""

    kind: str
    start: Model
    end: Model
    weight: float | None = None
    note: str = ""
    state: str = Link.State.PROPOSED


def links_store(context: Context, ties: Iterable[Tie]) -> int:
    """Store links that are not there yet; a link that a person confirmed or rejected is left as it is."""
    fresh = [
        Link(
            workspace=context.workspace,
            kind=tie.kind,
            from_kind=tie.start._meta.label_lower,
            from_id=tie.start.pk,
            to_kind=tie.end._meta.label_lower,
            to_id=tie.end.pk,
            state=tie.state,
            weight=tie.weight,
            note=tie.note,
            created_at=context.now,
        )
        for tie in ties
    ]
    return len(Link.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=500))


def links_of(context: Context, record: Model) -> QuerySet[Link]:
    """Every link that starts or ends at a record, rejected ones left out."""
    label = record._meta.label_lower
    ends = Q(from_kind=label, from_id=record.pk) | Q(to_kind=label, to_id=record.pk)
    return rows(Link, context).filter(ends).exclude(state=Link.State.REJECTED)


def linked_ids(context: Context, kind: str, starts: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """For each start, the ids at the other end of its links of one kind, strongest first."""
    found = rows(Link, context).filter(kind=kind, from_id__in=list(starts)).exclude(state=Link.State.REJECTED)
    ends: dict[UUID, list[UUID]] = {}
    for start, end in found.order_by("-weight", "to_id").values_list("from_id", "to_id"):
        ends.setdefault(start, []).append(end)
    return ends
