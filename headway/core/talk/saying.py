"""What a comment consists of before it is stored: whom and what it names, what it quotes, its thread."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from headway.core.access import row, rows
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.kinds import RecordKind
from headway.core.models import Membership, WorkspaceRecord
from headway.core.talk.models import Comment
from headway.core.talk.naming import Mention, Named, mentions, refs
from headway.core.talk.records import known_refs
from headway.core.talk.showing import field_labels

PREFIX = "COM-"


@dataclass(frozen=True)
class Names:
    """Whom and what a text names."""

    people: dict[str, str]
    records: dict[str, str]

    @property
    def ids(self) -> list[UUID]:
        return [UUID(one) for one in dict.fromkeys(self.people.values())]

    def stored(self) -> dict[str, Any]:
        return {name: found for name, found in vars(self).items() if found}


def names_in(context: Context, text: str) -> Names:
    """Whom and what the words name. Raises Invalid for a mention that may be several members.

    Whoever is no member is not looked for: their address stays words, whether they have an account or not.
    """
    found = mentions(text, _members(context)) if "@" in text else []
    for mention in found:
        _refuse_ambiguous(mention)
    people = {one.words: one.people[0].id for one in found}
    return Names(people, known_refs(context, refs(text)))


def _members(context: Context) -> list[Named]:
    found = rows(Membership, context).filter(user__is_active=True).order_by("user__email")
    return [Named(str(pk), name, email) for pk, name, email in found.values_list(
        "user_id", "user__name", "user__email"
    )]  # fmt: skip


def _refuse_ambiguous(mention: Mention) -> None:
    if len(mention.people) > 1:
        who = " or ".join(map(str, mention.people[:5]))
        raise Invalid(
            f"Field body: {mention.words} may be {who}; write @ and the e-mail address of whom you mean."
        )


def quote_checked(kind: RecordKind, record: WorkspaceRecord, quote: str, field: str) -> None:
    """Raise Invalid for a quote that is not in the text it is said to come from."""
    labels = field_labels(kind)
    if not field:
        return
    if field not in labels:
        raise Invalid(f"Field quote_field: {kind.name} has no text {field!r}; it has {', '.join(labels)}.")
    if _plain(quote) not in _plain(str(getattr(record, field))):
        raise Invalid(
            f"Field quote: these words are not in the {labels[field]} any more; leave quote_field out to quote them "
            "from elsewhere."
        )


def _plain(text: str) -> str:
    return " ".join(text.split())


def comment_named(context: Context, ref: str) -> Comment:
    """A comment that is still there. Raises NotFound, or Invalid for one that was taken back."""
    found = row(Comment, context, ref)
    if found.removed_at:
        raise Invalid(f"{found.ref} was taken back, so nothing can be done with it.")
    return found


def thread_of(context: Context, ref: str) -> Comment:
    """The comment that starts the thread of a comment. Raises NotFound."""
    found = row(Comment, context, ref)
    return found.parent or found


def next_comment_ref(context: Context) -> str:
    """The ref after the latest comment's; reading all of them would take longer with each comment."""
    last = rows(Comment, context).order_by("-pk").values_list("ref", flat=True).first()
    number = int(last.removeprefix(PREFIX)) + 1 if last else 1
    while rows(Comment, context).filter(ref=f"{PREFIX}{number}").exists():
        number += 1
    return f"{PREFIX}{number}"
