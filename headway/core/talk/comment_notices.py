"""Who is told of a comment: whom it mentions, who takes part in its thread, who watches the record."""

from collections.abc import Iterable
from uuid import UUID

from headway.core.access import row
from headway.core.talk.events import Event
from headway.core.talk.meaning import Happened, Meaning, Notice, notices
from headway.core.talk.models import Comment, Watch
from headway.core.talk.watching import standings


@notices("talk.comment_add")
def comment_added(happened: Happened) -> Iterable[Meaning]:
    """Whoever ended watching the record is only told where mentioned."""
    context, record = happened.context, happened.subject
    comment = row(Comment, context, happened.entry.changes["comment"])
    everybody = standings(context, comment.kind, comment.record_id)
    thread = [one for one in _thread(comment) if everybody.get(one, True)]
    watching = tuple(one for one, is_on in everybody.items() if is_on)
    yield from _mentions(happened, comment)
    yield Notice(Event.REPLY, tuple(thread), record, comment=comment)
    yield Notice(Event.COMMENT, watching, record, comment=comment)
    yield Notice(Event.COMMENT, (context.actor.pk,), record, watch=Watch.Reason.COMMENTED)


@notices("talk.comment_edit")
def comment_edited(happened: Happened) -> Iterable[Meaning]:
    yield from _mentions(happened, row(Comment, happened.context, happened.entry.changes["comment"]))


def _mentions(happened: Happened, comment: Comment) -> Iterable[Notice]:
    people = tuple(UUID(one) for one in happened.entry.changes.get("mentions", []))
    if people:
        reason = Watch.Reason.MENTIONED
        yield Notice(Event.MENTION, people, happened.subject, comment=comment, watch=reason)


def _thread(comment: Comment) -> list[UUID]:
    if comment.parent is None:
        return []
    replied = comment.parent.replies.values_list("author_id", flat=True)
    return list(dict.fromkeys([comment.parent.author_id, *replied]))
