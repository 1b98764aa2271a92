"""Comments and notifications as every door shows them."""

from headway.core.kinds import RecordKind
from headway.core.models import User
from headway.core.talk.answers import NoticeRow, RecordPlace, Said, Speaker, Thread
from headway.core.talk.events import Event
from headway.core.talk.models import Comment, Notification
from headway.core.talk.records import Place

EXCERPT_MOST = 240
NO_WORDS: dict[str, object] = {"body": "", "quote": "", "quote_field": "", "people": {}, "records": {}}
SENTENCES: dict[str, str] = {
    Event.MENTION: "{who} mentioned you",
    Event.REPLY: "{who} replied",
    Event.ASSIGNED: "{who} made this yours",
    Event.APPROVAL_WAITS: "{who} asks for your approval",
    Event.APPROVAL_DECIDED: "{who} decided on what you asked for",
    Event.DECISION_DUE: "A decision of yours is due",
    Event.ALERT: "A number of yours goes off",
    Event.COMMENT: "{who} commented",
    Event.CHANGED: "{who} changed what you watch",
    Event.JOB_GIVEN_UP: "Work in the background was given up",
    Event.IMPORT_FINISHED: "Your import is finished",
}


def excerpt(text: str) -> str:
    """The beginning of a text on one line.

    >>> excerpt("It fails.\\n\\nAgain.")
    'It fails. Again.'
    """
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT_MOST else line[: EXCERPT_MOST - 1].rstrip() + "…"


def field_labels(kind: RecordKind) -> dict[str, str]:
    """The texts of a kind of record that can be quoted."""
    return {name: name.replace("_", " ") for name in (kind.title, *kind.body)}


def speaker(user: User) -> Speaker:
    return Speaker(email=user.email, name=str(user))


def _name(user: User | None) -> str:
    return str(user) if user else ""


def _said(one: Comment) -> dict[str, object]:
    return {
        "ref": one.ref,
        "author": speaker(one.author),
        "created_at": one.created_at,
        "edited_at": one.edited_at,
        "removed_at": one.removed_at,
        "removed_by": _name(one.removed_by),
        "remover": one.removed_by.email if one.removed_by and one.body else "",
    } | (NO_WORDS if one.removed_at else _words(one))


def _words(one: Comment) -> dict[str, object]:
    return {
        "body": one.body,
        "quote": one.quote,
        "quote_field": one.quote_field,
        "people": one.named.get("people", {}),
        "records": one.named.get("records", {}),
    }


def thread_shown(one: Comment, replies: list[Comment]) -> Thread:
    return Thread.model_validate(
        _said(one)
        | {
            "replies": [Said.model_validate(_said(reply)) for reply in replies],
            "resolved_at": one.resolved_at,
            "resolved_by": _name(one.resolved_by),
        }
    )


def place_shown(place: Place, comment: str = "") -> RecordPlace:
    address = f"{place.address}#{comment}" if comment and "#" not in place.address else place.address
    return RecordPlace(kind=place.kind, label=place.label, ref=place.ref, title=place.title, address=address)


def notice_shown(one: Notification, place: Place | None) -> NoticeRow:
    comment = one.comment
    return NoticeRow(
        id=str(one.pk),
        event=one.event,
        said=SENTENCES[one.event].format(who=_name(one.actor) or "Headway"),
        actor=_name(one.actor),
        words=excerpt(one.words if comment is None else "" if comment.removed_at else comment.body),
        record=place_shown(place, comment.ref if comment else "") if place else None,
        comment=comment.ref if comment else "",
        created_at=one.created_at,
        read_at=one.read_at,
    )
