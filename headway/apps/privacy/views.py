"""What is kept about persons: requests, schedules, sources, one person's places, the class of each field."""

from typing import Any, cast

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from headway.apps.privacy.answers import PersonDocument
from headway.apps.privacy.models import RetentionRule, SourceConsent
from headway.core.context import Context
from headway.core.pages import PageRequest, in_workspace, shown
from headway.core.perform import ask
from headway.core.roles import ADMINS

KINDS = ("emails", "names", "user_ids")


@require_safe
@in_workspace
def privacy(request: PageRequest, here: Context) -> HttpResponse:
    """Everything an admin keeps an eye on; others see what each field is about."""
    if here.role not in ADMINS:
        return cast(HttpResponse, fields(request, here.workspace.slug))
    return shown(
        request,
        "privacy/privacy.html",
        requests=ask("privacy.request_list", {}, here),
        schedules=ask("privacy.retention_list", {}, here),
        sources=ask("privacy.source_list", {}, here),
        treatments=RetentionRule.Treatment.choices,
        bases=SourceConsent.Basis.choices,
    )


@require_POST
@in_workspace
def person(request: PageRequest, here: Context) -> HttpResponse:
    """Where somebody occurs. It is sent and never in an address, which logs and histories would keep."""
    asked = {kind: _apart(request.POST.get(kind, "")) for kind in KINDS}
    preview = ask("privacy.person_preview", asked, here)
    response = shown(request, "privacy/person.html", preview=preview, asked=_pairs(asked))
    response.headers["Cache-Control"] = "no-store"
    return response


def _apart(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _pairs(asked: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(kind, value) for kind, values in asked.items() for value in values]


@require_safe
@in_workspace
def fields(request: PageRequest, here: Context) -> HttpResponse:
    return shown(request, "privacy/fields.html", classes=ask("privacy.class_list", {}, here))


@require_safe
@in_workspace
def document(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """The file of an export, to be handed to the person."""
    found: Any = ask("privacy.person_document", {"ref": ref}, here)
    assert isinstance(found, PersonDocument)
    response = JsonResponse(found.document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="{found.ref}.json"'
    response.headers["Cache-Control"] = "no-store"
    return response
