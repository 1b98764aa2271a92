"""Searching, the palette, the keys, and what one may do."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from headway.core.context import Context
from headway.core.pages import PageRequest, in_workspace, shown
from headway.core.perform import ask
from headway.web.search import going, keys

TEXT_MOST = 500
EACH_ON_PAGE, ON_PAGE, OF_ONE_KIND, IN_PALETTE = 5, 200, 50, 12


@require_safe
@in_workspace
def search(request: PageRequest, here: Context) -> HttpResponse:
    """Everything that is found, by kind; of one kind, page by page."""
    text, kind = _text(request), request.GET.get("kind", "")
    question: dict[str, Any] = {"text": text, "each": EACH_ON_PAGE, "limit": ON_PAGE}
    if kind:
        after = request.GET.get("after", "")
        question = {"text": text, "kinds": [kind], "limit": OF_ONE_KIND, "after": after}
    found: Any = ask("search.find", question, here) if text else None
    by_kind = (
        [(one, [row for row in found.rows if row.kind == one.kind]) for one in found.counts] if found else []
    )
    return shown(request, "search/search.html", text=text, kind=kind, found=found, by_kind=by_kind)


def _text(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", " ").strip()[:TEXT_MOST]


@require_safe
@in_workspace
def rows(request: PageRequest, here: Context) -> HttpResponse:
    """What is found, for the palette."""
    question = {"text": _text(request), "limit": IN_PALETTE, "each": 5}
    return JsonResponse(ask("search.find", question, here).model_dump(mode="json"))


@require_safe
@in_workspace
def palette(request: PageRequest, here: Context) -> HttpResponse:
    """Everything else that the palette offers, and where keys lead; `at` and `peek` say what is in view."""
    record = going.in_view(request.GET.get("at", "/"), request.GET.get("peek", ""), here)
    listed = [vars(one) for one in going.doings(here)]
    return JsonResponse(
        {
            "record": {"ref": record.ref, "kind": record.kind.name, "label": record.kind.label}
            if record
            else None,
            "places": [vars(one) for one in going.places(here.workspace.slug)],
            "create": [one for one in listed if one["is_making"]],
            "about": [vars(one) for one in going.doings_about(here, record)] if record else [],
            "change": [one for one in listed if not one["is_making"]],
            "recent": ask("search.recent_list", {}, here).model_dump(mode="json")["rows"],
            "keys": keys.addresses(here),
        }
    )


@require_safe
@in_workspace
def sheet(request: PageRequest, here: Context) -> HttpResponse:
    """Every key that does something."""
    return shown(request, "search/keys.html", "sheet", sheet=keys.groups_for(here))


@require_safe
@in_workspace
def actions(request: PageRequest, here: Context) -> HttpResponse:
    """Everything that the person may do, each with its form; with `at`, also on the record there."""
    wanted = request.GET.get("q", "").strip().lower()
    listed = [one for one in going.doings(here) if wanted in f"{one.label} {one.about} {one.name}".lower()]
    areas = [(area, list(own)) for area, own in groupby(listed, key=lambda one: one.area)]
    return shown(request, "search/actions.html", areas=areas, wanted=wanted, total=len(listed))
