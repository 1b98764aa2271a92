"""What the workers do for notifications every so often: tell what falls due, send mails."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from headway.core.jobs import every
from headway.core.lists.removed import KEPT
from headway.core.models import Workspace
from headway.core.talk.meaning import Notice, due_in
from headway.core.talk.models import Comment, Notification
from headway.core.talk.telling import tell

every(15, "notices of what is due", "headway.core.talk.timers.dues_tell")
every(24 * 60, "words of comments that were taken back", "headway.core.talk.timers.removed_words_forget")
every(1, "mails of notifications", "headway.core.talk.mails.mails_send")
every(10, "daily mails of notifications", "headway.core.talk.mails.digests_send")


def dues_tell(now: datetime | None = None) -> int:
    """Tell in every workspace what fell due since the last time; gives how many notices there were."""
    at = now or timezone.now()
    return sum(_told(workspace, due_in(workspace, at), at) for workspace in Workspace.objects.all())


def removed_words_forget(now: datetime | None = None) -> int:
    """Let go of the words of comments that were taken back thirty days ago; gives how many there were."""
    old = Comment.objects.filter(removed_at__lte=(now or timezone.now()) - KEPT)
    return old.exclude(body="", quote="").update(body="", quote="", quote_field="", named={})


def _told(workspace: Workspace, found: Sequence[Notice], now: datetime) -> int:
    keys = Notification.objects.filter(workspace=workspace, key__in={one.key for one in found})
    known = set(keys.values_list("person_id", "key"))
    return sum(
        tell(workspace, dict.fromkeys(fresh, notice), now)
        for notice in found
        if (fresh := [person for person in notice.people if (person, notice.key) not in known])
    )
