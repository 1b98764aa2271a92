"""What was removed and can be brought back: for how long, and how an answer says so."""

from datetime import timedelta

from pydantic import JsonValue

from headway.core.lists.answers import FieldShown, ViewShown
from headway.core.registry import Answer

KEPT = timedelta(days=30)


class Undoing(Answer):
    """How to take back what an action did: the action that does it, and its question."""

    action: str
    question: dict[str, JsonValue]


class FieldRemoved(FieldShown):
    undo: Undoing


class ViewRemoved(ViewShown):
    undo: Undoing


def back_by(action: str, ref: str) -> Undoing:
    """The way back that needs nothing but the ref of what was removed."""
    return Undoing(action=action, question={"ref": ref})
