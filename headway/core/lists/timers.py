"""What the workers do for lists: views that were removed go for good."""

from datetime import datetime

from django.utils import timezone

from headway.core.jobs import every
from headway.core.lists.models import SavedView
from headway.core.lists.removed import KEPT

every(24 * 60, "views that were removed", "headway.core.lists.timers.removed_views_forget")


def removed_views_forget(now: datetime | None = None) -> int:
    """Delete the views that were removed thirty days ago; gives how many."""
    old = SavedView.objects.filter(removed_at__lte=(now or timezone.now()) - KEPT)
    return old.delete()[1].get(SavedView._meta.label, 0)
