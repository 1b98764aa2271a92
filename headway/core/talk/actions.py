"""What people can do with comments, watched records and what they are told."""

from django.db.models import Model
from pydantic import Field

from headway.core.access import row, rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid, Refused
from headway.core.kinds import kind_named
from headway.core.lists.removed import back_by
from headway.core.models import WorkspaceRecord
from headway.core.registry import Done, Question, action
from headway.core.roles import ADMINS, CONTRIBUTORS
from headway.core.talk.answers import CommentRemoved
from headway.core.talk.models import Comment
from headway.core.talk.records import record_at
from headway.core.talk.saying import (
    Names,
    comment_named,
    names_in,
    next_comment_ref,
    quote_checked,
    thread_of,
)

BODY_MOST = 10_000


class CommentAdd(Question):
    """About a record by kind and ref, or with `reply_to` in the thread of another comment on it."""

    kind: str = Field(min_length=1, max_length=60, examples=["problem"])
    ref: str = Field(min_length=1, max_length=100, examples=["P-001"])
    body: str = Field(
        min_length=1, max_length=BODY_MOST, description="Markdown; @ and a name tells a member."
    )
    reply_to: str = Field("", max_length=100, description="Ref of a comment.")
    quote: str = Field("", max_length=2000, description="Words that the comment is about.")
    quote_field: str = Field("", max_length=60, description="The field of the record that has these words.")


@action("talk.comment_add", roles=CONTRIBUTORS)
def comment_add(context: Context, question: CommentAdd) -> Done[RecordRef]:
    """Say something about a record; who is mentioned or watches it is told.

    A mention is @ and an e-mail address, a full name or one word of it. Raises NotFound for an unknown record or
    comment, Invalid for a mention that may be several members, and for a quote that the named field does not have.
    """
    kind, record = kind_named(question.kind), record_at(context, question.kind, question.ref)
    parent = _parent(context, record, question.reply_to) if question.reply_to else None
    quote_checked(kind, record, question.quote, question.quote_field)
    body = _spoken(question.body)
    names = names_in(context, body)
    comment = Comment.objects.create(
        workspace=context.workspace,
        ref=next_comment_ref(context),
        created_at=context.now,
        kind=kind.model_label,
        record_id=record.pk,
        parent=parent,
        author=context.actor,
        body=body,
        quote=question.quote.strip(),
        quote_field=question.quote_field if question.quote else "",
        named=names.stored(),
    )
    if parent and parent.resolved_at:
        _reopen(parent)
    verb = "Replied about" if parent else "Commented on"
    return _done(comment, record, f"{verb} {record.ref}", names)


def _spoken(body: str) -> str:
    if not body.strip():
        raise Invalid("Field body: a comment needs words.")
    return body.replace("\r\n", "\n").strip()


def _parent(context: Context, record: WorkspaceRecord, ref: str) -> Comment:
    found = thread_of(context, ref)
    if found.record_id != record.pk:
        raise Invalid(f"Field reply_to: {ref} is about another record; reply where it stands.")
    return found


def _done(
    comment: Comment, record: Model | None, summary: str, names: Names | None = None
) -> Done[RecordRef]:
    # The log keeps rows for good, so the words of people stay out of it.
    changes = {"comment": comment.ref} | ({"mentions": [str(one) for one in names.ids]} if names else {})
    return Done(ref_of(comment, comment.ref), summary, record or comment, changes)


class CommentEdit(Question):
    ref: str = Field(min_length=1, max_length=100, examples=["COM-1"])
    body: str = Field(min_length=1, max_length=BODY_MOST)


@action("talk.comment_edit", roles=CONTRIBUTORS)
def comment_edit(context: Context, question: CommentEdit) -> Done[RecordRef]:
    """Say it otherwise: the author changes the words of a comment, and whoever is newly mentioned is told.

    Raises Refused for anybody but the author, Invalid for one that was taken back.
    """
    comment = comment_named(context, question.ref)
    if comment.author != context.actor:
        raise Refused(f"Only {comment.author} can change {comment.ref}; reply to it instead.")
    body = _spoken(question.body)
    names = names_in(context, body)
    known = set(comment.named.get("people", {}).values())
    comment.body, comment.named, comment.edited_at = body, names.stored(), context.now
    comment.version += 1
    comment.save(update_fields=["body", "named", "edited_at", "version"])
    fresh = Names({words: one for words, one in names.people.items() if one not in known}, {})
    return _done(comment, _record(context, comment), f"Changed the comment {comment.ref}", fresh)


def _record(context: Context, comment: Comment) -> WorkspaceRecord | None:
    """The record that a comment is about; None where it is gone."""
    model = kind_named(comment.kind).model
    return rows(model, context).filter(pk=comment.record_id).first()


@action("talk.comment_remove", roles=CONTRIBUTORS, destructive=True)
def comment_remove(context: Context, question: RefQuestion) -> Done[CommentRemoved]:
    """Take a comment back: nobody sees its words any more, its place in the thread stays.

    Its author may, and an admin; within thirty days talk.comment_restore brings it back, then the words are gone.
    Raises Refused for others, Invalid for one that was taken back already.
    """
    comment = comment_named(context, question.ref)
    if comment.author != context.actor and context.role not in ADMINS:
        raise Refused(f"Only {comment.author} or an admin can take {comment.ref} back.")
    comment.removed_at, comment.removed_by = context.now, context.actor
    comment.version += 1
    comment.save(update_fields=["removed_at", "removed_by", "version"])
    done = _done(comment, _record(context, comment), f"Took the comment {comment.ref} back")
    undo = back_by("talk.comment_restore", comment.ref)
    answer = CommentRemoved(**done.answer.model_dump(), undo=undo)
    return Done(answer, done.summary, done.subject, done.changes)


@action("talk.comment_restore", roles=CONTRIBUTORS)
def comment_restore(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Bring back a comment that was taken back less than thirty days ago; nobody is told of it again.

    Whoever took it back may, and an admin. Raises Refused for others, Conflict where its words are gone for good,
    Invalid for one that is there.
    """
    comment = row(Comment, context, question.ref)
    if not comment.removed_at:
        raise Invalid(f"{comment.ref} is there; nothing has to be brought back.")
    if comment.removed_by != context.actor and context.role not in ADMINS:
        raise Refused(f"Only {comment.removed_by} or an admin can bring {comment.ref} back.")
    if not comment.body:
        raise Conflict(f"The words of {comment.ref} are gone for good, so it cannot be brought back.")
    comment.removed_at = comment.removed_by = None
    comment.version += 1
    comment.save(update_fields=["removed_at", "removed_by", "version"])
    return _done(comment, _record(context, comment), f"Brought the comment {comment.ref} back")


@action("talk.comment_resolve", roles=CONTRIBUTORS)
def comment_resolve(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Close a thread whose question is answered; a reply opens it again. Raises Invalid for a closed one."""
    thread = thread_of(context, question.ref)
    if thread.resolved_at:
        raise Invalid(f"{thread.ref} is resolved already.")
    thread.resolved_at, thread.resolved_by = context.now, context.actor
    thread.save(update_fields=["resolved_at", "resolved_by"])
    return _done(thread, _record(context, thread), f"Resolved the thread {thread.ref}")


@action("talk.comment_reopen", roles=CONTRIBUTORS)
def comment_reopen(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Open a resolved thread again. Raises Invalid for one that is open."""
    thread = thread_of(context, question.ref)
    if not thread.resolved_at:
        raise Invalid(f"{thread.ref} is open already.")
    _reopen(thread)
    return _done(thread, _record(context, thread), f"Opened the thread {thread.ref} again")


def _reopen(thread: Comment) -> None:
    thread.resolved_at = thread.resolved_by = None
    thread.save(update_fields=["resolved_at", "resolved_by"])
