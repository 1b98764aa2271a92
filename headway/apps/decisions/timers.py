"""Looks at the triggers of decisions every day, in each workspace that has any, in the name of an owner."""

from django.utils import timezone

from headway.apps.decisions.models import Decision
from headway.core.access import enter
from headway.core.jobs import enqueue, every
from headway.core.models import Membership
from headway.core.roles import Role


def revisit_all() -> int:
    """Hand the check of every workspace that has a decision with a trigger to the workers; gives how many."""
    taken = Decision.objects.filter(state=Decision.State.DECIDED).exclude(revisit_on=None, condition={})
    owners = Membership.objects.filter(
        workspace__in=taken.values("workspace"), role=Role.OWNER, user__is_active=True
    )
    first = {
        one.workspace_id: one for one in owners.select_related("workspace", "user").order_by("-created_at")
    }
    for one in first.values():
        context = enter(one.user, one.workspace.slug, "job", timezone.now())
        enqueue(context, "decisions.decision_revisit_check", {})
    return len(first)


every(24 * 60, "second look at decisions", "headway.apps.decisions.timers.revisit_all")
