"""Telling people what a change means to them: each at most once, in the way they chose, if they still belong here."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from headway.core.context import Context
from headway.core.models import Activity, Membership, Workspace
from headway.core.registry import Done
from headway.core.talk.events import FIRST_WAYS, RANK, Event, Way
from headway.core.talk.meaning import DONE, Happened, Meaning, Notice, Settled, meanings
from headway.core.talk.models import NoticePreferences, Notification, Watch
from headway.core.talk.records import kind_of
from headway.core.talk.watching import standings, watch_begin

MAILS = {Way.EMAIL: Notification.Mail.NOW, Way.DIGEST: Notification.Mail.DIGEST}
OWN = "talk."


def told(context: Context, entry: Activity, done: Done[Any]) -> None:
    """Tell people what one new row of the activity log means to them, in the transaction that wrote it."""
    if entry.outcome == Activity.Outcome.REFUSED:
        return
    happened = Happened(context, entry, done.subject)
    found = [*meanings(happened), *_changed(happened)]
    _watch(context, entry, done, found)
    for settled in found:
        if isinstance(settled, Settled):
            _settle(context, settled)
    people = _one_each(context, [one for one in found if isinstance(one, Notice)])
    tell(context.workspace, people, context.now, entry)


def _watch(context: Context, entry: Activity, done: Done[Any], found: Sequence[Meaning]) -> None:
    subject = done.subject
    is_ours = entry.action.startswith(OWN)
    if entry.outcome == DONE and not is_ours and kind_of(subject) and _is_new(subject, context):
        assert subject is not None
        watch_begin(context, subject, [context.actor.pk], Watch.Reason.WROTE)
    for notice in found:
        if isinstance(notice, Notice) and notice.watch and notice.record:
            watch_begin(context, notice.record, notice.people, notice.watch)


def _is_new(subject: object, context: Context) -> bool:
    # Records carry the moment of the action that made them.
    return getattr(subject, "created_at", None) == context.now


def _changed(happened: Happened) -> Iterable[Notice]:
    """Whoever watches a record is told that it was changed."""
    entry, subject = happened.entry, happened.subject
    if entry.outcome != DONE or entry.action.startswith(OWN) or kind_of(subject) is None:
        return []
    assert subject is not None
    if _is_new(subject, happened.context):
        return []
    everybody = standings(happened.context, subject._meta.label_lower, subject.pk)
    people = tuple(person for person, is_on in everybody.items() if is_on)
    return [Notice(Event.CHANGED, people, subject, entry.summary)] if people else []


def _settle(context: Context, settled: Settled) -> None:
    open_ones = Notification.objects.filter(
        workspace=context.workspace, event=settled.event, record_id=settled.record.pk, read_at=None
    )
    open_ones.update(read_at=context.now)


def _one_each(context: Context, found: Sequence[Notice]) -> dict[UUID, Notice]:
    """For each person the weightiest notice of a change; nobody is told what they did themselves."""
    chosen: dict[UUID, Notice] = {}
    for notice in sorted(found, key=lambda one: RANK[one.event]):
        for person in notice.people:
            if notice.tells_actor or person != context.actor.pk:
                chosen.setdefault(person, notice)
    return chosen


def tell(
    workspace: Workspace, people: dict[UUID, Notice], now: datetime, entry: Activity | None = None
) -> int:
    """Put notices into the inboxes of active members who want them; gives how many."""
    if not people:
        return 0
    ways = _ways(workspace, people)
    wanted = {person: one for person, one in people.items() if ways.get(person, {}).get(one.event) != Way.OFF}
    wanted = {person: one for person, one in wanted.items() if person in ways}
    _count_up(workspace, wanted, now, entry)
    fresh = [
        Notification(
            workspace=workspace, person_id=person, mail=_mail(ways[person][one.event]),
            **_notification(one, now, entry),
        )
        for person, one in wanted.items()
    ]  # fmt: skip
    return len(Notification.objects.bulk_create(fresh, ignore_conflicts=True)) if fresh else 0


def _ways(workspace: Workspace, people: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    """How each active member among these people wants to be told of each event."""
    asked = list(people)
    members = Membership.objects.filter(workspace=workspace, user__in=asked, user__is_active=True)
    chosen = NoticePreferences.objects.filter(workspace=workspace, person__in=asked)
    choices = dict(chosen.values_list("person_id", "choices"))
    return {
        person: FIRST_WAYS | choices.get(person, {}) for person in members.values_list("user_id", flat=True)
    }


def _mail(way: str) -> str:
    return MAILS.get(Way(way), Notification.Mail.NONE)


def _count_up(
    workspace: Workspace, wanted: dict[UUID, Notice], now: datetime, entry: Activity | None
) -> None:
    """Of many changes to one record only the latest stands unread in an inbox."""
    changed = {person: one for person, one in wanted.items() if one.event == Event.CHANGED and one.record}
    if not changed or entry is None:
        return
    notice = next(iter(changed.values()))
    assert notice.record is not None
    unread = Notification.objects.filter(
        workspace=workspace, event=Event.CHANGED, record_id=notice.record.pk, person__in=list(changed), read_at=None
    )  # fmt: skip
    had = list(unread.values_list("person_id", flat=True))
    if had:
        unread.update(
            created_at=now, sequence=entry.sequence, actor=entry.actor, words=notice.words[:500],
            key=f"activity:{entry.sequence}",
        )  # fmt: skip
    for person in had:
        del wanted[person]


def _notification(one: Notice, now: datetime, entry: Activity | None) -> dict[str, Any]:
    """What a notification is for whoever gets it."""
    return {
        "event": one.event,
        "key": one.key or (f"activity:{entry.sequence}" if entry else ""),
        "kind": one.record._meta.label_lower if one.record else "",
        "record_id": one.record.pk if one.record else None,
        "comment": one.comment,
        "actor": entry.actor if entry else None,
        "sequence": entry.sequence if entry else None,
        "words": one.words[:500],
        "created_at": now,
    }
