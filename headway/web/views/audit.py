"""What happened: searched, verified, and given out as evidence."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.core.audit.queries import AuditExport
from headway.core.context import Context
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask

FILTERS = ("actor", "action", "channel", "since", "until", "words", "subject_kind", "subject_id")
DOORS = {
    "web": "the pages",
    "api": "the API",
    "cli": "the command line",
    "mcp": "MCP",
    "job": "background work",
    "approval": "an approval",
    "scim": "a directory",
}
OUTCOMES = (
    ("done", "Done"),
    ("pending", "Waiting for approval"),
    ("refused", "Refused"),
    ("all", "Anything"),
)
MEANT = {"": ["done", "pending"], "all": []}


@require_safe
@in_workspace
def activity(request: PageRequest, here: Context) -> HttpResponse:
    """The workspace's log, the latest first."""
    return _listed(request, here, "core.activity_list", is_installation=False)


@require_safe
@in_workspace
def installation(request: PageRequest, here: Context) -> HttpResponse:
    """The log of the installation, for owners: sign-ins, directories, refusals at the door."""
    return _listed(request, here, "core.installation_activity_list", is_installation=True)


def _listed(request: PageRequest, here: Context, name: str, is_installation: bool) -> HttpResponse:
    filters = chosen(request, *FILTERS)
    outcome = request.GET.get("outcome", "")
    # A field named `contains` would hide the method of that name of its form.
    question = {"contains" if name == "words" else name: value for name, value in filters.items()}
    question |= chosen(request, "after") | {"outcomes": MEANT.get(outcome, [outcome])}
    return shown(
        request,
        "web/activity.html",
        log=ask(name, question, here),
        members=ask("core.member_list", {}, here),
        filters=filters | ({"outcome": outcome} if outcome else {}),
        outcome=outcome,
        outcomes=OUTCOMES,
        doors=DOORS,
        is_installation=is_installation,
    )


@require_safe
@in_workspace
def verified(request: PageRequest, here: Context) -> HttpResponse:
    """Whether the log is whole, and what proves it; it walks the whole chain."""
    question = {"installation": request.GET.get("log") == "installation"}
    return shown(
        request,
        "web/verified.html",
        "mark",
        verdict=ask("core.audit_verify", question, here),
        heads=ask("core.audit_head_list", {"limit": 10}, here),
        is_installation=question["installation"],
    )


@require_safe
@in_workspace
def export(request: PageRequest, here: Context) -> HttpResponse:
    """The rows of some days as a file that proves itself."""
    made = ask("core.audit_export", chosen(request, "since", "until", "format"), here)
    assert isinstance(made, AuditExport)
    named = {"Content-Disposition": f'attachment; filename="{made.file_name}"', "Cache-Control": "no-store"}
    return HttpResponse(made.text, content_type=f"{made.media_type}; charset=utf-8", headers=named)
