"""How the pages look, where one belongs, and the keys to the API."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from headway.core import locales
from headway.core.context import Context
from headway.core.pages import PageRequest, in_workspace, shown
from headway.core.perform import ask, is_open, perform
from headway.core.registry import entries, entry_named
from headway.web.views.doing import payload

CHOICES = {
    "themes": {"system": "As the system", "light": "Light", "dark": "Dark"},
    "contrasts": {"system": "As the system", "usual": "Usual", "more": "More"},
    "densities": {"comfortable": "Comfortable", "compact": "Compact"},
    "money_shown": {"sign": "By sign, such as $ or €", "code": "By code, such as USD or EUR"},
}


@require_safe
@in_workspace
def settings(request: PageRequest, here: Context) -> HttpResponse:
    return kept_out(
        shown(
            request,
            "web/settings.html",
            workspaces=ask("core.workspace_list", {}, here),
            locale=locales.current(),
            tags=locales.tags(),
            zones=locales.zones(),
            weekdays=locales.WEEKDAYS,
            choices=CHOICES,
        )
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace
def tokens(request: PageRequest, here: Context) -> HttpResponse:
    """The keys. A new one's secret is shown once: without a redirect and without an idempotency key, which would
    keep the secret."""
    made: Any = None
    if request.method == "POST":
        made = perform(
            "core.token_create", payload(entry_named("core.token_create", "action"), request.POST), here
        )
    may_list = is_open(entry_named("core.token_list", "query"), here)
    listed = ask("core.token_list", {}, here) if may_list else None
    areas = sorted({one.name.partition(".")[0] for one in entries() if here.role in one.roles})
    return kept_out(
        shown(request, "web/settings_tokens.html", tokens=listed, areas=areas, made=made, now=here.now)
    )


def kept_out(response: HttpResponse) -> HttpResponse:
    """The page, which no cache may keep."""
    response.headers["Cache-Control"] = "no-store"
    return response
