"""Persons in quarantine under ids that only ties tell of, such as the anonymous one from before a sign-in."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q

from headway.apps.analytics.aliases import widened
from headway.apps.analytics.tracking.models import QuarantinedEvent
from headway.core.holdings import Subject, Treatment, holding_add
from headway.core.models import Workspace


class AsideHolding:
    """Events put aside that do not say by themselves whose they are; it erases before the ties go."""

    name = "events in quarantine under further ids"
    retained = "events"

    def find(self, workspace: Workspace, subject: Subject) -> int:
        return len(_aside(workspace, subject))

    def export(self, workspace: Workspace, subject: Subject) -> Iterator[dict[str, Any]]:
        for one in _aside(workspace, subject):
            yield {
                "person": one.person or one.anonymous, "account": one.account, "event": one.event,
                "at": one.received_at.isoformat(), "properties": one.properties,
            }  # fmt: skip

    def erase(self, workspace: Workspace, subject: Subject) -> int:
        found = [one.pk for one in _aside(workspace, subject)]
        QuarantinedEvent.objects.filter(pk__in=found).delete()
        return len(found)

    def old(self, workspace: Workspace, source: str, before: datetime, treatment: Treatment) -> int:
        """None: the rows have a day of their own to go."""
        return 0

    def expire(self, workspace: Workspace, source: str, before: datetime, treatment: Treatment) -> int:
        return 0


def _aside(workspace: Workspace, subject: Subject) -> list[QuarantinedEvent]:
    ids = list(widened(workspace, subject).ids)
    rows = QuarantinedEvent.objects.filter(workspace=workspace)
    found = rows.filter(Q(person__in=ids) | Q(anonymous__in=ids)).order_by("pk")
    return [one for one in found if not subject.is_named_at_all(one.person)]


holding_add(AsideHolding())
