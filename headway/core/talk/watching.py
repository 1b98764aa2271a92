"""Who watches a record: those who asked for it, and those whom it concerns until they say otherwise."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Model

from headway.core.context import Context
from headway.core.talk.models import Watch


def watch_begin(context: Context, record: Model, people: Iterable[UUID], reason: Watch.Reason) -> None:
    """Have people watch a record from now on; whoever ended that once is left alone."""
    fresh = [
        Watch(workspace=context.workspace, kind=record._meta.label_lower, record_id=record.pk, person_id=person,
              reason=reason, created_at=context.now)
        for person in people
    ]  # fmt: skip
    if fresh:
        Watch.objects.bulk_create(fresh, ignore_conflicts=True)


def watch_set(context: Context, record: Model, is_on: bool) -> bool:
    """Have the acting person watch a record, or not any more, for good; gives whether that changed anything."""
    at = {"workspace": context.workspace, "kind": record._meta.label_lower, "record_id": record.pk}
    known = Watch.objects.filter(**at, person=context.actor).first()
    if known and known.is_on == is_on:
        return False
    if known:
        known.is_on, known.reason = is_on, Watch.Reason.ASKED
        known.save(update_fields=["is_on", "reason"])
    else:
        Watch.objects.create(
            **at, person=context.actor, is_on=is_on, reason=Watch.Reason.ASKED, created_at=context.now
        )
    return known is not None or is_on


def standings(context: Context, kind: str, record_id: UUID) -> dict[UUID, bool]:
    """Everybody who watches a record (true) or ended that (false)."""
    found = Watch.objects.filter(workspace=context.workspace, kind=kind, record_id=record_id)
    return dict(found.values_list("person_id", "is_on"))
