"""Mails of notifications: at once or once a day, never in somebody's quiet hours, each notification at most once."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from headway.core.locales import Locale, locale_of, written_in
from headway.core.models import Membership, User, Workspace
from headway.core.talk.answers import NoticeRow
from headway.core.talk.choosing import is_quiet, mail_is_set_up, preferences_of
from headway.core.talk.models import NoticePreferences, Notification
from headway.core.talk.records import places
from headway.core.talk.showing import notice_shown

LOG = logging.getLogger(__name__)
# What could not go out for so long, such as before a mail server was set up, is left in the inbox.
LATE = timedelta(hours=48)
SUBJECT_MOST = 150
LINES_MOST = 50


@dataclass(frozen=True)
class Letter:
    """What one person is sent from one workspace."""

    person: User
    workspace: Workspace
    chosen: NoticePreferences
    notes: Sequence[Notification]
    is_digest: bool

    @property
    def locale(self) -> Locale:
        return locale_of(self.person, self.workspace)


def mails_send(now: datetime | None = None) -> int:
    """Send what is to go out at once; gives how many mails went. The workers call it every minute."""
    return _sent(Notification.Mail.NOW, now or timezone.now())


def digests_send(now: datetime | None = None) -> int:
    """Send the daily mail to everybody whose hour has come; gives how many went."""
    return _sent(Notification.Mail.DIGEST, now or timezone.now())


def _sent(kind: Notification.Mail, now: datetime) -> int:
    if not mail_is_set_up():
        return 0
    count = 0
    for (workspace, person), notes in _waiting(kind, now).items():
        letter = _letter(workspace, person, notes, kind, now)
        if letter is None:
            continue
        try:
            count += _posted(letter, now)
        except (SMTPException, OSError) as error:
            # The server is away: later rounds try again. Its words may hold addresses, so only the kind is told.
            LOG.warning("Mails of notifications wait: %s", type(error).__name__)
            break
    return count


def _waiting(kind: Notification.Mail, now: datetime) -> dict[tuple[UUID, UUID], list[Notification]]:
    """What is still unread and not too old, by workspace and person."""
    found = Notification.objects.filter(
        mail=kind, mailed_at=None, read_at=None, created_at__gt=now - LATE, created_at__lte=now
    ).select_related("actor", "comment")
    by_person: dict[tuple[UUID, UUID], list[Notification]] = defaultdict(list)
    for one in found.order_by("created_at", "id"):
        by_person[one.workspace_id, one.person_id].append(one)
    return by_person


def _letter(
    workspace: UUID, person: UUID, notes: list[Notification], kind: Notification.Mail, now: datetime
) -> Letter | None:
    """The mail for somebody, or None while it is not to go out: no member any more, quiet, not the hour yet."""
    members = Membership.objects.filter(workspace=workspace, user=person, user__is_active=True)
    member = members.select_related("workspace", "user").first()
    if member is None:
        return None
    chosen = preferences_of(member.workspace, member.user)
    local = now.astimezone(locale_of(member.user, member.workspace).zone)
    is_digest = kind == Notification.Mail.DIGEST
    if is_quiet(chosen, local) or (is_digest and not _is_hour(chosen, local)):
        return None
    return Letter(member.user, member.workspace, chosen, notes, is_digest)


def _is_hour(chosen: NoticePreferences, local: datetime) -> bool:
    return local.hour >= chosen.digest_hour and chosen.digested_on != local.date()


def _posted(letter: Letter, now: datetime) -> bool:
    """Send one mail. It is taken first, so that two workers never send it twice."""
    taken = _take(letter, now)
    if not taken:
        return False
    try:
        _message(letter, taken).send()
    except SMTPRecipientsRefused:
        LOG.warning("A mail of notifications was refused by the mail server")
        return False
    except (SMTPException, OSError):
        _rows(taken).update(mailed_at=None)
        raise
    if letter.is_digest:
        letter.chosen.digested_on = now.astimezone(letter.locale.zone).date()
        letter.chosen.save()
    return True


def _take(letter: Letter, now: datetime) -> list[Notification]:
    return [one for one in letter.notes if _rows([one]).filter(mailed_at=None).update(mailed_at=now)]


def _rows(notes: Sequence[Notification]) -> "QuerySet[Notification]":
    return Notification.objects.filter(pk__in=[one.pk for one in notes])


def _message(letter: Letter, notes: Sequence[Notification]) -> EmailMultiAlternatives:
    there = places(letter.workspace, [(one.kind, one.record_id) for one in notes if one.record_id])
    rows = [notice_shown(one, there.get((one.kind, one.record_id or one.pk))) for one in notes]
    slug = letter.workspace.slug
    site = settings.SITE_ADDRESS
    choose = site + reverse("talk:preferences", args=[slug])
    content = {
        "rows": rows[:LINES_MOST], "more": max(0, len(rows) - LINES_MOST), "site": site, "letter": letter,
        "inbox": site + reverse("talk:inbox", args=[slug]), "choose": choose,
    }  # fmt: skip
    with written_in(letter.locale):
        plain = render_to_string("talk/mail.txt", content)
        html = render_to_string("talk/mail.html", content)
    mail = EmailMultiAlternatives(
        subject_of(letter, rows), plain, to=[letter.person.email], headers={
            "List-Unsubscribe": f"<{choose}>", "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All",
        },
    )  # fmt: skip
    mail.attach_alternative(html, "text/html")
    return mail


def subject_of(letter: Letter, rows: Sequence[NoticeRow]) -> str:
    """One line: what happened where it is one thing, else how many."""
    if letter.is_digest or len(rows) > 1:
        day = "today in " if letter.is_digest else "in "
        things = "1 notification" if len(rows) == 1 else f"{len(rows)} notifications"
        return f"{things} {day}{letter.workspace.name}"[:SUBJECT_MOST]
    one = rows[0]
    about = f": {one.record.ref} {one.record.title}" if one.record else ""
    return " ".join(f"{one.said}{about}".split())[:SUBJECT_MOST]
