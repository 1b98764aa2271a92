"""What the worker looks at every hour: whose schedules have not run for a day."""

from datetime import datetime, timedelta

from django.utils import timezone

from headway.apps.privacy.models import RetentionRule
from headway.core.access import enter
from headway.core.jobs import enqueue
from headway.core.models import JobRun, Membership, Workspace
from headway.core.roles import Role

RUN = "privacy.retention_run"
EVERY = timedelta(hours=23)


def retention_due() -> int:
    """Have the schedules of each workspace run where they did not for a day; gives how many workspaces."""
    now = timezone.now()
    due = [one for one in Workspace.objects.order_by("slug") if _is_due(one, now)]
    for workspace in due:
        owner = (
            Membership.objects.filter(workspace=workspace, role=Role.OWNER, user__is_active=True)
            .select_related("user")
            .order_by("created_at")
            .first()
        )
        if owner is not None:
            enqueue(enter(owner.user, workspace.slug, "job", now), RUN, {})
    return len(due)


def _is_due(workspace: Workspace, now: datetime) -> bool:
    rules = RetentionRule.objects.filter(workspace=workspace)
    waiting = JobRun.objects.filter(workspace=workspace, name=RUN, created_at__gt=now - EVERY)
    overdue = rules.filter(run_at=None) | rules.filter(run_at__lt=now - EVERY)
    return overdue.exists() and not waiting.exists()
