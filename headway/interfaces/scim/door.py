"""The directory's door: its key first, then one write at a time, each leaving a row, refused ones too."""

import json
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View
from django_scim.constants import SCIM_CONTENT_TYPE, SchemaURI
from django_scim.views import SCIMView

from headway.apps.identity.directory import Directory, note_refusal, writing
from headway.apps.identity.directory_tokens import directory_by_token
from headway.interfaces.payload import payload_from
from headway.interfaces.problems import WrongMethod
from headway.interfaces.scim.errors import ScimError, error_response, not_found, not_signed_in, scim_error
from headway.interfaces.scim.projecting import wanted_from
from headway.web.accounts.bad_tokens import counted

SAFE = {"GET", "HEAD", "OPTIONS"}
PLAIN_ID = re.compile(r"[0-9a-f-]{36}")


class DirectoryRequest(HttpRequest):
    directory: Directory
    wanted: Any


@method_decorator(csrf_exempt, name="dispatch")
class Door(SCIMView):  # type: ignore[misc]
    """What every address of SCIM shares; in front of django-scim2's views in the order of resolution."""

    request: DirectoryRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: DirectoryRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            request.directory = _entered(request)
        except Exception as error:
            return error_response(scim_error(error))
        try:
            response = self._done(request, *args, **kwargs)
        except Exception as error:
            told = scim_error(error)
            self._note(request, told)
            response = error_response(told)
        response["Cache-Control"] = "no-store"
        return response

    def _done(self, request: DirectoryRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.implemented:
            raise ScimError("Headway does not do this; see /ServiceProviderConfig.", "", 501)
        self._read_wanted(request)
        if request.method in SAFE or self.is_search:
            return self._carried_out(request, *args, **kwargs)
        with writing(request.directory):
            return self._carried_out(request, *args, **kwargs)

    def _carried_out(self, request: DirectoryRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Not django-scim2's own dispatch, which answers failures itself, so that nothing would be rolled back.
        response = View.dispatch(self, request, *args, **kwargs)
        assert isinstance(response, HttpResponse)
        return response

    @property
    def is_search(self) -> bool:
        return False

    def _read_wanted(self, request: DirectoryRequest) -> None:
        asked = self.load_body(request.body) if self.is_search else request.GET
        request.wanted = wanted_from(asked.get("attributes"), asked.get("excludedAttributes"))

    def load_body(self, body: bytes) -> dict[str, Any]:
        return payload_from(body)

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise WrongMethod(f"{request.method} is not possible here.")

    def _note(self, request: DirectoryRequest, error: ScimError) -> None:
        """A refused write leaves a row; it says what for, and nothing that was sent."""
        if request.method in SAFE or self.is_search or error.status >= 500:
            return
        key = str(self.kwargs.get("uuid") or "")
        note_refusal(
            request.directory,
            f"Refused a {request.method} by the directory: {error.kind or error.title}",
            status=error.status,
            kind=error.kind,
            path=self.__class__.__name__,
            id=key if PLAIN_ID.fullmatch(key) else "",
        )


class Nowhere(Door):
    """Every other address below this one."""

    def _done(self, request: DirectoryRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise not_found("such address")


def _entered(request: HttpRequest) -> Directory:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise not_signed_in()
    with counted(request):
        return directory_by_token(secret.strip(), timezone.now())


def scim_answer(document: dict[str, Any], status: int = 200) -> HttpResponse:
    return HttpResponse(json.dumps(document), content_type=SCIM_CONTENT_TYPE, status=status)


def scim_list(resources: list[dict[str, Any]], total: int, start: int) -> HttpResponse:
    return scim_answer(
        {
            "schemas": [SchemaURI.LIST_RESPONSE],
            "totalResults": total,
            "itemsPerPage": len(resources),
            "startIndex": start,
            "Resources": resources,
        }
    )
