"""Cohorts made of a question are worked out anew every night, in the name of an owner of the workspace."""

from django.utils import timezone

from headway.apps.cohorts.models import Cohort
from headway.core.jobs import enqueue, every
from headway.core.lists.removed import KEPT
from headway.core.owners import enter_for_owner


def refresh_all() -> int:
    """Hand the refresh of every cohort with a question to the workers; gives how many.

    What was removed thirty days ago goes for good.
    """
    now, done = timezone.now(), 0
    Cohort.objects.filter(removed_at__lt=now - KEPT).delete()
    there = Cohort.objects.filter(removed_at=None)
    for cohort in there.exclude(behind={}).select_related("workspace").order_by("workspace", "ref"):
        if context := enter_for_owner(cohort.workspace, now):
            enqueue(context, "cohorts.cohort_refresh", {"ref": cohort.ref})
            done += 1
    return done


every(24 * 60, "refresh of cohorts", "headway.apps.cohorts.timers.refresh_all")
