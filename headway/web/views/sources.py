"""What sends events, what came of it, and the code with which a product starts to send."""

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from headway.core.context import Context
from headway.core.pages import PageRequest, in_workspace, shown
from headway.core.perform import ask, perform
from headway.core.registry import entry_named
from headway.web.views.doing import payload
from headway.web.views.settings import kept_out

DAYS = 7


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace
def sources(request: PageRequest, here: Context) -> HttpResponse:
    """The sources. A new one's key is shown once, in the code to paste as well: without a redirect and without an
    idempotency key, which would keep it."""
    made: Any = None
    if request.method == "POST":
        question = payload(entry_named("analytics.source_add", "action"), request.POST)
        made = perform("analytics.source_add", question, here)
    address = request.build_absolute_uri("/").rstrip("/")
    given = {"address": address} | ({"key": made.key} if made else {})
    found: Any = ask("analytics.snippet_list", given, here)
    return kept_out(
        shown(
            request,
            "web/settings_sources.html",
            sources=ask("analytics.source_list", {"days": DAYS}, here),
            days=DAYS,
            made=made,
            address=address,
            sdks=[(sdk, list(some)) for sdk, some in groupby(found.rows, key=lambda one: one.sdk)],
        )
    )
