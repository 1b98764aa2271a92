"""The ends of sessions: all of one person's at once."""

from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from headway.core.models import User


def sessions_end(user: User, now: datetime) -> int:
    """Sign a person out everywhere; how many sessions that ended.

    A session does not name its person in a column, so each one that is alive is opened.
    """
    alive = Session.objects.filter(expire_date__gt=now).iterator(500)
    own = [one.pk for one in alive if one.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=own).delete()
    return len(own)
