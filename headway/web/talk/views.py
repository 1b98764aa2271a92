"""Pages of what people say to each other and are told: threads, the inbox, how to be told."""

from typing import Any
from urllib.parse import quote, urldefrag
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from headway.core.context import Context
from headway.core.errors import HeadwayError, NotFound
from headway.core.member_queries import MemberList, MemberRow
from headway.core.pages import PageRequest, chosen, in_workspace, shown, told
from headway.core.perform import ask, perform
from headway.core.talk.answers import NoticeRow
from headway.core.talk.events import Event, Way
from headway.web.talk.threads import ACTS, question_of, thread_content, typed_of, wrong_of
from headway.web.views.doing import back_address

DRAFT = "talk_draft"
PEOPLE_MOST = 8
KEPT_MOST = 20_000
SHOWS = (("all", "All"), ("unread", "Unread"), ("mentions", "Mentions"), ("approvals", "Approvals"))


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, slug: str, kind: str, ref: str) -> HttpResponseBase:
    """The thread of a record; what somebody sends after their session ended is kept until they sign in."""
    if request.method == "POST" and not request.user.is_authenticated:
        return _kept(request)
    return _thread(request, slug, kind, ref)


def _kept(request: HttpRequest) -> HttpResponse:
    typed = typed_of(request.POST.dict())
    # Anybody may send this, so what is kept has a bound.
    if typed.get("body") and sum(map(len, typed.values())) <= KEPT_MOST:
        request.session[DRAFT] = {"path": request.path, "typed": typed}
    address = f"{settings.LOGIN_URL}?next={quote(request.path)}"
    is_htmx = request.headers.get("HX-Request") == "true"
    return HttpResponseClientRedirect(address) if is_htmx else redirect(address)


@in_workspace
def _thread(request: PageRequest, here: Context, kind: str, ref: str) -> HttpResponse:
    if request.method == "POST":
        return _done(request, here, kind, ref)
    return _drawn(request, here, kind, ref, typed=_kept_before(request))


def _kept_before(request: PageRequest) -> dict[str, str]:
    kept = request.session.get(DRAFT) or {}
    if kept.get("path") != request.path:
        return {}
    typed: dict[str, str] = request.session.pop(DRAFT)["typed"]
    return typed


def _done(request: PageRequest, here: Context, kind: str, ref: str) -> HttpResponse:
    """Do what a form of the thread asks; on an error the form comes back with what was typed."""
    typed = typed_of(request.POST.dict())
    act = typed.get("act", "add")
    if act not in ACTS:
        raise NotFound(f"No act {act!r} here; there are {', '.join(ACTS)}.")
    try:
        answer: Any = perform(
            ACTS[act], question_of(act, typed, kind, ref), here, key=request.POST.get("key", "")
        )
    except HeadwayError as error:
        return _refused(request, here, kind, ref, error)
    focus = answer.ref if answer.kind == "talk.comment" else ""
    if request.htmx:
        return _drawn(request, here, kind, ref, back=typed.get("next", ""), focus=focus, acted=act)
    return _see_other(f"{_back(request, here, kind, ref)}#{focus or 'talk'}")


def _refused(request: PageRequest, here: Context, kind: str, ref: str, error: HeadwayError) -> HttpResponse:
    typed = typed_of(request.POST.dict())
    try:
        response = _drawn(
            request, here, kind, ref, typed=typed, wrong=wrong_of(error), back=typed.get("next", "")
        )
    except NotFound:
        return told(request, error)
    response.status_code = error.status
    return response


def _back(request: PageRequest, here: Context, kind: str, ref: str) -> str:
    """The page that the form was on, else the record's."""
    wanted = urldefrag(back_address(request)).url if request.POST.get("next") else ""
    return wanted or urldefrag(thread_content(here, kind, ref)["talk"].address).url


def _drawn(request: PageRequest, here: Context, kind: str, ref: str, **more: Any) -> HttpResponse:
    content = thread_content(here, kind, ref, request.GET.get("after", "")) | more
    content.setdefault("back", "")
    content["back"] = content["back"] or urldefrag(content["talk"].address).url
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "talk/thread.html", content)
    return shown(request, "talk/page.html", **content)


@require_safe
@in_workspace
def people(request: PageRequest, here: Context) -> HttpResponse:
    """Members whose name or address begins so, for completing a mention."""
    found = ask("core.member_list", {}, here)
    assert isinstance(found, MemberList)
    start = request.GET.get("q", "").strip().casefold()
    fitting = [one for one in found.rows if one.active and _fits(one, start)]
    names = [one.name.casefold() for one in found.rows]
    rows = [
        {"name": one.name or one.email, "email": one.email, "words": _words(one, names)} for one in fitting
    ]
    return JsonResponse({"rows": rows[:PEOPLE_MOST]})


def _fits(one: MemberRow, start: str) -> bool:
    name = one.name.casefold()
    parts = [name, *name.split(), one.email.casefold()]
    return any(part.startswith(start) for part in parts)


def _words(one: MemberRow, names: list[str]) -> str:
    """The name where it is one person's, else the address."""
    return one.name if one.name and names.count(one.name.casefold()) == 1 else one.email


@require_safe
@in_workspace
def inbox(request: PageRequest, here: Context) -> HttpResponse:
    asked = chosen(request, "show", "after")
    return shown(
        request,
        "talk/inbox.html",
        inbox=ask("talk.inbox_list", asked, here),
        show=asked.get("show", "all"),
        shows=SHOWS,
    )


@require_safe
@in_workspace
def opened(request: PageRequest, here: Context, pk: UUID) -> HttpResponse:
    """To what a notification is about. It is read by that, but not by a browser that only fetches ahead."""
    row = ask("talk.notification_show", {"id": str(pk)}, here)
    assert isinstance(row, NoticeRow)
    if (
        request.method == "GET"
        and not row.read_at
        and "prefetch" not in request.headers.get("Sec-Purpose", "")
    ):
        perform("talk.notification_read", {"id": str(pk)}, here)
    return redirect(row.record.address if row.record else reverse("talk:inbox", args=[here.workspace.slug]))


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace
def preferences(request: PageRequest, here: Context) -> HttpResponse:
    """How somebody wants to be told; without any choice in it, the form changes nothing."""
    if request.method != "POST":
        return _preferences(request, here)
    try:
        perform("talk.preferences_set", _chosen_ways(request), here, key=request.POST.get("key", ""))
    except HeadwayError as error:
        return _preferences(request, here, error.detail)
    messages.success(request, "You are told as you chose.")
    return _see_other(reverse("talk:preferences", args=[here.workspace.slug]))


def _preferences(request: PageRequest, here: Context, wrong: str = "") -> HttpResponse:
    response = shown(
        request,
        "talk/preferences.html",
        chosen=ask("talk.preferences_show", {}, here),
        watched=ask("talk.watch_list", chosen(request, "after"), here),
        ways=Way.choices,
        hours=range(24),
        wrong=wrong,
    )
    response.status_code = 422 if wrong else 200
    return response


def _see_other(address: str) -> HttpResponse:
    response = redirect(address)
    response.status_code = 303
    return response


def _chosen_ways(request: HttpRequest) -> dict[str, Any]:
    form = request.POST
    choices = {event.value: form[event.value] for event in Event if form.get(event.value)}
    hours = {name: form[name] or None for name in ("quiet_starts", "quiet_ends") if name in form}
    digest = {"digest_hour": form["digest_hour"]} if form.get("digest_hour") else {}
    return {"choices": choices} | digest | hours
