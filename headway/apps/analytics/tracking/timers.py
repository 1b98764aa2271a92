"""What the workers do for the tracking plan: look at the events again once more of them came."""

from django.db import transaction
from django.utils import timezone

from headway.apps.analytics.tracking.observing import is_behind, looked_at, observed_keep
from headway.core.jobs import every
from headway.core.models import Workspace
from headway.core.owners import enter_for_owner

every(60, "look at what events bring", "headway.apps.analytics.tracking.timers.observed")


def observed() -> int:
    """Look at the events of every workspace where some came since; gives how many workspaces."""
    now = timezone.now()
    behind = [one for one in Workspace.objects.order_by("pk") if is_behind(one)]
    contexts = [context for one in behind if (context := enter_for_owner(one, now))]
    for context in contexts:
        seen = looked_at(context)
        with transaction.atomic():
            Workspace.objects.select_for_update().get(pk=context.workspace.pk)
            observed_keep(context.workspace, seen, now)
    return len(contexts)
