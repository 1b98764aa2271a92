"""What people said about a record, what one is told of and how, as every door shows it."""

from datetime import datetime

from pydantic import Field

from headway.core.answers import RecordRef
from headway.core.lists.removed import Undoing
from headway.core.registry import Answer


class Speaker(Answer):
    email: str
    name: str


class Said(Answer):
    """One comment or reply. `people` and `records` are the words in `body` that name somebody or something."""

    ref: str
    author: Speaker
    body: str = Field(description="Markdown; empty where it was taken back.")
    quote: str
    quote_field: str
    people: dict[str, str] = Field(description="The words of each mention, and the id of who is meant.")
    records: dict[str, str] = Field(description="Each ref in the words, and its kind.")
    created_at: datetime
    edited_at: datetime | None
    removed_at: datetime | None
    removed_by: str
    remover: str = Field(
        "", description="The e-mail address of whoever took it back, where it can be brought back."
    )


class Thread(Said):
    replies: list[Said]
    resolved_at: datetime | None
    resolved_by: str


class CommentRemoved(RecordRef):
    undo: Undoing


class CommentList(Answer):
    """`watching` is null where the asking person neither watches the record nor ended that."""

    kind: str
    ref: str
    title: str
    address: str
    fields: dict[str, str] = Field(description="The record's texts that can be quoted, each with its label.")
    rows: list[Thread]
    total: int
    open: int
    watching: bool | None
    next: str = ""


class RecordPlace(Answer):
    kind: str
    label: str
    ref: str
    title: str
    address: str


class NoticeRow(Answer):
    id: str
    event: str
    said: str = Field(description="What happened, as one sentence without its full stop.")
    actor: str
    words: str = Field(description="The beginning of what was said, or what is due.")
    record: RecordPlace | None = Field(description="Null where there is none, or not any more.")
    comment: str
    created_at: datetime
    read_at: datetime | None


class InboxList(Answer):
    rows: list[NoticeRow]
    unread: int
    next: str = ""


class WatchRow(Answer):
    record: RecordPlace
    reason: str
    since: datetime


class WatchList(Answer):
    rows: list[WatchRow]
    next: str = ""


class EventChoice(Answer):
    event: str
    label: str
    way: str
    first_way: str = Field(description="How it is without a choice.")


class PreferencesShown(Answer):
    events: list[EventChoice]
    digest_hour: int
    quiet_starts: int | None
    quiet_ends: int | None
    time_zone: str = Field(description="The person's own, else the workspace's; core.locale_set changes it.")
    mail_is_set_up: bool
