"""Typed links between any two records, walked from either end."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

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
