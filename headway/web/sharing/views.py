"""Where people of the workspace share a list: the links there are, a new one, one to look at and change."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from headway.core.context import Context
from headway.core.errors import HeadwayError
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import allow, ask, perform
from headway.core.registry import entry_named
from headway.core.sharing.answers import AudienceShown, AudiencesList, LinkDetail, LinkMade
from headway.core.sharing.making import source_open
from headway.core.sharing.sources import sources
from headway.web.sharing.drawing import drawn
from headway.web.views.doing import payload
from headway.web.views.settings import kept_out

STATES = (("", "All"), ("open", "Open"), ("ended", "Over"))


@require_safe
@in_workspace
def links(request: PageRequest, here: Context) -> HttpResponse:
    """The links by which lists of the workspace are seen from outside."""
    filters = chosen(request, "state")
    listed = ask("sharing.link_list", filters | chosen(request, "after"), here)
    return kept_out(shown(request, "sharing/links.html", links=listed, filters=filters, states=STATES))


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace
def make(request: PageRequest, here: Context) -> HttpResponse:
    """The form for a new link, `?what=initiative&audience=customer&address=...`; a POST makes it.

    The address of a new link is shown once: without a redirect and without an idempotency key, which would keep it.
    """
    allow(entry_named("sharing.link_make", "action"), here)
    if request.method == "POST":
        return _made(request, here)
    return _form(request, here, request.GET.get("what", ""), request.GET.get("address", ""))


def _made(request: PageRequest, here: Context) -> HttpResponse:
    question = payload(entry_named("sharing.link_make", "action"), request.POST)
    try:
        made = perform("sharing.link_make", question, here)
    except HeadwayError as error:
        what, address = request.POST.get("what", ""), request.POST.get("address", "")
        response = _form(request, here, what, address, error)
        response.status_code = error.status
        return response
    assert isinstance(made, LinkMade)
    address = request.build_absolute_uri(made.path)
    return kept_out(shown(request, "sharing/made.html", made=made, address=address, question=question))


def _form(
    request: PageRequest, here: Context, what: str, address: str, error: HeadwayError | None = None
) -> HttpResponse:
    if not what or _is_one_of_many(here, what, address):
        open_ = [one for one in sources() if here.role in one.roles and what in ("", one.name)]
        choices = [(one, one.named(here) if one.named else None) for one in open_]
        return shown(request, "sharing/choose.html", choices=choices)
    found = ask("sharing.audience_list", {"what": what, "address": address}, here)
    assert isinstance(found, AudiencesList)
    given: Any = request.POST or request.GET
    audience = _audience(found, given.get("audience", ""))
    return kept_out(
        shown(
            request,
            "sharing/new.html",
            found=found,
            audience=audience,
            address=address,
            given=given,
            ticked=given.getlist("columns") or [one.name for one in audience.columns if one.chosen],
            error=error,
        )
    )


def _is_one_of_many(here: Context, what: str, address: str) -> bool:
    """Whether it still has to be said which one is shared."""
    return not address and source_open(here, what).named is not None


def _audience(found: AudiencesList, name: str) -> AudienceShown:
    """The audience of that name, else the first that may see something."""
    fit = [one for one in found.rows if one.columns]
    return next((one for one in found.rows if one.name == name), next(iter(fit), found.rows[-1]))


@require_safe
@in_workspace
def link(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """One link: what its visitors see, how often it was opened, and the form to change it."""
    found = ask("sharing.link_detail", {"ref": ref}, here)
    assert isinstance(found, LinkDetail)
    preview: Any = ask("sharing.link_preview", {"ref": ref}, here) if found.state == "open" else None
    audiences = ask("sharing.audience_list", {"what": found.what, "address": found.address}, here)
    assert isinstance(audiences, AudiencesList)
    return kept_out(
        shown(
            request,
            "sharing/link.html",
            link=found,
            audience=_audience(audiences, found.audience),
            drawn=drawn(preview, request.get_host()) if preview else None,
        )
    )
