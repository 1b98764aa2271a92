"""What each member does for themselves: watch, read, choose how to be told."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from headway.core.access import rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.registry import Answer, Done, Question, action
from headway.core.roles import EVERYONE
from headway.core.talk.choosing import preferences_of
from headway.core.talk.events import Event, Way
from headway.core.talk.models import Notification
from headway.core.talk.queries import SHOWN
from headway.core.talk.records import record_at
from headway.core.talk.watching import watch_set


class RecordQuestion(Question):
    """One record of any kind."""

    kind: str = Field(min_length=1, max_length=60, examples=["problem"])
    ref: str = Field(min_length=1, max_length=100, examples=["P-001"])


@action("talk.watch", roles=EVERYONE)
def watch(context: Context, question: RecordQuestion) -> Done[RecordRef]:
    """Be told when a record is changed or commented. Raises NotFound for an unknown one."""
    record = record_at(context, question.kind, question.ref)
    is_new = watch_set(context, record, True)
    summary = f"Watches {record.ref}" if is_new else f"Watches {record.ref} already"
    return Done(ref_of(record, record.ref), summary, record)


@action("talk.unwatch", roles=EVERYONE)
def unwatch(context: Context, question: RecordQuestion) -> Done[RecordRef]:
    """Not be told of a record any more, for good: only a mention, or watching it again, changes that."""
    record = record_at(context, question.kind, question.ref)
    watch_set(context, record, False)
    return Done(ref_of(record, record.ref), f"Does not watch {record.ref}", record)


class NotificationQuestion(Question):
    id: UUID


class ReadCount(Answer):
    read: int


@action("talk.notification_read", roles=EVERYONE)
def notification_read(context: Context, question: NotificationQuestion) -> Done[ReadCount]:
    """Mark one of one's own notifications as read. Raises NotFound for anybody else's."""
    mine = rows(Notification, context).filter(person=context.actor, pk=question.id)
    if not mine.exists():
        raise NotFound("No such notification in your inbox; talk.inbox_list has them.")
    count = mine.filter(read_at=None).update(read_at=context.now)
    return Done(ReadCount(read=count), "Read a notification")


class ReadAllQuestion(Question):
    show: Literal["all", "unread", "mentions", "approvals"] = "all"


@action("talk.notification_read_all", roles=EVERYONE)
def notification_read_all(context: Context, question: ReadAllQuestion) -> Done[ReadCount]:
    """Mark all of one's own unread notifications as read, or those of one list of the inbox."""
    mine = rows(Notification, context).filter(person=context.actor, read_at=None)
    if question.show in SHOWN:
        mine = mine.filter(event__in=SHOWN[question.show])
    count = mine.update(read_at=context.now)
    return Done(ReadCount(read=count), "Read all notifications")


class PreferencesSet(Question):
    """What is left out stays; null quiet hours end them. Hours are those of the person's time zone."""

    choices: dict[Event, Way] = Field({}, description="Events with the way to be told of each.")
    digest_hour: int | None = Field(None, ge=0, le=23, description="The local hour of the daily mail.")
    quiet_starts: int | None = Field(
        None, ge=0, le=23, description="The local hour from which no mail goes out."
    )
    quiet_ends: int | None = Field(
        None, ge=0, le=23, description="The local hour from which mails go out again."
    )


@action("talk.preferences_set", roles=EVERYONE)
def preferences_set(context: Context, question: PreferencesSet) -> Done[RecordRef]:
    """Choose how to be told of each event, when the daily mail comes, and from when to when no mail does."""
    chosen = preferences_of(context.workspace, context.actor)
    given = question.model_dump(mode="json", exclude_unset=True)
    chosen.choices = chosen.choices | given.pop("choices", {})
    for name, value in given.items():
        if value is not None or name.startswith("quiet_"):
            setattr(chosen, name, value)
    chosen.save()
    return Done(ref_of(chosen, context.actor.email), "Chose how to be told", context.actor)
