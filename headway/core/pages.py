"""What every page shares: who asks, in which workspace, in whose time, and how an error is told."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from headway.core import access
from headway.core.context import Context
from headway.core.errors import HeadwayError
from headway.core.gate import Pending
from headway.core.kinds import kind_named
from headway.core.locales import locale_of, written_in
from headway.core.models import User

Parts = ParamSpec("Parts")


class PageRequest(HttpRequest):
    """A request inside a workspace."""

    here: Context
    htmx: HtmxDetails


def in_workspace(
    view: Callable[Concatenate[PageRequest, Context, Parts], HttpResponse],
) -> Callable[..., HttpResponseBase]:
    """Make a page of a workspace: the person is signed in and a member, dates are as they chose, and
    whatever goes wrong is one sentence with the right status."""

    @wraps(view)
    def enter_first(
        request: HttpRequest, slug: str, *parts: Parts.args, **named: Parts.kwargs
    ) -> HttpResponse:
        page = cast(PageRequest, request)
        try:
            page.here = access.enter(cast(User, request.user), slug, "web", timezone.now())
            with written_in(locale_of(page.here.actor, page.here.workspace)):
                return view(page, page.here, *parts, **named)
        except HeadwayError as error:
            return told(request, error)

    return login_required(enter_first)


def told(request: HttpRequest, error: HeadwayError) -> HttpResponse:
    """The page that says what went wrong."""
    return render(request, "error.html", {"error": error}, status=error.status)


def shown(request: PageRequest, template: str, partial: str = "", **content: Any) -> HttpResponse:
    """The page, or only its named partial when htmx asks for that; Back always gets the whole page."""
    partly = partial and request.htmx and not request.htmx.history_restore_request
    response = render(request, f"{template}#{partial}" if partly else template, content)
    patch_vary_headers(response, ["HX-Request"])
    return response


def gone_to(address: str) -> HttpResponseRedirect:
    """Where a form leads once it is done: the page there is fetched, and nothing is sent to it again."""
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


def sent_for_approval(request: PageRequest, waits: Pending) -> HttpResponseRedirect:
    """Say that a change is not done yet and who may approve it, and lead to where it waits."""
    messages.info(request, f"Not done yet: {waits.reason} Sent to: {', '.join(waits.needs)}.")
    return gone_to(kind_named("approval").address(request.here.workspace.slug, waits.approval))


def chosen(request: HttpRequest, *names: str, many: tuple[str, ...] = ()) -> dict[str, Any]:
    """The filters of a list that the address names; those of `many` may be named more than once."""
    single = {name: value for name in names if (value := request.GET.get(name, "").strip())}
    return single | {name: values for name in many if (values := request.GET.getlist(name))}
