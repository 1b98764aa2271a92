"""The page of any action: a form made from its question, for whoever has no other page to do it on."""

import re
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from headway.core.context import Context
from headway.core.errors import HeadwayError, Invalid, NotFound
from headway.core.gate import Pending
from headway.core.kinds import kind_named
from headway.core.pages import PageRequest, gone_to, in_workspace, sent_for_approval, shown
from headway.core.perform import allow, perform
from headway.core.registry import SECRET, Entry, entry_named
from headway.web.search.fields import errors_of, fields_of, filled, problems_of
from headway.web.search.naming import is_making, label_of
from headway.web.search.prefill import known
from headway.web.search.typed import question_in
from headway.web.search.which import with_record
from headway.web.toasts import say, undo_named
from headway.web.views import doing

MARK = "made-form"


@require_http_methods(["GET", "HEAD", "POST"])
def action(request: PageRequest, slug: str, name: str) -> HttpResponseBase:
    """The form of an action, or what was sent: from this form, or from one of another page."""
    door = form if request.method != "POST" else sent if MARK in request.POST else doing.do
    answer: HttpResponseBase = door(request, slug=slug, name=name)
    return answer


@in_workspace
def form(request: PageRequest, here: Context, name: str) -> HttpResponse:
    """An empty form, but for what the address says."""
    entry = entry_named(name, "action")
    allow(entry, here)
    return _page(request, here, entry, known(entry, fields_of(entry), request.GET, here))


@in_workspace
def sent(request: PageRequest, here: Context, name: str) -> HttpResponse:
    """Do it, or show the form again with everything typed and what is wrong beside the fields."""
    entry = entry_named(name, "action")
    try:
        if entry.destructive and "sure" not in request.POST:
            raise Invalid(
                "Not done: tick that you are sure.", [{"field": "sure", "message": "Tick this first"}]
            )
        question = question_in(fields_of(entry), request.POST)
        key = "" if _tells_secret(entry) else request.POST.get("key", "")
        answer = perform(name, question, here, key=key)
    except HeadwayError as error:
        typed = {field: request.POST.getlist(field) for field in request.POST}
        response = _page(request, here, entry, typed, error)
        response.status_code = error.status
        return response
    return _done(request, here, entry, answer)


def _page(
    request: PageRequest,
    here: Context,
    entry: Entry,
    values: dict[str, list[str]],
    error: HeadwayError | None = None,
) -> HttpResponse:
    errors = errors_of(problems_of(error)) if error else {}
    fields = with_record(entry, filled(fields_of(entry), values, errors), here)
    beside = {field.name for field in fields if field.error}
    return shown(
        request,
        "search/form.html",
        entry=entry,
        label=label_of(entry),
        verb="Create" if is_making(entry) else label_of(entry),
        about=_about(entry),
        fields=fields,
        error=error,
        elsewhere=[
            text for name, text in errors.items() if name not in {*beside, "sure"} and error and error.fields
        ],
        sure_error=errors.get("sure", ""),
        next=(values.get("next") or [request.GET.get("next", "")])[-1],
    )


def _about(entry: Entry) -> list[str]:
    """What the declaration says beyond its first sentence, but for what only programs want to know."""
    texts = (
        re.sub(r"Raises [^`]*$", "", text, flags=re.DOTALL).strip() for text in entry.doc.split("\n\n")[1:]
    )
    return [text for text in texts if text]


def _done(request: PageRequest, here: Context, entry: Entry, answer: Any) -> HttpResponse:
    if isinstance(answer, Pending):
        return sent_for_approval(request, answer)
    if _tells_secret(entry):
        told = answer.model_dump(mode="json").items()
        return shown(request, "search/told.html", label=label_of(entry), told=list(told))
    say(request, entry.summary, undo_named(answer))
    return gone_to(_next(request, here, answer))


def _tells_secret(entry: Entry) -> bool:
    """Whether the answer holds what is shown once: then it is shown here, and kept nowhere."""
    return any(field.json_schema_extra == SECRET for field in entry.answer.model_fields.values())


def _next(request: PageRequest, here: Context, answer: Any) -> str:
    """Where the form was asked to lead; else to the record that was made or changed; else to all actions."""
    if (wanted := doing.back_address(request)) != "/":
        return wanted
    slug = here.workspace.slug
    return _record_address(slug, answer) or reverse("search:actions", args=[slug])


def _record_address(slug: str, answer: Any) -> str:
    kind, ref = getattr(answer, "kind", None), getattr(answer, "ref", None)
    if not isinstance(kind, str) or not isinstance(ref, str):
        return ""
    try:
        return kind_named(kind).address(slug, ref)
    except NotFound:
        return ""
