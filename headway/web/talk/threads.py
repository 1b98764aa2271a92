"""What the thread of a record is drawn from: at its page, in its own page, and swapped in by htmx."""

from collections.abc import Mapping
from typing import Any

from headway.core.context import Context
from headway.core.errors import HeadwayError
from headway.core.perform import ask, is_open
from headway.core.registry import entry_named
from headway.core.roles import ADMINS
from headway.core.talk.answers import CommentList

ACTS = {
    "add": "talk.comment_add",
    "edit": "talk.comment_edit",
    "remove": "talk.comment_remove",
    "restore": "talk.comment_restore",
    "resolve": "talk.comment_resolve",
    "reopen": "talk.comment_reopen",
    "watch": "talk.watch",
    "unwatch": "talk.unwatch",
}
TYPED = ("act", "comment", "reply_to", "body", "quote", "quote_field", "next")


def thread_content(here: Context, kind: str, ref: str, after: str = "") -> dict[str, Any]:
    """The threads of a record, the earliest of the page first, and what the person may do with them."""
    found = ask("talk.comment_list", {"kind": kind, "ref": ref, "after": after}, here)
    assert isinstance(found, CommentList)
    return {
        "talk": found,
        "threads": list(reversed(found.rows)),
        "earlier": found.next,
        "slug": here.workspace.slug,
        "own": here.actor.email,
        "is_admin": here.role in ADMINS,
        "may_say": is_open(entry_named("talk.comment_add", "action"), here),
    }


def typed_of(form: Mapping[str, str]) -> dict[str, str]:
    """What somebody typed into a form of a thread, so that it can be given back."""
    return {name: str(form[name]) for name in TYPED if form.get(name)}


def question_of(act: str, typed: Mapping[str, str], kind: str, ref: str) -> dict[str, str]:
    """The question that a form of a thread asks."""
    if act in {"watch", "unwatch"}:
        return {"kind": kind, "ref": ref}
    if act == "add":
        parts = {name: typed[name] for name in ("reply_to", "quote", "quote_field") if typed.get(name)}
        return {"kind": kind, "ref": ref, "body": typed.get("body", "")} | parts
    body = {"body": typed.get("body", "")} if act == "edit" else {}
    return {"ref": typed.get("comment", "")} | body


def wrong_of(error: HeadwayError) -> str:
    """The sentence about what went wrong, without the name that programs have for the field."""
    return error.detail.removeprefix("Field body: ").removeprefix("Field quote: ")
