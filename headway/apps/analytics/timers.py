"""What the workers do for collected events where no compactor of the collector's own runs."""

from django.utils import timezone

from headway.apps.analytics.arriving import arrivals_tell
from headway.apps.analytics.compacting import compact_all
from headway.apps.analytics.index.keeping import indexes_keep
from headway.apps.analytics.merging import merge_all
from headway.apps.analytics.sweeping import sweep_all
from headway.core.jobs import every

every(1, "compaction of collected events", "headway.apps.analytics.timers.compacted")
every(5, "indexes of events", "headway.apps.analytics.timers.indexed")
every(60, "sweep of event files", "headway.apps.analytics.timers.swept")
every(24 * 60, "merge of small segments", "headway.apps.analytics.timers.merged")


def compacted() -> int:
    """Bring what waits in the inboxes into segments; gives how many events are new."""
    return compact_all(timezone.now())


def merged() -> int:
    """Tell of what was collected since yesterday, and merge small segments; gives how many fewer there are."""
    arrivals_tell(timezone.now())
    return merge_all()


def swept() -> int:
    """Remove files that no row lists any more; gives how many."""
    return sweep_all(timezone.now())


def indexed() -> int:
    """Bring the indexes that questions are answered from up to date; gives how many there are."""
    return indexes_keep()
