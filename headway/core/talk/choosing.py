"""How somebody wants to be told, and what time it is for them."""

from datetime import datetime

from django.conf import settings

from headway.core.locales import locale_of
from headway.core.models import User, Workspace
from headway.core.talk.answers import EventChoice, PreferencesShown
from headway.core.talk.events import FIRST_WAYS, Event
from headway.core.talk.models import NoticePreferences

TERMINAL = "django.core.mail.backends.console.EmailBackend"


def preferences_of(workspace: Workspace, person: User) -> NoticePreferences:
    """What a person chose, or what holds without a choice; that one is not stored yet."""
    found = NoticePreferences.objects.filter(workspace=workspace, person=person).first()
    return found or NoticePreferences(workspace=workspace, person=person)


def is_quiet(chosen: NoticePreferences, local: datetime) -> bool:
    """Whether no mail goes out at a local time; quiet hours may run past midnight.

    >>> night = NoticePreferences(quiet_starts=22, quiet_ends=7)
    >>> [is_quiet(night, datetime(2026, 9, 30, hour)) for hour in (21, 22, 6, 7)]
    [False, True, True, False]
    """
    starts, ends = chosen.quiet_starts, chosen.quiet_ends
    if starts is None or ends is None or starts == ends:
        return False
    if starts < ends:
        return starts <= local.hour < ends
    return local.hour >= starts or local.hour < ends


def mail_is_set_up() -> bool:
    """Whether mails reach anybody; without a mail server Django only prints them."""
    return bool(settings.EMAIL_BACKEND != TERMINAL)


def preferences_shown(workspace: Workspace, chosen: NoticePreferences) -> PreferencesShown:
    return PreferencesShown(
        events=[
            EventChoice(
                event=event.value,
                label=event.label,
                way=chosen.choices.get(event.value, FIRST_WAYS[event]),
                first_way=FIRST_WAYS[event],
            )
            for event in Event
        ],
        digest_hour=chosen.digest_hour,
        quiet_starts=chosen.quiet_starts,
        quiet_ends=chosen.quiet_ends,
        time_zone=locale_of(chosen.person, workspace).time_zone,
        mail_is_set_up=mail_is_set_up(),
    )
