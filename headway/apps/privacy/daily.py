"""What the worker looks at every hour: whose schedules have not run for a day."""

from datetime import datetime, timedelta

from django.utils import timezone

from headway.apps.privacy.models import RetentionRule
from headway.core.jobs import enqueue
from headway.core.models import JobRun, Workspace
from headway.core.owners import enter_for_owner

RUN = "privacy.retention_run"
EVERY = timedelta(hours=23)


def retention_due() -> int:
    """Have the schedules of each workspace run where they did not for a day; gives how many workspaces."""
    now = timezone.now()
    due = [one for one in Workspace.objects.order_by("slug") if _is_due(one, now)]
    contexts = [context for workspace in due if (context := enter_for_owner(workspace, now))]
    for context in contexts:
        enqueue(context, RUN, {})
    return len(contexts)


def _is_due(workspace: Workspace, now: datetime) -> bool:
    rules = RetentionRule.objects.filter(workspace=workspace)
    waiting = JobRun.objects.filter(workspace=workspace, name=RUN, created_at__gt=now - EVERY)
    overdue = rules.filter(run_at=None) | rules.filter(run_at__lt=now - EVERY)
    return overdue.exists() and not waiting.exists()
