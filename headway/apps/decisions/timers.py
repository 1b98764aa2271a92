"""Looks at the triggers of decisions every day, in each workspace that has any, in the name of an owner."""

from django.utils import timezone

from headway.apps.decisions.models import Decision
from headway.core.jobs import enqueue, every
from headway.core.models import Workspace
from headway.core.owners import enter_for_owner


def revisit_all() -> int:
    """Hand the check of every workspace that has a decision with a trigger to the workers; gives how many."""
    taken = Decision.objects.filter(state=Decision.State.DECIDED).exclude(revisit_on=None, condition={})
    workspaces, now = (
        Workspace.objects.filter(pk__in=taken.values("workspace")).order_by("slug"),
        timezone.now(),
    )
    contexts = [context for one in workspaces if (context := enter_for_owner(one, now))]
    for context in contexts:
        enqueue(context, "decisions.decision_revisit_check", {})
    return len(contexts)


every(24 * 60, "second look at decisions", "headway.apps.decisions.timers.revisit_all")
