"""That events came in from outside, told to whoever has to see to it, such as to erasing somebody again."""

from datetime import datetime, timedelta

from headway.apps.analytics.models import EventSegment
from headway.core.consent import tell_arrival
from headway.core.models import Workspace
from headway.core.owners import enter_for_owner

# A little more than the day between two runs, so that nothing falls between them.
SINCE = timedelta(hours=25)


def arrivals_tell(now: datetime) -> int:
    """Tell, for each workspace into which events were collected since yesterday; gives how many.

    Once a day, not with each segment: whoever is told may read all segments anew.
    """
    came = EventSegment.objects.filter(import_run=None, created_at__gt=now - SINCE)
    there = Workspace.objects.filter(pk__in=came.values("workspace")).order_by("pk")
    contexts = [context for one in there if (context := enter_for_owner(one, now))]
    for context in contexts:
        tell_arrival(context)
    return len(contexts)
