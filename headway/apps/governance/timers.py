"""Passes on what waited too long; the workers run it every hour."""

from django.utils import timezone

from headway.apps.governance.models import Approval
from headway.core.access import enter
from headway.core.errors import HeadwayError
from headway.core.jobs import every
from headway.core.perform import perform

every(60, "escalation of approvals", "headway.apps.governance.timers.escalate")


def escalate() -> int:
    """Escalate every approval whose time has come, in the name of whoever asked for it; gives how many."""
    waiting = Approval.objects.filter(status=Approval.Status.WAITING).select_related("workspace", "requester")
    return sum(_escalated(one) for one in waiting)


def _escalated(approval: Approval) -> bool:
    try:
        context = enter(approval.requester, approval.workspace.slug, "job", timezone.now())
        perform("governance.approval_escalate", {"ref": approval.ref}, context)
    except HeadwayError:
        # Its time has not come, or whoever asked has left: then an admin sees it in the list and can refuse it.
        return False
    return True
