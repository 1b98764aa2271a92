"""The web's door to every registered action: a form's fields are the question."""

import json
from contextlib import suppress
from typing import Any, get_args, get_origin
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from pydantic import BaseModel

from headway.core.context import Context
from headway.core.gate import Pending
from headway.core.pages import PageRequest, gone_to, in_workspace, sent_for_approval
from headway.core.perform import perform
from headway.core.registry import Entry, entry_named
from headway.web.toasts import say, undo_named

# How an address writes {ref}.
MADE = "%7Bref%7D"


@require_POST
@in_workspace
def do(request: PageRequest, here: Context, name: str) -> HttpResponse:
    """Perform an action once, say so, and go back to the page that asked for it, with the ref of what was
    made in the place of {ref}."""
    entry = entry_named(name, "action")
    answer = perform(name, payload(entry, request.POST), here, key=request.POST.get("key", ""))
    if isinstance(answer, Pending):
        return sent_for_approval(request, answer)
    say(request, request.POST.get("said") or entry.summary, undo_named(answer))
    return gone_to(back_address(request).replace(MADE, quote(str(getattr(answer, "ref", "")), safe="")))


def payload(entry: Entry, form: QueryDict) -> dict[str, Any]:
    """The question in a form; a field left empty is left out, so that its default holds.

    What a form cannot say in single values (a list of objects) is one field with a JSON text. The lists that a
    form names in `emptied` are to be empty when they are left empty.
    """
    fields = entry.question.model_fields
    given = {
        name: _given(field.annotation, form.getlist(name)) for name, field in fields.items() if name in form
    }
    emptied: dict[str, Any] = {
        name: [] for name in form.getlist("emptied") if name in fields and not form.get(name)
    }
    return {name: value for name, value in given.items() if value not in ("", [""], [])} | emptied


def _given(annotation: Any, values: list[str]) -> Any:
    if _of_objects(annotation) and values[-1].lstrip().startswith(("[", "{")):
        with suppress(json.JSONDecodeError):
            return json.loads(values[-1])
    return values if _is_list(annotation) or (len(values) > 1 and _may_be_list(annotation)) else values[-1]


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) in {list, set, tuple}


def _may_be_list(annotation: Any) -> bool:
    """Whether one of the kinds that a field may be is a list, as when it may be left out."""
    return any(_is_list(part) or any(map(_is_list, get_args(part))) for part in get_args(annotation))


def _of_objects(annotation: Any) -> bool:
    """Whether a field holds objects or lists of them, or may."""
    if get_origin(annotation) is dict or (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        return True
    return any(_of_objects(part) for part in get_args(annotation))


def back_address(request: HttpRequest) -> str:
    """Where the form says to go next; only ever an address of this site."""
    wanted = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if wanted and own else "/"
