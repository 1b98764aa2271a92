"""What a page says after an action, and the button that takes the action back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

from headway.core.lists.removed import Undoing

MARK = "undo:"


@dataclass(frozen=True)
class Undo:
    """The action that takes something back, and its question."""

    action: str
    question: Mapping[str, str] = field(default_factory=dict)


def say(request: HttpRequest, words: str, undo: Undo | None = None) -> None:
    """Tell on the next page that something was done, with a button to undo it where that is possible."""
    messages.success(request, words, extra_tags=_tags(undo) if undo else "")


def _tags(undo: Undo) -> str:
    return f"{MARK}{undo.action}?{urlencode(undo.question)}"


def undo_of(message: Message) -> Undo | None:
    """How to take back what a message tells; None where it says nothing of it.

    >>> undo_of(Message(25, "Changed 3.", "undo:lists.edit_undo?sequence=12"))
    Undo(action='lists.edit_undo', question={'sequence': '12'})
    >>> undo_of(Message(25, "Renamed."))
    """
    tags = message.extra_tags or ""
    if not tags.startswith(MARK):
        return None
    action, _, question = tags.removeprefix(MARK).partition("?")
    return Undo(action, dict(parse_qsl(question)))


def undo_named(answer: object) -> Undo | None:
    """How to take back what an action answered: `undo` is the number of the activity, or names the way back."""
    way = getattr(answer, "undo", None)
    if isinstance(way, Undoing):
        return Undo(way.action, {name: str(value) for name, value in way.question.items()})
    if not isinstance(way, int):
        return None
    return Undo("lists.edit_undo", {"sequence": str(way)})
