"""What can be asked about comments, watched records and one's own notifications."""

from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from pydantic import Field

from headway.core.access import rows
from headway.core.answers import PageQuestion
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound
from headway.core.kinds import kind_named
from headway.core.models import WorkspaceRecord
from headway.core.registry import Empty, Question, query
from headway.core.talk.answers import CommentList, InboxList, NoticeRow, PreferencesShown, WatchList, WatchRow
from headway.core.talk.choosing import preferences_of, preferences_shown
from headway.core.talk.events import Event
from headway.core.talk.models import Comment, Notification, Watch
from headway.core.talk.records import place_of, places
from headway.core.talk.showing import field_labels, notice_shown, place_shown, thread_shown

SHOWN = {
    "mentions": (Event.MENTION, Event.REPLY),
    "approvals": (Event.APPROVAL_WAITS, Event.APPROVAL_DECIDED, Event.DECISION_DUE),
}
UNREAD_SHOWN_MOST = 100


class CommentQuestion(PageQuestion):
    kind: str = Field(min_length=1, max_length=60, examples=["problem"])
    ref: str = Field(min_length=1, max_length=100, examples=["P-001"])


@query("talk.comment_list")
def comment_list(context: Context, question: CommentQuestion) -> CommentList:
    """What people say about a record: its threads, the latest first, each with its replies in order.

    Raises NotFound for an unknown kind or record, Invalid for an `after` that is no thread of it.
    """
    kind = kind_named(question.kind)
    record, counted = _with_counts(context, kind.model, question.ref)
    threads = rows(Comment, context).filter(kind=kind.model_label, record_id=record.pk, parent=None)
    part = _page(threads, question)
    found = rows(Comment, context).filter(Q(pk__in=part.values("pk")) | Q(parent__in=part.values("pk")))
    people = found.select_related("author", "resolved_by", "removed_by").order_by("id")
    replies: dict[UUID | None, list[Comment]] = {}
    for one in people:
        replies.setdefault(one.parent_id, []).append(one)
    shown = [thread_shown(one, replies.get(one.pk, [])) for one in reversed(replies.get(None, []))]
    place = place_of(kind, record, context.workspace.slug)
    return CommentList(
        kind=kind.name, ref=place.ref, title=place.title, address=place.address, fields=field_labels(kind),
        rows=shown[: question.limit], next=shown[question.limit - 1].ref if len(shown) > question.limit else "",
        **counted,
    )  # fmt: skip


def _with_counts(
    context: Context, model: type[WorkspaceRecord], ref: str
) -> tuple[WorkspaceRecord, dict[str, Any]]:
    """The record with how much is said about it and whether the acting person watches it, in one query."""
    label = model._meta.label_lower
    about = Comment.objects.filter(
        workspace=OuterRef("workspace"), kind=label, record_id=OuterRef("pk"), parent=None
    )
    count = about.order_by().values("record_id").annotate(number=Count("pk")).values("number")
    still = count.filter(resolved_at=None, removed_at=None)
    watch = Watch.objects.filter(
        workspace=OuterRef("workspace"), kind=label, record_id=OuterRef("pk"), person=context.actor.pk
    )
    found = rows(model, context).filter(_named(ref)).annotate(
        total_=Subquery(count), open_=Subquery(still), watching_=Subquery(watch.values("is_on")[:1])
    )  # fmt: skip
    # A ref that looks like another record's id names the record with that ref.
    record: Any = next(iter(sorted(found, key=lambda one: one.ref != ref)), None)
    if record is None:
        raise NotFound(f"No {model._meta.verbose_name} {ref!r} in this workspace.")
    counted = {"total": record.total_ or 0, "open": record.open_ or 0, "watching": record.watching_}
    return record, counted


def _named(ref: str) -> Q:
    try:
        return Q(ref=ref) | Q(pk=UUID(ref))
    except ValueError:
        return Q(ref=ref)


def _page(threads: QuerySet[Comment], question: PageQuestion) -> QuerySet[Comment]:
    if question.after:
        last = threads.filter(ref=question.after).first()
        if last is None:
            raise Invalid(f"Field after: {question.after!r} is no comment here; use an earlier `next`.")
        threads = threads.filter(pk__lt=last.pk)
    return threads.order_by("-pk")[: question.limit + 1]


class InboxQuestion(PageQuestion):
    """`mentions` are mentions and replies; `approvals` what waits for one, was decided or is due."""

    show: Literal["all", "unread", "mentions", "approvals"] = "all"


@query("talk.inbox_list")
def inbox_list(context: Context, question: InboxQuestion) -> InboxList:
    """What the asking person is told of: unread first, and of each the latest first."""
    mine = rows(Notification, context).filter(person=context.actor)
    found = mine.select_related("actor", "comment")
    if question.show == "unread":
        found = found.filter(read_at=None)
    elif question.show != "all":
        found = found.filter(event__in=SHOWN[question.show])
    unread = Q(read_at=None)
    part = list(found.filter(_behind(mine, question.after)).alias(unread_=unread).order_by(
        "-unread_", "-created_at", "-id"
    )[: question.limit + 1])  # fmt: skip
    page = part[: question.limit]
    there = places(context.workspace, [(one.kind, one.record_id) for one in page if one.record_id])
    return InboxList(
        rows=[notice_shown(one, there.get((one.kind, one.record_id or one.pk))) for one in page],
        unread=mine.filter(unread).count(),
        next=str(page[-1].pk) if len(part) > question.limit else "",
    )


def unread_count(context: Context) -> int:
    """How much the acting person has not read, counted as far as 100."""
    mine = rows(Notification, context).filter(person=context.actor, read_at=None)
    return mine.order_by()[:UNREAD_SHOWN_MOST].count()


class NotificationShow(Question):
    id: UUID


@query("talk.notification_show")
def notification_show(context: Context, question: NotificationShow) -> NoticeRow:
    """One of the asking person's own notifications. Raises NotFound for anybody else's."""
    mine = rows(Notification, context).filter(person=context.actor, pk=question.id)
    one = mine.select_related("actor", "comment").first()
    if one is None:
        raise NotFound("No such notification in your inbox; talk.inbox_list has them.")
    there = places(context.workspace, [(one.kind, one.record_id)] if one.record_id else [])
    return notice_shown(one, next(iter(there.values()), None))


def _behind(mine: QuerySet[Notification], after: str) -> Q:
    """What stands behind the notification with that id. Raises Invalid when it is not in the inbox."""
    if not after:
        return Q()
    last = mine.filter(pk=as_id(after, "after")).first()
    if last is None:
        raise Invalid(f"Field after: {after!r} is not in the inbox; use an earlier `next`.")
    older = Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, pk__lt=last.pk)
    if last.read_at is None:
        return Q(read_at=None) & older | Q(read_at__isnull=False)
    return Q(read_at__isnull=False) & older


def as_id(text: str, name: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(f"Field {name}: {text!r} is no id.") from None


@query("talk.watch_list")
def watch_list(context: Context, question: PageQuestion) -> WatchList:
    """The records that the asking person watches, the latest first, each with the reason."""
    mine = rows(Watch, context).filter(person=context.actor, is_on=True).order_by("-id")
    if question.after:
        mine = mine.filter(pk__lt=as_id(question.after, "after"))
    part = list(mine[: question.limit + 1])
    page = part[: question.limit]
    there = places(context.workspace, [(one.kind, one.record_id) for one in page])
    shown = [
        WatchRow(record=place_shown(place), reason=one.reason, since=one.created_at)
        for one in page
        if (place := there.get((one.kind, one.record_id)))
    ]
    return WatchList(rows=shown, next=str(page[-1].pk) if len(part) > question.limit else "")


@query("talk.preferences_show")
def preferences_show(context: Context, question: Empty) -> PreferencesShown:
    """How the asking person is told of each event, when the daily mail goes out, and when no mail does."""
    return preferences_shown(context.workspace, preferences_of(context.workspace, context.actor))
